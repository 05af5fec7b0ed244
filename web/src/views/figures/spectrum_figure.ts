// One spectrum as a figure, in any of its five forms.

import type { TailFit } from '@engine';
import type { Range } from '../../charts/common/axes';
import { SpectrumChart } from '../../charts/spectrum/spectrum';
import type { HistogramData, Tail } from '../../charts/spectrum/data';
import { TailChart, type TailData } from '../../charts/spectrum/tail';
import { readTheme } from '../../charts/common/theme';
import { on } from '../common/dom';
import { Figure } from './figure';

export type AnySpectrum = HistogramData | TailData;

export class SpectrumFigure {
  readonly figure: Figure<AnySpectrum>;
  private kind: 'histogram' | 'tail' = 'histogram';
  private zoomable: unknown = null;

  /** @param zoomed  told which part of the plane was dragged over */
  constructor(
    title: string,
    private readonly zoomed: (x: Range, y: Range) => void,
  ) {
    this.figure = new Figure<AnySpectrum>({
      title,
      file: 'spectrum',
      size: 'tall',
      level: 'h2',
      make: (canvas) =>
        this.kind === 'tail'
          ? new TailChart(canvas, readTheme(canvas))
          : new SpectrumChart(canvas, readTheme(canvas)),
    });
    this.figure.canvas.title = 'Drag over a part to see it larger';
    on(this.figure.canvas, 'pointerenter', () => {
      const { chart } = this.figure;
      if (!chart || this.zoomable === chart) return;
      this.zoomable = chart;
      // Without the plug-in's file the figure does not zoom; the next pointer asks for it again.
      chart.enableZoom(this.zoomed).catch(() => (this.zoomable = null));
    });
  }

  update(data: AnySpectrum, title: string): void {
    const kind = data.form === 'rank' || data.form === 'ccdf' ? 'tail' : 'histogram';
    if (kind !== this.kind) {
      this.kind = kind;
      // The other chart is made on the same canvas with the next data.
      this.figure.dispose();
    }
    this.figure.setTitle(title);
    this.figure.update(data);
  }

  retheme(): void {
    this.figure.retheme();
  }

  dispose(): void {
    this.figure.dispose();
  }
}

/** A fitted tail as it is drawn; null where there is none. */
export function tailOf(name: string, fit: TailFit): Tail | null {
  if (fit.status !== 'ok') return null;
  const { alpha, standardError, xmin, tailSize } = fit;
  return { name, alpha, standardError, xmin, tailSize };
}
