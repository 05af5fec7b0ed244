// What every worker does, in the browser and in Node: requests that arrive while the module is being
// compiled wait, then a Dispatcher handles them.

import type { EngineModule } from '@engine';
import type { Request } from '../protocol/messages';
import { Dispatcher } from './dispatcher';
import { type Host } from './host';
import { messageOf } from '../../common/errors';

/**
 * @param build  tells binaries of the same version apart
 * @returns  what to do with each request
 */
export function serve(
  loading: Promise<EngineModule>,
  host: Host,
  build: string,
): (request: Request) => void {
  const waiting: Request[] = [];
  let handle = (request: Request): void => void waiting.push(request);
  loading.then(
    (engine) => {
      const dispatcher = new Dispatcher(engine, host);
      host.post({ kind: 'ready', version: engine.version(), build }, []);
      handle = (request) => dispatcher.handle(request);
      waiting.forEach(handle);
    },
    (error: unknown) => {
      const message = messageOf(error);
      host.post({ kind: 'unavailable', message }, []);
    },
  );
  return (request) => handle(request);
}
