// A worker thread of the terminal: the same session as in the browser's worker.

import { parentPort } from 'node:worker_threads';
import type { Request } from '../src/engine/protocol/messages';
import { serve } from '../src/engine/worker/serve';
import type { Host } from '../src/engine/worker/host';
import { loadEngine } from './load_engine';

const port = parentPort;
if (!port) throw new Error('this file runs as a worker thread only');

const host: Host = {
  post: (reply, transfer) => port.postMessage(reply, transfer),
  now: () => performance.now(),
  yieldToEventLoop: () => new Promise((resolve) => setImmediate(resolve)),
};
const handle = serve(loadEngine(), host, '');
port.on('message', (request: Request) => handle(request));
