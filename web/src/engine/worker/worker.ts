// The browser's worker: loads the module once and serves messages.

import createEngine from '@engine';
import binary from '@engine-binary';
import { hashText } from '../../common/hash';
import { loadModule } from './load_module';
import type { Reply, Request } from '../protocol/messages';
import { serve } from './serve';
import type { Host } from './host';

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
  yieldToEventLoop: () =>
    new Promise((resolve) => {
      wake = resolve;
      channel.port2.postMessage(null);
    }),
};

// The address has a hash of the binary in it, or is the binary.
const handle = serve(loadModule(createEngine, binary), host, hashText(binary));
scope.onmessage = (event) => handle(event.data);
