// What a second core is worth: whole runs by the page's own client and workers in Chromium, alone
// and shared by two. Times on the clock, taken in turns: other programs take their part of the
// second core, so that the best of several rounds says most.

import { availableParallelism } from 'node:os';
import { openEnginePage } from '../lib/engine_page.mjs';

const ROUNDS = 3;
const PAPER = { n: 2000, nTest: 2000, d: 1000, h: 1500, steps: 10, learningRate: 0.5 };

const RUNS = {
  'a probe before and after': { ...PAPER, probeEvery: 10 },
  'a probe at every step': { ...PAPER, probeEvery: 1 },
  'n=1000 d=500 h=750, a probe at every step': {
    ...PAPER,
    n: 1000,
    nTest: 1000,
    d: 500,
    h: 750,
    probeEvery: 1,
  },
};

export const parallelRun = {
  name: 'parallel',
  title: 'One run on several workers, in Chromium',
  note: `Ten Adam steps, data drawn anew, on ${availableParallelism()} cores; wall-clock time, best of ${ROUNDS} rounds.`,
  columns: [
    ['one worker', 'ms'],
    ['two workers', 'ms'],
    ['two', 'times as fast'],
    ['target', 'times as fast'],
  ],

  async measure() {
    const page = await openPage();
    try {
      const rows = [];
      for (const [label, config] of Object.entries(RUNS)) {
        const best = { 1: Infinity, 2: Infinity };
        for (let round = 0; round < ROUNDS; round++) {
          for (const workers of [1, 2]) {
            const milliseconds = await page.run({ ...config, seed: 10 + round }, workers);
            best[workers] = Math.min(best[workers], milliseconds);
          }
        }
        rows.push([label, best[1], best[2], best[1] / best[2], 1.7]);
      }
      return rows;
    } finally {
      await page.close();
    }
  },
};

const CLIENT =
  "export { EngineClient } from './engine/client/engine_client';" +
  "export { CoreBudget, ownLocks } from './engine/client/core_budget';" +
  "export { WorkerGroup } from './engine/client/worker_group';" +
  "export { DEFAULTS } from './config/schema/config';";

/** Milliseconds of a run. In the page; a client for each number of workers stays there. */
function timeRun([changes, workers]) {
  const { client, spawn } = globalThis;
  const clients = (globalThis.clients ??= {});
  // Each has its workers, whatever the others have.
  const budget = new client.CoreBudget(workers, client.ownLocks());
  clients[workers] ??= new client.EngineClient({
    spawn: () => new client.WorkerGroup(spawn, budget),
    notice: (message) => console.error(message),
  });
  return new Promise((resolve, reject) => {
    const before = performance.now();
    clients[workers].start(
      { ...client.DEFAULTS, ...changes },
      {
        snapshot: () => {},
        progress: () => {},
        done: (outcome, message) =>
          outcome === 'complete' ? resolve(performance.now() - before) : reject(message ?? outcome),
      },
    );
  });
}

/** Loads the module once for each number of workers. */
async function openPage() {
  const page = await openEnginePage('bench', CLIENT);
  const run = (config, workers) => page.evaluate(timeRun, [config, workers]);
  for (const workers of [1, 2]) await run({ ...PAPER, steps: 1 }, workers);
  return { run, close: page.close };
}
