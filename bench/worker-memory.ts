// What the extension's worker holds in memory, as the browser itself tells it over the DevTools protocol. As long as
// this is attached the browser does not end the worker for being idle.

import { setTimeout } from 'node:timers/promises';
import type { BrowserContext, CDPSession } from '@playwright/test';
import { EXTENSION_ID } from '../tests/e2e/support/browser';

/** In bytes. */
export interface Memory {
  /** Objects of JavaScript and of the browser, with what buffers and long texts hold outside the heap. */
  javascript: number;
  /** The core's own. It is never given back: its size is the most that there ever was. */
  wasm: number;
}

/** How long between two readings. */
const READ_EVERY_MS = 5;

export const total = ({ javascript, wasm }: Memory): number => javascript + wasm;

interface Answer {
  id?: number;
  result?: unknown;
  error?: { message: string };
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

export class WorkerMemory {
  readonly #session: CDPSession;
  readonly #target: string;
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;
  /** The worker's WebAssembly memories, as an array in the worker. */
  #memories = '';

  private constructor(session: CDPSession, target: string) {
    this.#session = session;
    this.#target = target;
  }

  /** The core must have started. */
  static async of(context: BrowserContext): Promise<WorkerMemory> {
    const session = await context.browser()?.newBrowserCDPSession();
    if (!session) throw new Error('the browser is not one that Playwright has started');
    const { targetInfos } = await session.send('Target.getTargets');
    const worker = targetInfos.find(
      ({ type, url }) => type === 'service_worker' && url.startsWith(`chrome-extension://${EXTENSION_ID}/`),
    );
    if (!worker) throw new Error('the extension has no worker');
    // Not flat: Playwright lets nobody speak to a session that it has not opened.
    const { sessionId } = await session.send('Target.attachToTarget', {
      targetId: worker.targetId,
      flatten: false,
    });
    const memory = new WorkerMemory(session, sessionId);
    session.on('Target.receivedMessageFromTarget', ({ message }) => memory.#onMessage(JSON.parse(message)));
    session.on('Target.detachedFromTarget', () => memory.#onEnd());
    await memory.#find();
    return memory;
  }

  /** What there is now, garbage included. */
  async now(): Promise<Memory> {
    const [heap, wasm] = await Promise.all([
      this.#send<{ usedSize: number; embedderHeapUsedSize: number; backingStorageSize: number }>(
        'Runtime.getHeapUsage',
      ),
      this.#send<{ result: { value: number } }>('Runtime.callFunctionOn', {
        objectId: this.#memories,
        functionDeclaration:
          'function () { return this.reduce((sum, { buffer }) => sum + buffer.byteLength, 0); }',
        returnByValue: true,
      }),
    ]);
    const { usedSize, embedderHeapUsedSize, backingStorageSize } = heap;
    return { javascript: usedSize + embedderHeapUsedSize + backingStorageSize, wasm: wasm.result.value };
  }

  /** What there is once the garbage is gone. */
  async live(): Promise<Memory> {
    await this.#send('HeapProfiler.collectGarbage');
    return this.now();
  }

  /** The most that was seen while something was done. Less than a reading's pause may go unseen, but for the core's. */
  async highestDuring(act: () => Promise<void>): Promise<Memory> {
    let isOver = false;
    let highest: Memory = { javascript: 0, wasm: 0 };
    const read = async (): Promise<void> => {
      while (!isOver) {
        const memory = await this.now();
        if (total(memory) > total(highest)) highest = memory;
        await setTimeout(READ_EVERY_MS);
      }
    };
    const acted = act().finally(() => {
      isOver = true;
    });
    await Promise.all([acted, read()]);
    return highest;
  }

  /** WebAssembly's memory is in none of the heap's numbers; the browser finds the objects that stand for it. */
  async #find(): Promise<void> {
    const { result } = await this.#send<{ result: { objectId: string } }>('Runtime.evaluate', {
      expression: 'WebAssembly.Memory.prototype',
    });
    const { objects } = await this.#send<{ objects: { objectId: string } }>('Runtime.queryObjects', {
      prototypeObjectId: result.objectId,
    });
    this.#memories = objects.objectId;
    if ((await this.now()).wasm === 0) throw new Error('the worker has no core');
  }

  async #send<Result>(method: string, params: object = {}): Promise<Result> {
    this.#calls += 1;
    const id = this.#calls;
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    const message = JSON.stringify({ id, method, params });
    const sent = this.#session.send('Target.sendMessageToTarget', { sessionId: this.#target, message });
    const [result] = await Promise.all([answer, sent]);
    return result as Result;
  }

  #onMessage({ id, result, error }: Answer): void {
    if (id === undefined) return;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(result);
  }

  #onEnd(): void {
    for (const { reject } of this.#waiting.values()) reject(new Error('the worker has ended'));
  }
}
