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

  /** The world of the content script in the page's top frame. */
  static async of(page: Page): Promise<IsolatedWorld> {
    const session = await page.context().newCDPSession(page);
    const contexts: Context[] = [];
    session.on('Runtime.executionContextCreated', ({ context }) => contexts.push(context));
    await session.send('Runtime.enable');
    const found = contexts.find(
      ({ origin, auxData }) =>
        auxData?.type === 'isolated' && origin === `chrome-extension://${EXTENSION_ID}`,
    );
    if (!found) throw new Error('the page has no isolated world of the extension');
    return new IsolatedWorld(session, found.id);
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
