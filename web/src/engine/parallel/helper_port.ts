// The leading worker's end of the connection to one helper (the other end: shard_helper.ts). A port
// serves one run at a time, both ends work in order, and a helper that dies takes the run with it: so
// a queue will do, without the ids, the costs and the change of worker of client/pending_calls.ts.

import type { Port } from '../protocol/port';
import type { ShardReply, ShardRequestName, ShardRequests, ShardResult } from './shard_protocol';

export class HelperFailure extends Error {
  constructor(
    message: string,
    readonly fatal: boolean,
  ) {
    super(message);
  }
}

export class HelperPort {
  /** Resolves when the helper has loaded the module. */
  readonly ready: Promise<void>;
  private isReady: () => void = () => undefined;
  private readonly waiting: { resolve: (result: never) => void; reject: (error: Error) => void }[] =
    [];

  constructor(private readonly port: Port) {
    this.ready = new Promise((resolve) => (this.isReady = resolve));
    port.onmessage = (event) => this.receive(event.data as ShardReply);
  }

  request<N extends ShardRequestName>(
    name: N,
    args: ShardRequests[N]['args'],
  ): Promise<ShardResult<N>> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.port.postMessage({ name, args }, []);
    });
  }

  private receive(reply: ShardReply): void {
    if (reply.kind === 'ready') return this.isReady();
    const oldest = this.waiting.shift();
    if (reply.kind === 'done') oldest?.resolve(reply.result as never);
    else oldest?.reject(new HelperFailure(reply.message, reply.fatal));
  }
}
