// What a worker needs from the thread it runs on.

import type { Reply } from '../protocol/messages';

export interface Host {
  post(reply: Reply, transfer: ArrayBuffer[]): void;
  /** Milliseconds; only differences matter. */
  now(): number;
  /** Resolves when the messages that have arrived meanwhile have been delivered. */
  yieldToEventLoop(): Promise<void>;
}
