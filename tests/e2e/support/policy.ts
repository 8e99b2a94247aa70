// A Chromium with an organisation's policy of its own: the browser reads policies from a folder of the whole machine, so
// this one runs in a mount namespace in which another folder lies over it. No other browser sees anything of it.
// Knows Debian's Chromium and Linux; elsewhere it says why it cannot be done.

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXTENSION_ID } from './browser';

/** Where Chromium reads its configuration; policies are in `policies/managed` below it. */
const CONFIGURATION = '/etc/chromium';

/** Whoever is not root becomes it in a user namespace: there a folder may be laid over another. */
const UNSHARE = process.getuid?.() === 0 ? ['-m'] : ['-r', '-m'];

/** Why no browser with a policy can be started here; null: one can. */
export function whyNotManaged(): string | null {
  if (process.platform !== 'linux') return 'policies are read from files on Linux only';
  if (!existsSync(CONFIGURATION)) return `there is no ${CONFIGURATION} for a policy to be laid over`;
  try {
    execFileSync('unshare', [...UNSHARE, 'mount', '--bind', CONFIGURATION, CONFIGURATION], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return `this system allows no mount namespace (${String(error).split('\n')[0]})`;
  }
}

export class PolicyFolder {
  readonly #folder: string;
  /** Starts Chromium under this folder's policies. */
  readonly executable: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.executable = join(folder, 'chromium');
  }

  static async make(): Promise<PolicyFolder> {
    const made = new PolicyFolder(await mkdtemp(join(tmpdir(), 'ucos-policy-')));
    const laidOver = join(made.#folder, 'configuration');
    cpSync(CONFIGURATION, laidOver, { recursive: true });
    await mkdir(join(laidOver, 'policies/managed'), { recursive: true });
    const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
    const script = `mount --bind '${laidOver}' ${CONFIGURATION} && exec '${chromium}' "$@"`;
    await writeFile(
      made.executable,
      `#!/bin/sh\nexec unshare ${UNSHARE.join(' ')} sh -c ${JSON.stringify(script).replaceAll('$', '\\$')} sh "$@"\n`,
    );
    await chmod(made.executable, 0o755);
    return made;
  }

  /** What the organisation sets for the extension from now on; the browser takes some seconds to see it. */
  async set(policy: Record<string, unknown>): Promise<void> {
    const text = JSON.stringify({ '3rdparty': { extensions: { [EXTENSION_ID]: policy } } });
    // Beside it first: the browser must not read half of it.
    const beside = join(this.#folder, 'next.json');
    await writeFile(beside, text);
    await rename(beside, this.#file);
  }

  async clear(): Promise<void> {
    await rm(this.#file, { force: true });
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  get #file(): string {
    return join(this.#folder, 'configuration/policies/managed/ucos-inline.json');
  }
}
