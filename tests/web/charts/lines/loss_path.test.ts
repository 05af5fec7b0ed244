import { describe, expect, it } from 'vitest';
import { lossPath, type LossPathRun } from '../../../../web/src/charts/lines/loss_path';
import { LinesChart } from '../../../../web/src/charts/common/lines';
import { blankCanvas, PLAIN_THEME } from '../canvas';

const steps = Array.from({ length: 21 }, (_, i) => i);
/** The exponent falls and then rises again; step 3 has no tail. */
const run: LossPathRun = {
  letter: '',
  run: 0,
  steps,
  alpha: steps.map((t) => (t === 3 ? NaN : 2 + Math.abs(t - 10) / 10)),
  loss: steps.map((t) => 1 + t / 20),
};
const data = { exponent: 'α Hill', kind: 'linear', runs: [run], cursor: 10 } as const;

describe('the path of test loss against the exponent', () => {
  it('names its ends and a few steps between', () => {
    const named = lossPath(data).lines[0]?.named ?? [];
    expect(named[0]).toEqual({ at: 0, text: 'step 0' });
    expect(named.at(-1)).toEqual({ at: 20, text: '20' });
    expect(named.length).toBeLessThanOrEqual(6);
    expect(named.some(({ at }) => at === 3)).toBe(false);
  });

  it('has a row for each step, with and without a tail, and says where it leads', () => {
    const { table, sentence } = lossPath(data);
    expect(table?.rows).toHaveLength(21);
    expect(table?.rows[3]).toEqual(['A', 3, NaN, 1.15]);
    expect(sentence).toContain(
      'steps 0 to 20: α Hill from 3.00 to 3.00, test loss from 1.00 to 2.00',
    );
  });

  it('draws every point although the exponent turns back', () => {
    const chart = new LinesChart(blankCanvas(), PLAIN_THEME);
    chart.update(lossPath(data));
    const points = chart.instance.getDatasetMeta(0).data;
    const { left, right } = chart.instance.chartArea;
    expect(points).toHaveLength(20);
    const places = points.map((p) => (p as unknown as { x: number }).x);
    expect(Math.min(...places)).toBeGreaterThanOrEqual(left);
    expect(Math.max(...places)).toBeLessThanOrEqual(right);
    // Sorted points would be searched, and those beyond the turn left out.
    expect((chart.instance.getDatasetMeta(0) as { _sorted?: boolean })._sorted).toBe(false);
    chart.destroy();
  });

  it('marks the step on display, and says when there is nothing to draw', () => {
    const ring = lossPath(data).lines.find((l) => l.form === 'ring');
    expect([ring?.x, ring?.y]).toEqual([[2], [1.5]]);
    const empty = { ...run, alpha: steps.map(() => NaN) };
    const { sentence, lines } = lossPath({ ...data, runs: [empty] });
    expect(sentence).toContain('no step has both numbers');
    expect(lines[0]?.named).toEqual([]);
  });

  it('has a log axis where the loss spans decades', () => {
    const falling = { ...run, loss: steps.map((t) => 10 ** (-t / 5)) };
    expect(lossPath(data).y.kind).toBe('linear');
    expect(lossPath({ ...data, runs: [falling] }).y.kind).toBe('log');
  });
});
