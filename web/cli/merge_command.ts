// `merge`: the files of shards, put together into the file that the whole sweep would have written.

import { readFileSync } from 'node:fs';
import { mapRuns } from '../src/config/map/map';
import { mapHash } from '../src/config/map/hash';
import { readMapFile, type MapFile, type RunResult } from '../src/config/map/json';
import { parseOptions, UsageError } from './arguments';
import { mapOutput, OUTPUT_OPTIONS, present } from './map_output';

export const MERGE_HELP = `merge FILE... [--format json|csv] [--out FILE]
    puts the JSON files of all shards of a sweep together into the file of the whole`;

/** @returns what goes to stdout */
export function mergeCommand(argv: readonly string[]): string {
  const options = parseOptions(argv, OUTPUT_OPTIONS);
  const files = options.words.map((name) => ({ name, ...readMapOf(name) }));
  const [first] = files;
  if (!first) throw new UsageError('merge needs the files of the shards');
  const results = new Map<number, RunResult>();
  for (const { name, map, engine, results: shard } of files) {
    if (mapHash(map) !== mapHash(first.map)) {
      throw new UsageError(`${name} is of another map than ${first.name}`);
    }
    if (engine !== first.engine) {
      throw new UsageError(`${name} is of engine ${engine}, ${first.name} of ${first.engine}`);
    }
    for (const [run, result] of shard) results.set(run, result);
  }
  const total = mapRuns(first.map).length;
  if (results.size < total) {
    throw new UsageError(`${total - results.size} of ${total} runs are in none of the files`);
  }
  return present(
    { map: first.map, engine: first.engine, results },
    mapOutput((name) => options.get(name)),
  );
}

/** The file of a sweep. */
export function readMapOf(name: string): MapFile {
  let text: string;
  try {
    text = readFileSync(name, 'utf8');
  } catch {
    throw new UsageError(`cannot read ${name}`);
  }
  try {
    return readMapFile(text);
  } catch (error) {
    throw new UsageError(`${name}: ${(error as Error).message}`);
  }
}
