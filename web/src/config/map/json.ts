// A computed map as a file: its configuration, the engine that computed it, and one line for each
// run, so that files of parts of a map can be put together line by line.

import type { Phase } from '@engine';
import { readNumber, writeNumber } from '../../common/json_numbers';
import { fieldsOf, type Fields } from '../../common/untrusted';
import { mapRuns, rateValues, yValues, type MapConfig, type MapRun } from './map';
import { CELL_KEYS, SPECTRUM_BINS, type CellRecord } from './cell';
import { clampMap } from './clamp';
import { MapData } from './data';
import { PHASES } from '../metrics/phases';

export const MAP_FORMAT = 'tailcraft-map';
export const MAP_VERSION = 1;

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
    ...(digits === undefined ? {} : { digits }),
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
  /** Significant digits that its numbers were rounded to; undefined where they were not. */
  digits?: number | undefined;
  warnings: string[];
}

/** Reads a file. Throws an Error whose message says what is wrong with it, and where. */
export function readMapFile(text: string): MapFile {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Error('it is not JSON');
  }
  const file = fieldsOf(parsed);
  if (file['format'] !== MAP_FORMAT) throw new Error('it is not a map saved by this page');
  if (file['version'] !== MAP_VERSION) {
    throw new Error(`its version is ${textOf(file['version'])}, not ${MAP_VERSION}`);
  }
  if (typeof file['map'] !== 'object' || file['map'] === null) throw new Error('it has no map');
  if (!Array.isArray(file['runs'])) throw new Error('it has no runs');
  const { map, warnings } = clampMap(file['map']);
  const columns = columnsOf(file['keys']);
  const runs = mapRuns(map);
  const results = new Map<number, RunResult>();
  for (const raw of file['runs'] as unknown[]) {
    const [run, result] = readRun(raw, runs, columns);
    if (results.has(run.index)) throw new Error(`it has run ${run.index} twice`);
    results.set(run.index, result);
  }
  const digits = Number.isInteger(file['digits']) ? (file['digits'] as number) : undefined;
  return { map, engine: textOf(file['engine']), digits, results, warnings };
}

/**
 * Reads what `writeRun` wrote. Throws an Error that says what is wrong with it.
 * @param columns  which numbers its cells have
 */
export function readRun(
  raw: unknown,
  runs: readonly MapRun[],
  columns: Columns = TODAY,
): [MapRun, RunResult] {
  const line = fieldsOf(raw);
  const run = runs[typeof line['run'] === 'number' ? line['run'] : -1];
  if (!run) throw new Error(`it has a run ${textOf(line['run'])} of ${runs.length}`);
  return [run, readResult(line, run, columns)];
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

/** The numbers of a file's cells, which may be those of another version. */
interface Columns {
  readonly names: readonly unknown[];
  /** Where each of CELL_KEYS stands among them; -1 for what the file lacks. */
  readonly order: readonly number[];
}

function columnsOf(raw: unknown): Columns {
  const names: unknown[] = Array.isArray(raw) ? raw : [];
  const order = CELL_KEYS.map((key) => names.indexOf(key));
  if (order.every((at) => at < 0)) throw new Error('its “keys” name no number that is known here');
  if (new Set(names).size < names.length) throw new Error('its “keys” name a number twice');
  return { names, order };
}

const TODAY = columnsOf(CELL_KEYS);

function readResult(line: Fields, run: MapRun, columns: Columns): RunResult {
  if (typeof line['failed'] === 'string') return line['failed'].slice(0, 300);
  const cells: unknown[] = Array.isArray(line['cells']) ? line['cells'] : [];
  const most = Math.min(run.config.h, run.config.d);
  const records = cells.map((raw, i) =>
    readCell(fieldsOf(raw), `run ${run.index}, cell ${i}`, columns, most),
  );
  if (records.map((r) => r.step).join() !== run.steps.join()) {
    throw new Error(`run ${run.index} does not have the steps ${run.steps.join(', ')}`);
  }
  return records;
}

/** @param most  eigenvalues that there can be */
function readCell(raw: Fields, where: string, { names, order }: Columns, most: number): CellRecord {
  const phase = textOf(raw['phase']);
  if (!Object.hasOwn(PHASES, phase)) throw new Error(`${where} has an unknown phase`);
  const values: unknown[] = Array.isArray(raw['values']) ? raw['values'] : [];
  if (values.length !== names.length) {
    throw new Error(`${where} has ${values.length} numbers, the file names ${names.length}`);
  }
  const numbers = values.map((x, i) => readNumber(x, `${where}: ${textOf(names[i])}`));
  const [from, to] = [raw['from'], raw['to']];
  if (!isFinite(from) || !isFinite(to) || from > to) {
    throw new Error(`${where} has a spectrum without ends`);
  }
  const counts: unknown[] = Array.isArray(raw['counts']) ? raw['counts'] : [];
  if (counts.length !== SPECTRUM_BINS) throw new Error(`${where} has ${counts.length} bins`);
  if (!counts.every((count) => Number.isInteger(count) && (count as number) >= 0)) {
    throw new Error(`${where} has a count that is no whole number from 0`);
  }
  const total = (counts as number[]).reduce((sum, count) => sum + count, 0);
  if (total > most) throw new Error(`${where} counts ${total} eigenvalues of ${most}`);
  return {
    step: readNumber(raw['step'], `${where}: step`),
    phase: phase as Phase,
    values: Float64Array.from(order, (at) => numbers[at] ?? NaN),
    spectrum: { from, to, counts: Uint16Array.from(counts as number[]) },
  };
}

const isFinite = (x: unknown): x is number => Number.isFinite(x);
/** What a file says, as it may be quoted: anything can stand in its place. */
const textOf = (x: unknown): string =>
  (typeof x === 'string' ? x : ((JSON.stringify(x) as string | undefined) ?? 'nothing')).slice(
    0,
    40,
  );
