// `merge`: the files of shards, put together into the file that the whole sweep would have written.

import { mapRuns, type MapRun } from '../src/config/map/map';
import { mapHash } from '../src/config/map/hash';
import { readMapFile, writeRun, type MapFile, type RunResult } from '../src/config/map/json';
import { messageOf } from '../src/common/errors';
import { readArguments, readText, UsageError } from './arguments';
import { failuresOf, listed } from './failures';
import { MapOutput, OUTPUT_OPTIONS, type Outcome } from './map_output';

export const MERGE_HELP = `merge FILE... [--format json|csv] [--out FILE] [--digits N] [--force]
    puts the JSON files of all shards of a sweep together into the file of the whole. A run that
    failed in one file and not in another is taken from the other`;

interface Named extends MapFile {
  name: string;
}

export function mergeCommand(argv: readonly string[]): Outcome {
  const { words, values } = readArguments(argv, OUTPUT_OPTIONS);
  const files = words.map((name) => ({ name, ...readMapOf(name) }));
  const [first] = files;
  if (!first) throw new UsageError('merge needs the files of the shards');
  const { map, engine } = first;
  for (const file of files) checkSame(file, first);
  const runs = mapRuns(map);
  const results = new Map<number, RunResult>();
  for (const run of runs) {
    const result = agreed(run, files);
    if (result !== undefined) results.set(run.index, result);
  }
  const missing = runs.filter((run) => !results.has(run.index));
  if (missing.length > 0) {
    const which = listed(missing.map((run) => String(run.index)));
    throw new UsageError(
      `${missing.length} of ${runs.length} runs are in none of the files: run ${which}`,
    );
  }
  const output = new MapOutput((name) => values.get(name) ?? ownDigits(name, first));
  const earlier = output.claim({ map, engine, runs: new Set(results.keys()) });
  for (const [run, result] of earlier) {
    if (typeof results.get(run) === 'string') results.set(run, result);
  }
  const text = output.write({ map, engine, results });
  return { text, failures: failuresOf(map, runs, results) };
}

/** Files whose numbers were rounded make one whose numbers are. */
function ownDigits(name: string, { digits }: MapFile): string | undefined {
  return name === 'digits' && digits !== undefined ? String(digits) : undefined;
}

function checkSame(file: Named, first: Named): void {
  if (mapHash(file.map) !== mapHash(first.map)) {
    throw new UsageError(`${file.name} is of another map than ${first.name}`);
  }
  if (file.engine !== first.engine) {
    throw new UsageError(
      `${file.name} is of engine ${file.engine}, ${first.name} of ${first.engine}`,
    );
  }
  if (file.digits !== first.digits) {
    throw new UsageError(`${file.name} has numbers of other digits than ${first.name}`);
  }
}

/** What the files say of a run: a result rather than a failure, and the same in all of them. */
function agreed(run: MapRun, files: readonly Named[]): RunResult | undefined {
  let best: { name: string; result: RunResult } | undefined;
  for (const { name, map, results } of files) {
    const result = results.get(run.index);
    if (result === undefined) continue;
    if (typeof result === 'string' || best === undefined || typeof best.result === 'string') {
      if (best === undefined || typeof result !== 'string') best = { name, result };
    } else if (writeRun(map, run, result) !== writeRun(map, run, best.result)) {
      throw new UsageError(`run ${run.index} is not the same in ${name} as in ${best.name}`);
    }
  }
  return best?.result;
}

/** The file of a sweep. */
export function readMapOf(name: string): MapFile {
  const text = readText(name);
  try {
    return readMapFile(text);
  } catch (error) {
    throw new UsageError(`${name}: ${messageOf(error)}`);
  }
}
