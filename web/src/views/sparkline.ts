// A miniature curve with a mark at the step on display.

import { setAttribute, svg } from './dom';

const WIDTH = 64;
const HEIGHT = 18;
const MAX_POINTS = 64;

type Course = readonly (readonly number[])[];

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

  /** One course of [step, value] per run. */
  draw(courses: readonly Course[], log: boolean): void {
    const scale = (v: number): number => (log ? Math.log(v) : v);
    let low = Infinity;
    let high = -Infinity;
    this.lastStep = 1;
    for (const course of courses) {
      for (const [step = 0, value = NaN] of course) {
        this.lastStep = Math.max(this.lastStep, step);
        const y = scale(value);
        if (!Number.isFinite(y)) continue;
        low = Math.min(low, y);
        high = Math.max(high, y);
      }
    }
    const span = high - low;
    this.paths.forEach((path, slot) => {
      const course = courses[slot] ?? [];
      const stride = Math.max(1, Math.floor(course.length / MAX_POINTS));
      let d = '';
      course.forEach(([step = 0, value = NaN], i) => {
        if (i % stride !== 0 && i !== course.length - 1) return;
        const y = scale(value);
        if (!Number.isFinite(y)) return;
        const height = span > 1e-12 * Math.abs(high) ? (y - low) / span : 0.5;
        d += `${d === '' ? 'M' : 'L'}${((step / this.lastStep) * WIDTH).toFixed(1)} ${((1 - height) * HEIGHT).toFixed(1)}`;
      });
      setAttribute(path, 'd', d || null);
    });
  }

  mark(step: number): void {
    const x = Math.min(1, step / this.lastStep) * WIDTH;
    setAttribute(this.cursor, 'd', `M${x.toFixed(1)} -1V${HEIGHT + 1}`);
  }
}
