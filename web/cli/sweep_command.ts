// `sweep`: a whole map on the terminal, on several cores, in parts on several machines, and resumed
// after a kill.

import { availableParallelism } from 'node:os';
import { mapRuns, type MapRun } from '../src/config/map/map';
import { CELL_KEYS } from '../src/config/map/cell';
import { mapHash, runHash } from '../src/config/map/hash';
import { readRun, writeRun, type RunResult } from '../src/config/map/json';
import { UsageError } from './arguments';
import { Journal } from './journal';
import { mapOptions } from './map_options';
import { mapOutput, OUTPUT_OPTIONS, present, wholeOption } from './map_output';
import { readMapOf } from './merge_command';
import { sweepRuns } from './sweep_runs';

export const SWEEP_HELP = `sweep [--config FILE | --link URL] [--optimizers gd,adam --rate.gd 10..1e5x31 --y-axis noise
      --range 0..2x11 --repeats 3 --n 2000 ...] [--jobs N] [--shard i/N] [--reuse FILE]
      [--format json|csv] [--out FILE] [--digits N]
    computes a map of runs: the learning rate by the step or by a second parameter. FILE holds a map
    as JSON or is the file of an earlier sweep; options are the words of the page's links without
    "map.". With --out it can be killed and started again: it goes on where it was and gives the same
    file. --shard computes every N-th run from the i-th on. --reuse FILE takes from the file of another
    sweep by the same engine the runs that both have. --digits N rounds the numbers`;

/** @returns what goes to stdout */
export async function sweepCommand(argv: readonly string[], worker: URL): Promise<string> {
  const options = mapOptions(argv, ['jobs', 'shard', 'reuse', ...OUTPUT_OPTIONS]);
  if (options.words.length > 0) throw new UsageError(`unexpected word ${options.words[0] ?? ''}`);
  const { map } = options;
  const output = mapOutput((name) => options.get(name));
  const jobs = wholeOption(options.get('jobs'), 'jobs', 256) ?? availableParallelism();
  const all = mapRuns(map);
  const runs = shardOf(all, options.get('shard'));
  const results = new Map<number, RunResult>();
  const known = knownRuns(options.get('reuse'));
  let journal: Journal | null = null;

  const engine = await sweepRuns({
    worker,
    jobs,
    total: runs.length,
    begin: (version) => {
      if (output.out !== undefined) {
        const name = { engine: version, map: mapHash(map), keys: CELL_KEYS };
        journal = new Journal(`${output.out}.journal`, JSON.stringify(name));
        for (const line of journal.lines) {
          const [run, result] = readRun(JSON.parse(line), all);
          results.set(run.index, result);
        }
      }
      for (const run of runs) {
        const result = known(run, version);
        if (result) results.set(run.index, result);
      }
      return runs.filter((run) => !results.has(run.index));
    },
    take: (run, result) => {
      results.set(run.index, result);
      // One that failed is tried again when the sweep is.
      if (typeof result !== 'string') journal?.add(writeRun(map, run, result));
    },
  });
  const text = present({ map, engine, results }, output);
  (journal as Journal | null)?.remove();
  return text;
}

/** Looks runs up in the file of another map, where the same engine computed it. */
function knownRuns(file: string | undefined): (run: MapRun, engine: string) => RunResult | null {
  if (file === undefined) return () => null;
  const { map, engine, results } = readMapOf(file);
  const byHash = new Map<string, RunResult>(
    mapRuns(map).flatMap((run) => {
      const result = results.get(run.index);
      return typeof result === 'object' ? [[runHash(run), result] as const] : [];
    }),
  );
  return (run, version) => (version === engine ? (byHash.get(runHash(run)) ?? null) : null);
}

/** Every N-th run from the i-th on; `shard` is "i/N". */
export function shardOf(runs: readonly MapRun[], shard: string | undefined): readonly MapRun[] {
  if (shard === undefined) return runs;
  const [, i, n] = (/^(\d+)\/(\d+)$/.exec(shard) ?? []).map(Number);
  if (i === undefined || n === undefined || i < 1 || i > n) {
    throw new UsageError(`--shard is ${shard}, expected i/N with i from 1 to N`);
  }
  return runs.filter((run) => run.index % n === i - 1);
}
