// What has to have the same bits everywhere: ten runs and a map, as the page and the terminal save
// them. Bundled for Node and for Chromium.

import { DEFAULTS } from '../../src/config/schema/config';
import { writeMapFile } from '../../src/config/map/json';
import { DEFAULT_MAP, mapRuns } from '../../src/config/map/map';
import { writeRun } from '../../src/config/metrics/snapshot_json';
import { EngineClient } from '../../src/engine/client/engine_client';
import { CoreBudget, ownLocks } from '../../src/engine/client/core_budget';
import { WorkerGroup } from '../../src/engine/client/worker_group';
import { WorkerPool } from '../../src/engine/client/worker_pool';

// Large enough to be shared; the last block of hidden units is short.
const SHARED = { n: 1200, nTest: 300, d: 300, h: 250, steps: 5, learningRate: 0.5 };
const SMALL = { n: 200, nTest: 100, d: 40, h: 60, steps: 4 };

const RUNS = {
  'Adam': SHARED,
  'gradient descent in double': { ...SHARED, optimizer: 'gd', momentum: 0.9, learningRate: 20, precision: 'f64' },
  'sign descent, GELU': { ...SHARED, optimizer: 'sign', activation: 'gelu', learningRate: 0.1 },
  'Muon, erf': { ...SHARED, optimizer: 'muon', activation: 'erf', learningRate: 0.1 },
  'both layers, mini-batches': { ...SHARED, train: 'both', weightNormalization: true, batchSize: 500 },
  'ReLU that diverges': { ...SHARED, activation: 'relu', optimizer: 'gd', learningRate: 1e8, steps: 40 },
  'wide, few probes': { ...SHARED, d: 250, h: 700, probeEvery: 5, schedule: 'cosine' },
  'one worker, softplus': { ...SMALL, activation: 'softplus', teacher: 'he3', learningRate: 1 },
  'one worker, decay': { ...SMALL, weightDecay: 0.1, schedule: 'warmup', warmupSteps: 2, teacher: 'sign' },
  'one worker, narrow': { ...SMALL, d: 3, h: 100, noise: 2, reg: 1e-6, activation: 'identity' },
}; // prettier-ignore

const MAP = {
  ...DEFAULT_MAP,
  base: { ...DEFAULTS, ...SMALL },
  rates: { ...DEFAULT_MAP.rates, gd: { from: 10, to: 1e9, count: 4 }, adam: { from: 0.01, to: 100, count: 5 } },
  yAxis: { key: 'noise', from: 0.1, to: 3, count: 3, scale: 'log' },
  repeats: 2,
}; // prettier-ignore

/**
 * @param spawn    starts a worker
 * @param workers  how many share a run, or the map
 * @returns  a hash of each result by its name, and how many workers were started at once
 */
export async function results(spawn, workers) {
  let started = 0;
  const counted = () => {
    started += 1;
    return spawn();
  };
  const hashes = {};
  const budget = new CoreBudget(workers, ownLocks());
  const client = new EngineClient({
    spawn: () => new WorkerGroup(counted, budget),
    notice: (message) => console.error(message),
  });
  for (const [name, changes] of Object.entries(RUNS)) {
    hashes[name] = await hashOf(
      JSON.stringify(await savedRun(client, { ...DEFAULTS, ...changes })),
    );
  }
  client.dispose();
  const inGroup = started;
  hashes['a map'] = await hashOf(await savedMap(counted, workers));
  return { hashes, workers: Math.min(inGroup, started - inGroup) };
}

function savedRun(client, config) {
  const snapshots = [];
  return new Promise((resolve, reject) => {
    client.start(config, {
      snapshot: ({ snapshot }) => snapshots.push(snapshot),
      progress: () => {},
      done: (status, message) =>
        status === 'failed'
          ? reject(new Error(message))
          : resolve(writeRun({ engine: '', config, status, snapshots })),
    });
  });
}

async function savedMap(spawn, size) {
  const pool = new WorkerPool({ spawn, size, memory: Infinity });
  const waiting = mapRuns(MAP).map((run) => ({ id: run.index, ...run }));
  const results = new Map(waiting.map(({ id }) => [id, []]));
  let left = waiting.length;
  await new Promise((resolve, reject) => {
    const events = {
      next: () => waiting.shift() ?? null,
      cells: ({ id }, cells) => results.get(id).push(...cells),
      finished: () => (left -= 1) === 0 && resolve(),
      failed: (_job, reason) => reject(new Error(reason)),
      notice: (message) => console.error(message),
      unavailable: (message) => reject(new Error(message)),
    };
    pool.work(events, Promise.resolve(size));
  });
  pool.dispose();
  return writeMapFile({ map: MAP, engine: '', results });
}

async function hashOf(text) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
