// A worker that trains and measures a share of another worker's run: the other end of a HelperPort.

import type { EngineModule } from '@engine';
import type { Port } from '../protocol/port';
import { messageOf } from '../../common/errors';
import { isCrash, RunHolder, type ShardReply, type ShardRequest } from './shard_protocol';

/** Replies to the requests of the worker at the other end of the port. */
export function serveShards(engine: EngineModule, port: Port): void {
  const holder = new RunHolder(engine);
  const reply = (message: ShardReply): void => port.postMessage(message, buffersOf(message));
  port.onmessage = ({ data }) => {
    const { name, args } = data as ShardRequest;
    try {
      reply({ kind: 'done', result: holder.handle(name, args) });
    } catch (error) {
      const fatal = isCrash(error);
      if (!fatal) holder.dispose();
      reply({ kind: 'failed', message: messageOf(error), fatal });
    }
  };
  reply({ kind: 'ready' });
}

/** The arrays of a message, which are handed over instead of copied. */
function buffersOf(message: ShardReply): ArrayBuffer[] {
  if (message.kind !== 'done' || message.result === null) return [];
  const { result } = message;
  const arrays = ArrayBuffer.isView(result) ? [result] : Object.values(result);
  return arrays.flatMap((value: unknown) =>
    ArrayBuffer.isView(value) ? [value.buffer as ArrayBuffer] : [],
  );
}
