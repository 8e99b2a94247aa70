// What the core says outside of any page: notifications, and the count on the extension's button. Words and chrome.*
// calls; what is said and when is the core's to decide.

import type { ReminderView } from './protocol';

const ADMIN = 'https://admin.shopify.com/store/';
const RED = '#c5280c';

const listOf = (store: string): string => `${ADMIN}${store}/orders`;
const word = (name: string, ...values: string[]): string => chrome.i18n.getMessage(name, values);

/** "4 orders became overdue", in the plural form of the language. */
function title(count: number): string {
  const language = chrome.i18n.getUILanguage();
  const form = new Intl.PluralRules(language).select(count) === 'one' ? 'one' : 'other';
  return word(`reminder_title_${form}`, new Intl.NumberFormat(language).format(count));
}

/** "#1001, #1002 and 2 others". */
function names({ names, count }: ReminderView): string {
  const language = chrome.i18n.getUILanguage();
  const others = count - names.length;
  if (names.length === 0) return '';
  const rest = others > 0 ? [word('reminder_others', new Intl.NumberFormat(language).format(others))] : [];
  return new Intl.ListFormat(language, { type: 'conjunction' }).format([...names, ...rest]);
}

export const notices = {
  /** JSON text of a `ReminderView`. */
  notify(text: string): void {
    const reminder: ReminderView = JSON.parse(text);
    void chrome.notifications.create(`overdue/${reminder.store}/${Date.now()}`, {
      type: 'basic',
      iconUrl: 'icons/icon-128.png',
      title: title(reminder.count),
      message: names(reminder),
      contextMessage: reminder.store,
    });
  },

  /** How many orders of the store in this tab are overdue; 0 takes the count away. */
  markTab(tab: number, store: string, overdue: number): void {
    void mark(tab, store, overdue).catch(() => {
      // The tab is gone.
    });
  },
};

async function mark(tabId: number, store: string, overdue: number): Promise<void> {
  const { url } = await chrome.tabs.get(tabId);
  const isOfStore = url !== undefined && `${url}/`.startsWith(`${ADMIN}${store}/`);
  const text = isOfStore && overdue > 0 ? compact(overdue) : '';
  await chrome.action.setBadgeBackgroundColor({ tabId, color: RED });
  await chrome.action.setBadgeTextColor({ tabId, color: '#ffffff' });
  await chrome.action.setBadgeText({ tabId, text });
  await chrome.action.setTitle({
    tabId,
    title: text === '' ? word('extension_name') : word('action_title_overdue', String(overdue)),
  });
}

/** The button has room for four characters. */
const compact = (count: number): string => (count > 999 ? '999+' : String(count));

/** The notification was clicked: the list it speaks of, in the tab that has it, else in a new one. */
export async function openListOf(notification: string): Promise<void> {
  const [kind, store] = notification.split('/');
  if (kind !== 'overdue' || store === undefined) return;
  await chrome.notifications.clear(notification);
  const url = listOf(store);
  const [tab] = await chrome.tabs.query({ url: [url, `${url}?*`] });
  if (tab?.id === undefined) {
    await chrome.tabs.create({ url });
    return;
  }
  await chrome.tabs.update(tab.id, { active: true });
  await chrome.windows.update(tab.windowId, { focused: true });
}
