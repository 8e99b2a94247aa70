// What is switched off, and in which stores: data that comes with the package (switches.json), for the day on which the admin
// changes under a feature. Where nothing is listed everything is on. Knows names of features and handles; decides nothing else.

/** `list`: badges, menu, and all that needs the rows of a list. */
export type Feature = 'list' | 'bulk' | 'summary' | 'card' | 'reply';

export interface Switch {
  feature: Feature;
  /** Handles, or `*` for every store. */
  stores: readonly string[];
}

/** Put in by the build, which checks it (tools/switches.mjs). */
declare const SWITCHES: readonly Switch[];

export const isOn = (feature: Feature, store: string): boolean =>
  !SWITCHES.some(
    (off) => off.feature === feature && (off.stores.includes('*') || off.stores.includes(store)),
  );

/** The features that are off in some store or in all. */
export const switchedOff = (): Feature[] => [...new Set(SWITCHES.map(({ feature }) => feature))];
