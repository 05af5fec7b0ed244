// `sweep`: a whole map on the terminal, on several cores, in parts on several machines, and resumed
// after a kill.

import { availableParallelism } from 'node:os';
import { mapRuns, type MapRun } from '../src/config/map/map';
import { CELL_KEYS } from '../src/config/map/cell';
import { mapHash, runHash } from '../src/config/map/hash';
import { readRun, writeRun, type RunResult } from '../src/config/map/json';
import { refuseWords, UsageError } from './arguments';
import { failuresOf, shortened } from './failures';
import { Journal } from './journal';
import { mapOptions } from './map_options';
import { MapOutput, OUTPUT_OPTIONS, wholeOption, type Outcome } from './map_output';
import { readMapOf } from './merge_command';
import { sweepRuns } from './sweep_runs';

export const SWEEP_HELP = `sweep [--config FILE | --link URL] [--optimizers gd,adam --rate.gd 10..1e5x31 --y-axis noise
      --range 0..2x11 --repeats 3 --n 2000 ...] [--jobs N] [--shard i/N] [--reuse FILE]
      [--format json|csv] [--out FILE] [--digits N] [--force]
    computes a map of runs: the learning rate by the step or by a second parameter. FILE holds a map
    as JSON or is the file of an earlier sweep; options are the words of the page's links without
    "map.". With --out it can be killed and started again: it goes on where it was and gives the same
    file. --out replaces only a file of the same map, unless --force is given. Runs that failed are
    named and tried again when the sweep is; the exit code is then 1. --shard computes every N-th run
    from the i-th on. --reuse FILE takes from the file of another sweep by the same engine the runs
    that both have. --digits N rounds the numbers`;

export async function sweepCommand(argv: readonly string[], worker: URL): Promise<Outcome> {
  const options = mapOptions(argv, ['jobs', 'shard', 'reuse', ...OUTPUT_OPTIONS]);
  refuseWords(options.words);
  const { map } = options;
  const output = new MapOutput((name) => options.get(name));
  const jobs = wholeOption(options.get('jobs'), 'jobs', 256) ?? availableParallelism();
  const all = mapRuns(map);
  const shard = options.get('shard');
  const runs = shardOf(all, shard);
  const results = new Map<number, RunResult>();
  const known = knownRuns(options.get('reuse'), output);
  let journal: Journal | null = null;
  const take = (run: MapRun, result: RunResult): void => {
    results.set(run.index, result);
    // One that failed is tried again when the sweep is.
    if (typeof result !== 'string') journal?.add(writeRun(map, run, result));
  };
  try {
    const engine = await sweepRuns({
      worker,
      jobs,
      total: runs.length,
      begin: (version) => {
        if (output.file !== undefined) {
          const name = { engine: version, map: mapHash(map), keys: CELL_KEYS, shard };
          journal = new Journal(`${output.file}.journal`, JSON.stringify(name));
          const planned = { map, engine: version, runs: new Set(runs.map((run) => run.index)) };
          const earlier = output.claim(planned, journal.exists);
          const damaged = journal.open((line) => {
            const [run, result] = readRun(JSON.parse(line), all);
            results.set(run.index, result);
          });
          for (const sentence of shortened(damaged, 'lines are damaged')) say(sentence);
          for (const run of runs) {
            const result = earlier.get(run.index);
            if (typeof result === 'object') results.set(run.index, result);
          }
        }
        for (const run of runs) {
          const result = known(run, version);
          if (result) results.set(run.index, result);
        }
        return runs.filter((run) => !results.has(run.index));
      },
      take,
    });
    const text = output.write({ map, engine, results });
    const failures = failuresOf(map, runs, results);
    if (failures.length === 0) (journal as Journal | null)?.remove();
    return { text, failures };
  } finally {
    (journal as Journal | null)?.close();
  }
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

/** Looks runs up in the file of another map, where the same engine computed it. */
function knownRuns(
  file: string | undefined,
  { digits = 17 }: MapOutput,
): (run: MapRun, engine: string) => RunResult | null {
  if (file === undefined) return () => null;
  const old = readMapOf(file);
  if ((old.digits ?? 17) < digits) {
    throw new UsageError(`${file} has numbers of ${old.digits ?? 17} digits; give --digits ${old.digits ?? 17} to reuse it`); // prettier-ignore
  }
  const byHash = new Map<string, RunResult>(
    mapRuns(old.map).flatMap((run) => {
      const result = old.results.get(run.index);
      return typeof result === 'object' ? [[runHash(run), result] as const] : [];
    }),
  );
  return (run, version) => (version === old.engine ? (byHash.get(runHash(run)) ?? null) : null);
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
