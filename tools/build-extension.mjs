// Builds the extension around the compiled core: bundles the scripts, copies what is static, fills in the manifest.
// Knows file names only. Needs dist/core, which ./build.sh makes first.
//
//   node tools/build-extension.mjs [--out dist/extension] [--switches extension/switches.json]

import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { checkLocales } from './locales.mjs';
import { readSwitches } from './switches.mjs';
import { withoutNames } from './wasm.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const here = join(root, 'extension');

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'dist/extension' },
    switches: { type: 'string', default: join(here, 'switches.json') },
  },
});
const out = resolve(values.out);

const PAGES = ['options', 'popup', 'board', 'welcome'];

const shared = {
  bundle: true,
  minify: true,
  charset: 'utf8',
  target: 'chrome140',
  logLevel: 'warning',
};

const bundleScript = (entry, outfile, format) =>
  build({ ...shared, entryPoints: [join(here, entry)], outfile: join(out, outfile), format });

/** Run in a tab, also twice, for its last value: that is the answer. */
const bundleSurvey = () =>
  build({
    ...shared,
    entryPoints: [join(here, 'content/survey.ts')],
    outfile: join(out, 'survey.js'),
    format: 'iife',
    globalName: 'ucosInlineSurvey',
    footer: { js: 'ucosInlineSurvey.answer' },
  });

const bundlePage = (name) =>
  build({
    ...shared,
    entryPoints: [join(here, `pages/${name}/${name}.ts`), join(here, `pages/${name}/${name}.css`)],
    outdir: out,
    entryNames: '[name]',
    format: 'esm',
  });

/** All documents are the same: what is in them their scripts paint. */
async function writePage(name) {
  const page = await readFile(join(here, 'pages/shared/page.html'), 'utf8');
  await writeFile(join(out, `${name}.html`), page.replaceAll('{page}', name));
}

async function writeManifest() {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const manifest = JSON.parse(await readFile(join(root, 'manifest.json'), 'utf8'));
  await writeFile(join(out, 'manifest.json'), `${JSON.stringify({ ...manifest, version }, null, 2)}\n`);
}

async function writeCore() {
  const module = await readFile(join(root, 'dist/core/ucos_inline_bg.wasm'));
  await writeFile(join(out, 'core.wasm'), withoutNames(module));
}

async function main() {
  await checkLocales(join(here, '_locales'));
  shared.define = { SWITCHES: await readSwitches(values.switches) };
  await mkdir(out, { recursive: true });
  await Promise.all([
    ...PAGES.map(bundlePage),
    ...PAGES.map(writePage),
    bundleScript('background.ts', 'background.js', 'esm'),
    // A content script is a classic script: it can be no module.
    bundleScript('content/main.ts', 'content.js', 'iife'),
    bundleSurvey(),
    cp(join(here, '_locales'), join(out, '_locales'), { recursive: true }),
    cp(join(here, 'icons'), join(out, 'icons'), {
      recursive: true,
      filter: (source) => !source.endsWith('.md'),
    }),
    cp(join(here, 'rules'), out, { recursive: true }),
    cp(join(here, 'managed-schema.json'), join(out, 'managed-schema.json')),
    writeManifest(),
    writeCore(),
  ]);
  console.log(`  extension built in ${relative(process.cwd(), out) || '.'}`);
}

try {
  await main();
} catch (error) {
  // esbuild has already printed its own errors with their places.
  if (!Array.isArray(error?.errors)) console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
