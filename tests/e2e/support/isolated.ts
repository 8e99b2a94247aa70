// Evaluates in the isolated world of our content script: what its code could do if it were taken over by a page.

import type { CDPSession, Page } from '@playwright/test';
import { EXTENSION_ID } from './browser';

interface Context {
  id: number;
  origin: string;
  auxData?: { type?: string; frameId?: string };
}

export class IsolatedWorld {
  readonly #session: CDPSession;
  readonly #context: number;

  private constructor(session: CDPSession, context: number) {
    this.#session = session;
    this.#context = context;
  }

  /** The world of an extension's content script in the page's top frame; ours, unless it is said whose. */
  static async of(page: Page, extension = EXTENSION_ID): Promise<IsolatedWorld> {
    const { session, contexts } = await worldsOf(page, extension);
    const [found] = contexts;
    if (!found) throw new Error('the page has no isolated world of the extension');
    return new IsolatedWorld(session, found.id);
  }

  /** In how many frames of the page the extension has a script. */
  static async count(page: Page, extension = EXTENSION_ID): Promise<number> {
    const { session, contexts } = await worldsOf(page, extension);
    await session.detach();
    return contexts.length;
  }

  /** The value of an expression, awaited; what is thrown comes back as an error. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.#session.send('Runtime.evaluate', {
      expression,
      contextId: this.#context,
      awaitPromise: true,
      returnByValue: true,
      allowUnsafeEvalBlockedByCSP: false,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }
}

async function worldsOf(
  page: Page,
  extension: string,
): Promise<{ session: CDPSession; contexts: Context[] }> {
  const session = await page.context().newCDPSession(page);
  const all: Context[] = [];
  session.on('Runtime.executionContextCreated', ({ context }) => all.push(context));
  await session.send('Runtime.enable');
  const contexts = all.filter(
    ({ origin, auxData }) => auxData?.type === 'isolated' && origin === `chrome-extension://${extension}`,
  );
  return { session, contexts };
}
