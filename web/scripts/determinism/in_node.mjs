// The results in Node, printed as JSON: one line for each number of workers on the command line.

import { NodeWorker } from '../../cli/node_worker';
import { results } from './results.mjs';

const worker = new URL('./worker.mjs', import.meta.url);
for (const workers of process.argv.slice(2).map(Number)) {
  const found = await results(() => new NodeWorker(worker), workers);
  process.stdout.write(`${JSON.stringify(found)}\n`);
}
