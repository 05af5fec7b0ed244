// A worker that helps another one with its run: does errands and nothing else.

import type { EngineModule } from '@engine';
import type { Port } from '../protocol/port';
import { isCrash, messageOf, Workbench, type Answer, type Errand } from './shard_protocol';

/** Serves whoever holds the other end of the port. */
export function help(engine: EngineModule, port: Port): void {
  const bench = new Workbench(engine);
  const answer = (message: Answer): void => port.postMessage(message, buffersOf(message));
  port.onmessage = ({ data }) => {
    const { name, args } = data as Errand;
    try {
      answer({ kind: 'done', result: bench.do(name, args) });
    } catch (error) {
      const fatal = isCrash(error);
      if (!fatal) bench.dispose();
      answer({ kind: 'failed', message: messageOf(error), fatal });
    }
  };
  answer({ kind: 'ready' });
}

/** The arrays of a message, which are handed over instead of copied. */
function buffersOf(message: Answer): ArrayBuffer[] {
  if (message.kind !== 'done' || message.result === null) return [];
  const { result } = message;
  const arrays = ArrayBuffer.isView(result) ? [result] : Object.values(result);
  return arrays.flatMap((value: unknown) =>
    ArrayBuffer.isView(value) ? [value.buffer as ArrayBuffer] : [],
  );
}
