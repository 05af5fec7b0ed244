// A computed map as a file: its configuration, the engine that computed it, and one line for each
// run, so that files of parts of a map can be put together line by line.

import type { Phase } from '@engine';
import { readNumber, writeNumber } from '../../common/json_numbers';
import { mapRuns, rateValues, yValues, type MapConfig, type MapRun } from './map';
import { CELL_KEYS, SPECTRUM_BINS, type CellRecord } from './cell';
import { clampMap } from './clamp';
import { MapData } from './data';
import { PHASES } from '../metrics/phases';

export const MAP_FORMAT = 'tailcraft-map';
export const MAP_VERSION = 1;

type Json = Readonly<Record<string, unknown>>;
const object = (x: unknown): Json => (typeof x === 'object' && x !== null ? (x as Json) : {});

/** What became of a run: its records, or why there are none. */
export type RunResult = readonly CellRecord[] | string;

/** A map with what is known of it, and the engine that computed it. */
export interface MapResults {
  map: MapConfig;
  engine: string;
  /** By index of the run; runs that are not known are absent. */
  results: ReadonlyMap<number, RunResult>;
}

/** A file; the same results give the same bytes, in whichever order they were computed. */
export function writeMapFile({ map, engine, results }: MapResults, digits?: number): string {
  const header = JSON.stringify({
    format: MAP_FORMAT,
    version: MAP_VERSION,
    engine,
    map,
    keys: CELL_KEYS,
  });
  const lines = mapRuns(map).flatMap((run) => {
    const result = results.get(run.index);
    return result === undefined ? [] : [writeRun(map, run, result, digits)];
  });
  return `${header.slice(0, -1)},"runs":[\n${lines.join(',\n')}\n]}\n`;
}

/**
 * A run as a line of JSON. The fields beside `run` and `cells` are for people.
 * @param digits  significant digits of the numbers; all of them by default
 */
export function writeRun(map: MapConfig, run: MapRun, result: RunResult, digits?: number): string {
  const name = map.optimizers[run.optimizer] ?? 'adam';
  const round = (x: number): number | string | null =>
    writeNumber(digits === undefined ? x : Number(x.toPrecision(digits)));
  return JSON.stringify({
    run: run.index,
    optimizer: name,
    learningRate: rateValues(map, name)[run.rate],
    ...(map.yAxis.key === 'step' ? {} : { [map.yAxis.key]: yValues(map)[run.row] }),
    seed: run.config.seed,
    ...(typeof result === 'string'
      ? { failed: result }
      : {
          cells: result.map(({ step, phase, values, spectrum }) => ({
            step,
            phase,
            values: Array.from(values, round),
            from: round(spectrum.from),
            to: round(spectrum.to),
            counts: Array.from(spectrum.counts),
          })),
        }),
  });
}

export interface MapFile extends MapResults {
  warnings: string[];
}

/** Reads a file. Throws an Error whose message says what is wrong with it. */
export function readMapFile(text: string): MapFile {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Error('it is not JSON');
  }
  const file = object(parsed);
  if (file['format'] !== MAP_FORMAT) throw new Error('it is not a map saved by this page');
  if (file['version'] !== MAP_VERSION) {
    throw new Error(`its version is ${String(file['version'])}, not ${MAP_VERSION}`);
  }
  const { map, warnings } = clampMap(file['map']);
  const order = readKeys(file['keys']);
  const runs = mapRuns(map);
  const results = new Map<number, RunResult>();
  if (!Array.isArray(file['runs'])) throw new Error('it has no runs');
  for (const raw of file['runs'] as unknown[]) {
    const [run, result] = readRun(raw, runs, order);
    results.set(run.index, result);
  }
  return { map, engine: String(file['engine']).slice(0, 40), results, warnings };
}

/**
 * Reads what `writeRun` wrote. Throws an Error that says what is wrong with it.
 * @param order  where each of CELL_KEYS stands among its numbers
 */
export function readRun(
  raw: unknown,
  runs: readonly MapRun[],
  order: readonly number[] = CELL_KEYS.map((_, i) => i),
): [MapRun, RunResult] {
  const line = object(raw);
  const run = runs[Number(line['run'])];
  if (!run) throw new Error(`it has a run ${String(line['run'])} of ${runs.length}`);
  return [run, readResult(line, run, order)];
}

/** Puts what a file has into the data of its map. */
export function dataOf({ map, results }: MapResults): MapData {
  const data = new MapData(map);
  for (const [run, result] of results) {
    if (typeof result === 'string') data.fail(run, result);
    else for (const record of result) data.put(run, record);
  }
  return data;
}

/** Where each of today's numbers stands in the file; -1 for those it lacks. */
function readKeys(raw: unknown): number[] {
  const keys = Array.isArray(raw) ? raw : [];
  return CELL_KEYS.map((key) => keys.indexOf(key));
}

function readResult(line: Json, run: MapRun, order: readonly number[]): RunResult {
  if (typeof line['failed'] === 'string') return line['failed'].slice(0, 300);
  const cells: unknown[] = Array.isArray(line['cells']) ? line['cells'] : [];
  const records = cells.map((raw) => readCell(object(raw), `run ${run.index}`, order));
  if (records.map((r) => r.step).join() !== run.steps.join()) {
    throw new Error(`run ${run.index} does not have the steps ${run.steps.join(', ')}`);
  }
  return records;
}

function readCell(raw: Json, where: string, order: readonly number[]): CellRecord {
  const phase = String(raw['phase']);
  if (!Object.hasOwn(PHASES, phase)) throw new Error(`${where} has an unknown phase`);
  const values: unknown[] = Array.isArray(raw['values']) ? raw['values'] : [];
  const counts: unknown[] = Array.isArray(raw['counts']) ? raw['counts'] : [];
  if (counts.length !== SPECTRUM_BINS) throw new Error(`${where} has ${counts.length} bins`);
  const number = (x: unknown): number => readNumber(x, where);
  return {
    step: number(raw['step']),
    phase: phase as Phase,
    values: Float64Array.from(order, (at) => (at < 0 ? NaN : number(values[at]))),
    spectrum: {
      from: number(raw['from']),
      to: number(raw['to']),
      counts: Uint16Array.from(counts, number),
    },
  };
}
