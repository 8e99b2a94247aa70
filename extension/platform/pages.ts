// Opens our own pages for the core, which says for which store. Nothing else comes into the address.

export function openOptions(store: string): void {
  void chrome.tabs.create({ url: chrome.runtime.getURL(`options.html?store=${encodeURIComponent(store)}`) });
}
