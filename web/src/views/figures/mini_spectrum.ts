// A small spectrum: counts of eigenvalues over log10 of the eigenvalue, with the edges of the
// initial bulk.

import { powerOfTen } from '../../common/format';
import type { CellSpectrum } from '../../config/map/cell';
import { h, setAttribute, setText, svg } from '../common/dom';

const WIDTH = 300;
const HEIGHT = 96;

export class MiniSpectrum {
  readonly element: HTMLElement;
  private readonly bars = svg('path', { class: 'mini-bars' });
  private readonly edges = svg('path', { class: 'mini-edges', 'stroke-dasharray': '2 3' });
  private readonly ends = [h('span'), h('span')] as const;

  constructor() {
    this.element = h(
      'div',
      { class: 'mini-spectrum' },
      svg(
        'svg',
        {
          viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
          preserveAspectRatio: 'none',
          'aria-hidden': 'true',
        },
        this.bars,
        this.edges,
        svg('path', { class: 'mini-axis', d: `M0 ${HEIGHT - 0.5}H${WIDTH}` }),
      ),
      h('p', { class: 'mini-scale' }, this.ends[0], h('span', {}, 'eigenvalue λ'), this.ends[1]),
    );
  }

  /**
   * @param range  ends of the axis in log10
   * @param edges  of the initial bulk, as eigenvalues
   */
  draw(
    spectrum: CellSpectrum | null,
    range: readonly [number, number],
    edges: readonly number[],
  ): void {
    const x = (log: number): number => ((log - range[0]) / (range[1] - range[0])) * WIDTH;
    let d = '';
    if (spectrum && spectrum.to > spectrum.from) {
      const { from, to, counts } = spectrum;
      const step = (to - from) / counts.length;
      // Numbers of eigenvalues differ by orders of magnitude between bulk and tail.
      const most = Math.log1p(Math.max(...counts));
      counts.forEach((count, i) => {
        if (count === 0) return;
        const left = x(from + i * step);
        const width = Math.max(1.2, x(from + (i + 1) * step) - left);
        const height = (Math.log1p(count) / most) * (HEIGHT - 6);
        d += `M${left.toFixed(1)} ${HEIGHT}v${(-height).toFixed(1)}h${width.toFixed(1)}V${HEIGHT}z`;
      });
    }
    setAttribute(this.bars, 'd', d || null);
    const lines = edges
      .filter((lambda) => lambda > 0 && Number.isFinite(lambda))
      .map((lambda) => x(Math.log10(lambda)).toFixed(1));
    setAttribute(this.edges, 'd', lines.map((at) => `M${at} 0V${HEIGHT}`).join('') || null);
    setText(this.ends[0], powerOfTen(Math.floor(range[0])));
    setText(this.ends[1], powerOfTen(Math.ceil(range[1])));
  }
}
