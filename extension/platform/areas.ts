// chrome.storage, as the core uses it: texts by name. `local` is the trusted area, closed to content scripts; `session`
// is where views are published; `managed` is what the organisation sets. Does as the core says and looks into nothing.

export async function trustedScan(prefix: string): Promise<[name: string, value: string][]> {
  const entries: [string, unknown][] = Object.entries(await chrome.storage.local.get(null));
  return entries.flatMap(([name, value]) =>
    name.startsWith(prefix) && typeof value === 'string' ? [[name, value]] : [],
  );
}

export async function trustedSet(name: string, value: string | undefined): Promise<void> {
  if (value === undefined) await chrome.storage.local.remove(name);
  else await chrome.storage.local.set({ [name]: value });
}

export const managed = async (): Promise<string> => JSON.stringify(await chrome.storage.managed.get(null));

export const published = (): Promise<string[]> => chrome.storage.session.getKeys();

export async function view(name: string): Promise<string | undefined> {
  const { [name]: text } = await chrome.storage.session.get(name);
  return typeof text === 'string' ? text : undefined;
}

export async function publish(views: [name: string, view: string | undefined][]): Promise<void> {
  const shown = views.filter(([, view]) => view !== undefined);
  const taken = views.filter(([, view]) => view === undefined).map(([name]) => name);
  if (shown.length > 0) await chrome.storage.session.set(Object.fromEntries(shown));
  if (taken.length > 0) await chrome.storage.session.remove(taken);
}
