// A computed map as a table: one line for each cell, repeats apart.

import { mapRuns, rateValues, yValues } from './map';
import { CELL_KEYS } from './cell';
import type { MapResults } from './json';

export function mapCsv({ map, results }: MapResults): string {
  const yAxis = map.yAxis.key === 'step' ? [] : [map.yAxis.key];
  const lines = [
    ['optimizer', 'learningRate', ...yAxis, 'repeat', 'seed', 'step', 'phase', ...CELL_KEYS].join(
      ',',
    ),
  ];
  const values = yValues(map);
  for (const run of mapRuns(map)) {
    const result = results.get(run.index);
    if (result === undefined || typeof result === 'string') continue;
    const name = map.optimizers[run.optimizer] ?? 'adam';
    const start = [
      name,
      rateValues(map, name)[run.rate],
      ...yAxis.map(() => values[run.row]),
      run.repeat,
      run.config.seed,
    ];
    for (const { step, phase, values: numbers } of result) {
      lines.push([...start, step, phase, ...numbers].join(','));
    }
  }
  return `${lines.join('\n')}\n`;
}
