// What the tab in front is about: one order, or a store's list, as far as it is published. Asks for nothing. Knows the
// admin's addresses by way of the content script's, and the names of views.

import { html, nothing, type TemplateResult } from 'lit-html';
import { ServiceClock } from '../../content/clock';
import { orderOfPage, storeOfList } from '../../content/host/route';
import { readClockView, readListSettings, readOrderView, readSummaryView } from '../../content/view-shapes';
import type { ClockView, OrderRef, OrderView, SummaryView } from '../../protocol';
import { CLOCK_KEY, orderKey, settingsKey, summaryKey } from '../../protocol';
import { number } from '../shared/plural';
import { words } from '../shared/words';
import type { Copying } from './copying';
import { orderLine, type Telling } from './order-line';

export interface Tab {
  /** The store whose list or order the tab shows; null: none. */
  list: string | null;
  order: { store: string; order: OrderRef } | null;
}

export function tabOf(address: string): Tab {
  const url = URL.parse(address);
  if (url?.hostname !== 'admin.shopify.com') return { list: null, order: null };
  return { list: storeOfList(url.pathname), order: orderOfPage(url.pathname) };
}

export class Here {
  readonly #tab: Tab;
  #order: OrderView | null = null;
  readonly #summaries = new Map<string, SummaryView>();
  readonly #zones = new Map<string, string | null>();
  #clock: ClockView | null = null;
  readonly #service = new ServiceClock(() => this.#clock);

  constructor(tab: Tab) {
    this.#tab = tab;
  }

  /** Reads what is published now and after every change of it, for as long as the page is there. */
  async follow(stores: () => string[], repaint: () => void): Promise<void> {
    const read = async (): Promise<void> => {
      await this.#read(stores());
      repaint();
    };
    chrome.storage.session.onChanged.addListener((changes) => {
      if (Object.keys(changes).some((key) => this.#keys(stores()).includes(key))) void read();
    });
    await read();
  }

  #keys(stores: string[]): string[] {
    const order = this.#tab.order ? [orderKey(this.#tab.order.store, this.#tab.order.order)] : [];
    return [CLOCK_KEY, ...order, ...stores.flatMap((store) => [summaryKey(store), settingsKey(store)])];
  }

  async #read(stores: string[]): Promise<void> {
    const area = await chrome.storage.session.get<Record<string, unknown>>(this.#keys(stores));
    const view = <View>(key: string, reader: (text: string) => View | null): View | null => {
      const text = area[key];
      return typeof text === 'string' ? reader(text) : null;
    };
    this.#clock = view(CLOCK_KEY, readClockView);
    if (this.#tab.order) {
      const { store, order } = this.#tab.order;
      this.#order = view(orderKey(store, order), readOrderView);
    }
    for (const store of stores) {
      const summary = view(summaryKey(store), readSummaryView);
      if (summary) this.#summaries.set(store, summary);
      this.#zones.set(store, view(settingsKey(store), readListSettings)?.zone ?? null);
    }
  }

  telling(store: string, catalog: Telling['catalog']): Telling {
    return { catalog, now_ms: this.#service.now(), zone: this.#zones.get(store) ?? null };
  }

  /** The order of the tab, if it is one of this store. */
  readonly orderTemplate = (
    store: string,
    telling: Telling,
    copying: Copying,
  ): TemplateResult | typeof nothing => {
    if (this.#tab.order?.store !== store || this.#order === null) return nothing;
    return html`
      <section class="here" aria-label=${words('popup_this_order')}>
        <h3>${words('popup_this_order')}</h3>
        ${orderLine(this.#order, telling)} ${copying.template(store, this.#order, '', telling.now_ms)}
      </section>
    `;
  };

  /** How many orders of the store are overdue or will be. */
  readonly summaryTemplate = (store: string): TemplateResult | typeof nothing => {
    const summary = this.#summaries.get(store);
    if (!summary || summary.observed === 0) return nothing;
    const parts = [
      ['popup_overdue', summary.overdue],
      ['popup_maybe_overdue', summary.maybe_overdue],
      ['popup_due_today', summary.due_today],
    ] as const;
    return html`
      <dl class="counts">
        ${parts.map(([name, count]) => html`<div><dt>${words(name)}</dt><dd>${number(count)}</dd></div>`)}
      </dl>
    `;
  };
}
