// A pool of scripted workers, and what it was heard to say.

import { DEFAULTS, type Config } from '../../../../web/src/config/schema/config';
import type { Job } from '../../../../web/src/engine/client/pooled_worker';
import { WorkerPool } from '../../../../web/src/engine/client/worker_pool';
import { ScriptedWorker } from '../../scripted_worker';

export const SMALL: Config = { ...DEFAULTS, n: 20, d: 8, h: 10, steps: 4 };
export const LARGE: Config = { ...DEFAULTS, n: 20000, d: 12000, h: 12000, steps: 1000 };

export function makePool(config: Config, { size = 1, memory = 1e12 } = {}) {
  const workers: ScriptedWorker[] = [];
  const heard = {
    notices: [] as string[],
    unavailable: [] as string[],
    failed: [] as string[],
    finished: [] as number[],
    cells: [] as number[],
  };
  const pool = new WorkerPool({
    spawn: () => {
      const worker = new ScriptedWorker();
      workers.push(worker);
      return worker;
    },
    size,
    memory,
  });
  let id = 0;
  const next = (): Job => ({ id: (id += 1), config, steps: [0, config.steps] });
  const work = (fitting: Promise<number> = Promise.resolve(size)): void =>
    pool.work(
      {
        next,
        cells: (job) => heard.cells.push(job.id),
        finished: (job) => heard.finished.push(job.id),
        failed: (job, reason) => heard.failed.push(`${job.id}: ${reason}`),
        notice: (message) => heard.notices.push(message),
        unavailable: (message) => heard.unavailable.push(message),
      },
      fitting,
    );
  return { pool, workers, heard, work };
}
