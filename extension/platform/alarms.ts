// Waking the worker: by the browser's alarms, which outlive it but are never soon, and by timers, which are as soon as
// one likes but end with it. Knows names and times, not what they are for.

/** The browser refuses less when packed and accepts it unpacked: so that both behave alike, less is never asked for. */
const SOONEST_ALARM_MS = 30_000;

const timers = new Map<string, ReturnType<typeof setTimeout>>();
let wake: (name: string) => void = () => {};

/** What is to be done when one goes off. To be called once, at the worker's top level. */
export function onAlarm(act: (name: string) => void): void {
  wake = act;
  chrome.alarms.onAlarm.addListener(({ name }) => wake(name));
}

export function setAlarm(name: string, at: number): void {
  void chrome.alarms.create(name, { when: Math.max(at, Date.now() + SOONEST_ALARM_MS) });
}

export function setTimer(name: string, at: number): void {
  clearTimeout(timers.get(name));
  timers.set(
    name,
    setTimeout(() => wake(name), Math.max(0, at - Date.now())),
  );
}
