// Waking the worker: by the browser's alarms, which outlive it but are never soon, and by timers, which are as soon as
// one likes but end with it. Knows names and times, not what they are for.

/** The browser refuses less when packed and accepts it unpacked: so that both behave alike, less is never asked for. */
const SOONEST_ALARM_MS = 30_000;

const timers = new Map<string, ReturnType<typeof setTimeout>>();
/** How often each was set in this life. */
const sets = new Map<string, number>();
let wake: (name: string) => void = () => {};

/**
 * What is to be done when one goes off. To be called once, at the worker's top level. Until it is done another alarm of
 * that name stands: the one that went off is gone, and the worker may end before it has so much as started.
 */
export function onAlarm(act: (name: string) => Promise<void>): void {
  const nothing = (): void => {};
  wake = (name) => void act(name).catch(nothing);
  chrome.alarms.onAlarm.addListener(({ name }) => {
    const before = sets.get(name);
    void chrome.alarms.create(name, { when: Date.now() + SOONEST_ALARM_MS });
    // Where it cannot be done, the alarm that stands tries again.
    void act(name).then(() => {
      if (sets.get(name) === before) void chrome.alarms.clear(name);
    }, nothing);
  });
}

export function setAlarm(name: string, at: number): void {
  sets.set(name, (sets.get(name) ?? 0) + 1);
  void chrome.alarms.create(name, { when: Math.max(at, Date.now() + SOONEST_ALARM_MS) });
}

export function setTimer(name: string, at: number): void {
  clearTimeout(timers.get(name));
  timers.set(
    name,
    setTimeout(() => wake(name), Math.max(0, at - Date.now())),
  );
}
