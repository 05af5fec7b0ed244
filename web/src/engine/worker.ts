// The worker: loads the module once and hands messages to a Session.

import createEngine from '@engine';
import binary from '@engine-binary';
import { loadModule } from './load_module';
import type { Reply, Request } from './protocol';
import { Session, type Host } from './session';

// The worker's scope as far as it is used here.
const scope = self as unknown as {
  postMessage(message: Reply, transfer: ArrayBuffer[]): void;
  onmessage: ((event: MessageEvent<Request>) => void) | null;
};

// A message to oneself comes after those already in the queue, without the clamping of timers.
const channel = new MessageChannel();
let wake: (() => void) | null = null;
channel.port1.onmessage = () => wake?.();

const host: Host = {
  post: (reply, transfer) => scope.postMessage(reply, transfer),
  now: () => performance.now(),
  rest: () =>
    new Promise((resolve) => {
      wake = resolve;
      channel.port2.postMessage(null);
    }),
};

// Requests that arrive while the module is being compiled wait here.
const waiting: Request[] = [];
scope.onmessage = (event) => waiting.push(event.data);

loadModule(createEngine, binary).then(
  (engine) => {
    const session = new Session(engine, host);
    host.post({ kind: 'ready', version: engine.version() }, []);
    scope.onmessage = (event) => session.handle(event.data);
    for (const request of waiting.splice(0)) session.handle(request);
  },
  (error: unknown) => {
    host.post(
      { kind: 'unavailable', message: error instanceof Error ? error.message : String(error) },
      [],
    );
  },
);
