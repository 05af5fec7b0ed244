// What is known of a map so far: a record for each cell that was computed, a reason for each run
// that failed, nothing for the others.

import type { Phase } from '@engine';
import { mapRuns, mapSize, type CellPlace, type MapConfig, type MapRun } from './map';
import { cellValue, type CellRecord } from './cell';

/** Mean, sample standard deviation (NaN for one value) and number of finite values. */
export interface Spread {
  mean: number;
  deviation: number;
  count: number;
}

export class MapData {
  readonly runs: readonly MapRun[];
  /** Number of cells, repeats counted. */
  readonly total: number;
  private readonly records: CellRecord[][];
  private readonly reasons = new Map<number, string>();
  private readonly rows: number;
  private readonly rateOffsets: number[] = [];
  private known = 0;

  constructor(readonly map: MapConfig) {
    this.runs = mapRuns(map);
    this.total = mapSize(map).cells;
    this.records = this.runs.map(() => []);
    this.rows = this.runs.reduce((most, run) => Math.max(most, run.row + 1), 0);
    let runs = 0;
    for (const run of this.runs) {
      if (run.rate === 0 && run.row === 0 && run.repeat === 0) this.rateOffsets.push(runs);
      runs += 1;
    }
  }

  /** Cells that are known or known to have failed. */
  get done(): number {
    return this.known;
  }

  /** Adds a record of a run; one that is there already is replaced. */
  put(run: number, record: CellRecord): void {
    const list = this.records[run];
    const position = this.runs[run]?.steps.indexOf(record.step) ?? -1;
    if (!list || position < 0) return;
    if (!list[position]) this.known += 1;
    list[position] = record;
    this.reasons.delete(run);
  }

  /** Marks what is missing of a run as not to be had. */
  fail(run: number, reason: string): void {
    if (!this.runs[run] || this.reasons.has(run)) return;
    this.reasons.set(run, reason);
    this.known += this.missing(run);
  }

  /** Why a run has no result, or undefined. */
  failure(run: number): string | undefined {
    return this.reasons.get(run);
  }

  /** Index of the run behind a cell. */
  runAt(place: CellPlace, repeat = 0): number {
    const row = this.map.yAxis.key === 'step' ? 0 : place.row;
    const offset = this.rateOffsets[place.optimizer] ?? NaN;
    return offset + (place.rate * this.rows + row) * this.map.repeats + repeat;
  }

  /** The record of a cell, or undefined while it is missing. */
  at(place: CellPlace, repeat = 0): CellRecord | undefined {
    const run = this.runAt(place, repeat);
    const last = (this.runs[run]?.steps.length ?? 0) - 1;
    return this.records[run]?.[this.map.yAxis.key === 'step' ? place.row : last];
  }

  /** Records of the run behind a cell, by step; holes where they are missing. */
  recordsAt(place: CellPlace, repeat = 0): readonly (CellRecord | undefined)[] {
    const run = this.runAt(place, repeat);
    const list = this.records[run] ?? [];
    const length = this.runs[run]?.steps.length ?? 0;
    return Array.from({ length }, (_, i) => list[i]);
  }

  /** A cell's number over the repeats that are there. */
  spread(place: CellPlace, key: string): Spread {
    if (this.map.repeats === 1) {
      // Asked for each of thousands of cells.
      const record = this.at(place);
      const mean = record ? cellValue(record, key) : NaN;
      return Number.isFinite(mean)
        ? { mean, deviation: NaN, count: 1 }
        : { mean: NaN, deviation: NaN, count: 0 };
    }
    return spreadOf(this.repeatsAt(place).map((record) => cellValue(record, key)));
  }

  /** The phase most repeats are in; of equally many the one of the earlier repeat. */
  phase(place: CellPlace): Phase | undefined {
    if (this.map.repeats === 1) return this.at(place)?.phase;
    const votes = new Map<Phase, number>();
    for (const { phase } of this.repeatsAt(place)) votes.set(phase, (votes.get(phase) ?? 0) + 1);
    let best: Phase | undefined;
    for (const [phase, count] of votes) {
      if (best === undefined || count > (votes.get(best) ?? 0)) best = phase;
    }
    return best;
  }

  private repeatsAt(place: CellPlace): CellRecord[] {
    return Array.from({ length: this.map.repeats }, (_, repeat) => this.at(place, repeat)).filter(
      (record) => record !== undefined,
    );
  }

  private missing(run: number): number {
    const { steps } = this.runs[run] ?? { steps: [] };
    return steps.filter((_, i) => !this.records[run]?.[i]).length;
  }
}

export function spreadOf(values: readonly number[]): Spread {
  const finite = values.filter(Number.isFinite);
  const count = finite.length;
  const mean = finite.reduce((sum, x) => sum + x, 0) / count;
  const squares = finite.reduce((sum, x) => sum + (x - mean) * (x - mean), 0);
  return { mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : NaN, count };
}
