// How high above the window's bottom our floating hosts stand: above the admin's own bar while rows are selected, and
// above ours for several orders where that is shown. Tells them by an attribute and a property of their own: a rule
// that asks the page (`:has`) would style every badge anew at whatever happens in it. Knows no rows and no views.

import { setAttribute } from './dom';

export class Floor {
  readonly #hosts = new Map<HTMLElement, { isLifted: boolean }>();
  #isRaised = false;
  #lift_px = 0;

  /** `isLifted`: it stands above what lifts. */
  add(host: HTMLElement, { isLifted }: { isLifted: boolean }): void {
    this.#hosts.set(host, { isLifted });
    this.#apply();
  }

  /** The admin's bar floats at the bottom of the window. */
  raise(isRaised: boolean): void {
    if (isRaised === this.#isRaised) return;
    this.#isRaised = isRaised;
    this.#apply();
  }

  /** Something of ours, so high, stands below the others. */
  lift(height_px: number): void {
    if (height_px === this.#lift_px) return;
    this.#lift_px = height_px;
    this.#apply();
  }

  #apply(): void {
    for (const [host, { isLifted }] of this.#hosts) {
      setAttribute(host, 'data-raised', this.#isRaised ? '' : null);
      if (isLifted) host.style.setProperty('--lift', `${this.#lift_px}px`);
    }
  }
}

/** For the sheet of such a host. The admin's bar: z-index 510; 2022 to 2026-09, its markup changes. */
export const FLOOR_RULES = `
:host([data-raised]) { --raise: 64px; }
@media (width < 640px) { :host([data-raised]) { --raise: 100px; } }
`;
