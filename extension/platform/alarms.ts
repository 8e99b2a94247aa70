// Waking the worker: by the browser's alarms, which outlive it but are never soon, and by timers, which are as soon as
// one likes but end with it. Knows names and times, not what they are for.

/** The browser refuses less when packed and accepts it unpacked: so that both behave alike, less is never asked for. */
const SOONEST_ALARM_MS = 30_000;

const timers = new Map<string, ReturnType<typeof setTimeout>>();
/** Alarms that stand only until what went off under their names is done; each with what it stands for. */
const standIns = new Map<string, object>();
let wake: (name: string) => void = () => {};

/**
 * What is to be done when one goes off. To be called once, at the worker's top level. Until it is done another alarm of
 * that name stands: the one that went off is gone, and the worker may end before it has so much as started.
 */
export function onAlarm(act: (name: string) => Promise<void>): void {
  const nothing = (): void => {};
  wake = (name) => void act(name).catch(nothing);
  chrome.alarms.onAlarm.addListener(({ name }) => {
    const occasion = {};
    setAlarm(name, 0);
    standIns.set(name, occasion);
    // Where it cannot be done, the alarm that stands tries again.
    void act(name).then(() => {
      // Not one that was set meanwhile, nor one that stands for a later occasion.
      if (standIns.get(name) !== occasion) return;
      standIns.delete(name);
      void chrome.alarms.clear(name);
    }, nothing);
  });
}

/** Takes the place of an alarm of that name. */
export function setAlarm(name: string, at: number): void {
  standIns.delete(name);
  void chrome.alarms.create(name, { when: Math.max(at, Date.now() + SOONEST_ALARM_MS) });
}

export function setTimer(name: string, at: number): void {
  clearTimeout(timers.get(name));
  timers.set(
    name,
    setTimeout(() => wake(name), Math.max(0, at - Date.now())),
  );
}
