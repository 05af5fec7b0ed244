// A miniature curve with a mark at the step on display.

import { setAttribute, svg } from '../common/dom';

const WIDTH = 64;
const HEIGHT = 18;
const MAX_POINTS = 64;

export interface Trend {
  steps: readonly number[];
  values: readonly number[];
}

export class Sparkline {
  readonly element: SVGSVGElement;
  private readonly paths = [svg('path', { class: 'spark-a' }), svg('path', { class: 'spark-b' })];
  private readonly cursor = svg('path', { class: 'spark-cursor' });
  private lastStep = 1;

  constructor() {
    this.element = svg(
      'svg',
      { viewBox: `-1 -1 ${WIDTH + 2} ${HEIGHT + 2}`, class: 'sparkline', 'aria-hidden': 'true' },
      this.cursor,
      ...this.paths,
    );
  }

  /** One trend per run. */
  draw(trends: readonly Trend[], log: boolean): void {
    const scale = (v: number): number => (log ? Math.log(v) : v);
    let low = Infinity;
    let high = -Infinity;
    this.lastStep = 1;
    for (const { steps, values } of trends) {
      this.lastStep = Math.max(this.lastStep, steps.at(-1) ?? 0);
      for (const value of values) {
        const y = scale(value);
        if (!Number.isFinite(y)) continue;
        low = Math.min(low, y);
        high = Math.max(high, y);
      }
    }
    const flat = !(high - low > 1e-12 * Math.abs(high));
    this.paths.forEach((path, slot) => {
      const { steps = [], values = [] } = trends[slot] ?? {};
      const stride = Math.max(1, Math.floor(steps.length / MAX_POINTS));
      let d = '';
      for (let i = 0; i < steps.length; i += 1) {
        if (i % stride !== 0 && i !== steps.length - 1) continue;
        const y = scale(values[i]!);
        if (!Number.isFinite(y)) continue;
        const height = flat ? 0.5 : (y - low) / (high - low);
        const x = (steps[i]! / this.lastStep) * WIDTH;
        d += `${d === '' ? 'M' : 'L'}${x.toFixed(1)} ${((1 - height) * HEIGHT).toFixed(1)}`;
      }
      setAttribute(path, 'd', d || null);
    });
  }

  mark(step: number): void {
    const x = Math.min(1, step / this.lastStep) * WIDTH;
    setAttribute(this.cursor, 'd', `M${x.toFixed(1)} -1V${HEIGHT + 1}`);
  }
}
