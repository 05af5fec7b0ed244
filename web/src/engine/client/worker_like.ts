// A worker as its client sees it.

import type { Reply, Request } from '../protocol/messages';

/** What the client needs of a Worker; tests pass their own. */
export interface WorkerLike {
  postMessage(request: Request, options?: StructuredSerializeOptions): void;
  terminate(): void;
  /** It shares a worker with others and waits for its turn: silence means nothing. */
  readonly isWaiting?: boolean;
  onmessage: ((event: MessageEvent<Reply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}
