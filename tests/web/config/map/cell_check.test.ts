import { describe, expect, it } from 'vitest';
import { CELL_KEYS, SPECTRUM_BINS, type CellRecord } from '../../../../web/src/config/map/cell';
import { areCellsOf } from '../../../../web/src/config/map/cell_check';
import { DEFAULTS } from '../../../../web/src/config/schema/config';

const run = { config: { ...DEFAULTS, h: 30, d: 20 }, steps: [0, 5] };

/** Counts of so many eigenvalues. */
function counts(total: number): Uint16Array {
  const all = new Uint16Array(SPECTRUM_BINS);
  all[0] = total - 1;
  all[1] = 1;
  return all;
}

function cell(step: number, change: object = {}, spectrum: object = {}): CellRecord {
  return {
    step,
    phase: 'bulk-spikes',
    values: new Float64Array(CELL_KEYS.length),
    spectrum: { from: 1, to: 9, counts: counts(20), ...spectrum },
    ...change,
  };
}

describe('what a browser kept', () => {
  it('is the cells of a run: one for each step, in order', () => {
    expect(areCellsOf(run, [cell(0), cell(5)])).toBe(true);
    // All eigenvalues equal, or none counted.
    expect(areCellsOf(run, [cell(0, {}, { to: 1 }), cell(5, {}, { counts: new Uint16Array(SPECTRUM_BINS) })])).toBe(true); // prettier-ignore
    expect(areCellsOf(run, [cell(0, { phase: 'diverged' }), cell(5)])).toBe(true);
  });

  it.each<[string, unknown]>([
    ['no list', { length: 2, 0: cell(0), 1: cell(5), every: () => true }],
    ['nothing', null],
    ['too few', [cell(0)]],
    ['too many', [cell(0), cell(5), cell(6)]],
    ['in another order', [cell(5), cell(0)]],
    ['of other steps', [cell(0), cell(6)]],
    ['empty places', [cell(0), undefined]],
  ])('is not the cells of a run when it is %s', (_what, raw) => {
    expect(areCellsOf(run, raw)).toBe(false);
  });

  it.each<[string, CellRecord | object]>([
    ['an unknown phase', cell(5, { phase: 'warm' })],
    ['a phase that every object has', cell(5, { phase: 'toString' })],
    ['a phase that is no text', cell(5, { phase: ['bulk-spikes'] })],
    ['too few numbers', cell(5, { values: new Float64Array(CELL_KEYS.length - 1) })],
    ['numbers of another type', cell(5, { values: new Array(CELL_KEYS.length).fill(0) })],
    ['no spectrum', cell(5, { spectrum: null })],
    ['more eigenvalues than the matrix has', cell(5, {}, { counts: counts(21) })],
    ['too few bins', cell(5, {}, { counts: new Uint16Array(SPECTRUM_BINS - 1) })],
    ['bins of another type', cell(5, {}, { counts: new Float64Array(SPECTRUM_BINS) })],
    ['ends exchanged', cell(5, {}, { from: 10 })],
    ['no lower end', cell(5, {}, { from: NaN })],
    ['an end that is text', cell(5, {}, { from: '1' })],
    ['an upper end that is text', cell(5, {}, { to: '9' })],
    ['an endless width', cell(5, {}, { from: -1.7e308, to: 1.7e308 })],
    ['an endless end', cell(5, {}, { to: Infinity })],
  ])('is refused with %s in one cell', (_what, spoilt) => {
    expect(areCellsOf(run, [cell(0), spoilt])).toBe(false);
  });
});
