// Runs that failed, in words.

import type { MapConfig, MapRun } from '../src/config/map/map';
import type { RunResult } from '../src/config/map/json';

/** More than this nobody reads. */
const MOST = 10;

/** A sentence for each run that has no result, or for the first of them. */
export function failuresOf(
  map: MapConfig,
  runs: readonly MapRun[],
  results: ReadonlyMap<number, RunResult>,
): string[] {
  const failed = runs.flatMap((run) => {
    const result = results.get(run.index);
    return typeof result === 'string' ? [`${nameOf(map, run)} failed: ${result}`] : [];
  });
  return shortened(failed, 'runs failed');
}

function nameOf(map: MapConfig, { index, optimizer, config }: MapRun): string {
  const name = map.optimizers[optimizer] ?? '';
  return `run ${index} (${name}, learning rate ${config.learningRate}, seed ${config.seed})`;
}

/** The first of many sentences, and how many more there are. */
export function shortened(sentences: readonly string[], what: string): string[] {
  const more = sentences.length - MOST;
  return more > 0 ? [...sentences.slice(0, MOST), `${more} more ${what}`] : [...sentences];
}

/** "1, 2, 3 and 7 more". */
export function listed(words: readonly string[]): string {
  const more = words.length - MOST;
  return words.slice(0, MOST).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
