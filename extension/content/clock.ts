// The service's time, as this page knows it: this device's clock, corrected by what the worker has measured. Should the
// device's clock jump back, it goes on as if nothing had happened, until the worker has measured anew: no order gets
// younger. A jump ahead is taken for true, because that is how a device that slept looks. Knows no chrome.* calls, no DOM.

import type { ClockView } from '../protocol';

/** Less than this between two clocks is how they are read and set right, no jump. */
const JUMP_MS = 1_000;

export interface DeviceClocks {
  /** May be set, by a person or over the network. */
  wall(): number;
  /** Only ever goes ahead; may stand still while the device sleeps. */
  steady(): number;
}

const device: DeviceClocks = { wall: () => Date.now(), steady: () => performance.now() };

export class ServiceClock {
  readonly #view: () => ClockView | null;
  readonly #clocks: DeviceClocks;
  #wall: number;
  #steady: number;
  /** The correction that all below builds on. */
  #measured: ClockView | null = null;
  /** By how much the device's clock has jumped back since. */
  #lost_ms = 0;
  #latest = Number.NEGATIVE_INFINITY;

  /** `view` is asked at each reading. */
  constructor(view: () => ClockView | null, clocks = device) {
    this.#view = view;
    this.#clocks = clocks;
    this.#wall = clocks.wall();
    this.#steady = clocks.steady();
  }

  /** In ms since the epoch. Goes back only where a new measurement says so. */
  now(): number {
    const [wall, steady] = [this.#clocks.wall(), this.#clocks.steady()];
    const back_ms = steady - this.#steady - (wall - this.#wall);
    [this.#wall, this.#steady] = [wall, steady];
    if (back_ms > JUMP_MS) this.#lost_ms += back_ms;

    const view = this.#view();
    if (view?.ahead_ms !== this.#measured?.ahead_ms || view?.measured_at !== this.#measured?.measured_at) {
      this.#measured = view;
      this.#lost_ms = 0;
      this.#latest = Number.NEGATIVE_INFINITY;
    }
    // Measured later than it is: the clock has jumped back since, perhaps before this page began.
    this.#lost_ms = Math.max(this.#lost_ms, (view?.measured_at ?? wall) - wall);
    this.#latest = Math.max(this.#latest, wall + this.#lost_ms + (view?.ahead_ms ?? 0));
    return this.#latest;
  }
}
