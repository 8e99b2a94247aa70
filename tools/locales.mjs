// Checks that every language says everything: the same messages with the same placeholders as English, none empty.
// Knows the format of _locales only. Chrome itself would fall back silently and show half a page in another language.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const placeholdersIn = (text) =>
  new Set([...text.matchAll(/\$([A-Z_]+)\$/g)].map(([, name]) => name.toLowerCase()));

function faultsOf(language, messages, reference) {
  const faults = [];
  for (const name of Object.keys(reference)) {
    if (!(name in messages)) faults.push(`${language}: ${name} is missing`);
  }
  for (const [name, { message = '', placeholders = {} }] of Object.entries(messages)) {
    const used = placeholdersIn(message);
    if (!(name in reference)) faults.push(`${language}: ${name} is not in en`);
    if (message.trim() === '') faults.push(`${language}: ${name} is empty`);
    for (const placeholder of used) {
      if (!(placeholder in placeholders))
        faults.push(`${language}: ${name} uses an undeclared $${placeholder}$`);
    }
    for (const placeholder of placeholdersIn(reference[name]?.message ?? '')) {
      if (!used.has(placeholder)) faults.push(`${language}: ${name} does not use $${placeholder}$`);
    }
  }
  return faults;
}

/** Throws an error that lists every fault. */
export async function checkLocales(folder) {
  const languages = await readdir(folder);
  const read = async (language) =>
    JSON.parse(await readFile(join(folder, language, 'messages.json'), 'utf8'));
  const reference = await read('en');
  const faults = (
    await Promise.all(languages.map(async (language) => faultsOf(language, await read(language), reference)))
  ).flat();
  if (faults.length > 0) throw new Error(`The languages in _locales disagree:\n  ${faults.join('\n  ')}`);
}
