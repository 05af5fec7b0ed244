// The figures of theory and statistics: one kind of chart, a caption that names its source.

import { LinesChart, type LinesData } from '../../charts/common/lines';
import { readTheme } from '../../charts/common/theme';
import { Figure } from './figure';

export function theoryFigure(title: string, file: string, caption: string): Figure<LinesData> {
  const figure = new Figure<LinesData>({
    title,
    file,
    size: 'square',
    level: 'h4',
    make: (canvas) => new LinesChart(canvas, readTheme(canvas)),
  });
  figure.caption.append(caption);
  return figure;
}
