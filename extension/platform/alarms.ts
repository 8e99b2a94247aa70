// Waking the worker: by the browser's alarms, which outlive it but are never soon, and by timers, which are as soon as
// one likes but end with it. Knows names and times, not what they are for.

/** The browser refuses less when packed and accepts it unpacked: so that both behave alike, less is never asked for. */
const SOONEST_ALARM_MS = 30_000;

const timers = new Map<string, ReturnType<typeof setTimeout>>();
let wake: (name: string) => void = () => {};

/**
 * What is to be done when one goes off. To be called once, at the worker's top level. Until it is done another alarm of
 * that name stands: the one that went off is gone, and the worker may end before it has so much as started.
 */
export function onAlarm(act: (name: string) => Promise<void>): void {
  const nothing = (): void => {};
  wake = (name) => void act(name).catch(nothing);
  chrome.alarms.onAlarm.addListener(({ name }) => {
    const when = Date.now() + SOONEST_ALARM_MS;
    void chrome.alarms.create(name, { when });
    // Where it cannot be done, the alarm that stands tries again.
    void act(name).then(() => takeAway(name, when), nothing);
  });
}

/** Only this one: another may have been set meanwhile. */
async function takeAway(name: string, when: number): Promise<void> {
  const alarm = await chrome.alarms.get(name);
  if (alarm && Math.abs(alarm.scheduledTime - when) < 1) await chrome.alarms.clear(name);
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
