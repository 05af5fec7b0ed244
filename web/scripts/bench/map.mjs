// The page's default map by the terminal's sweep, from the command to the last byte, with one worker
// and with two: cells per second, and how much the second one adds.

import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Failure, root } from '../lib/process.mjs';

const ROUNDS = 3;
/** Two optimizers, 31 rates, steps 0 to 10. */
const CELLS = 2 * 31 * 11;

export const maps = {
  name: 'maps',
  title: `The default map (2 optimizers, 31 rates, steps 0 to 10: ${CELLS} cells)`,
  note: 'By the clock, with starting the program, loading the module and writing the file.',
  columns: [
    ['time', 's'],
    ['speed', 'cells/s'],
    ['speed', 'of one worker'],
    ['target', 's'],
  ],

  async measure() {
    const jobs = availableParallelism() > 1 ? [1, 2] : [1];
    await sweep(1, ['--rate.gd', '10', '--rate.adam', '1']);
    const samples = jobs.map(() => []);
    // In turns, because the machine's speed drifts for both.
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [k, count] of jobs.entries()) samples[k].push(await sweep(count, []));
    }
    const seconds = samples.map((list) => list.sort((a, b) => a - b)[ROUNDS >> 1]);
    return jobs.map((count, k) => [
      `${count} worker${count > 1 ? 's' : ''}`,
      seconds[k],
      CELLS / seconds[k],
      seconds[0] / seconds[k],
      count === 2 ? 3 : null,
    ]);
  },
};

/** Seconds that a sweep takes. */
function sweep(jobs, options) {
  const script = join(root, 'web/scripts/cli.mjs');
  const start = performance.now();
  const child = spawn(process.execPath, [script, 'sweep', '--jobs', String(jobs), ...options], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text) => (said += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve((performance.now() - start) / 1000);
      else reject(new Failure(`the sweep failed:\n${said}`));
    });
  });
}
