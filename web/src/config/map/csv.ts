// A computed map as a table: one line for each cell, repeats apart.

import { mapRuns, rateValues, upValues } from './map';
import { CELL_KEYS } from './cell';
import type { MapResults } from './json';

export function mapCsv({ map, results }: MapResults): string {
  const up = map.up.key === 'step' ? [] : [map.up.key];
  const lines = [
    ['optimizer', 'learningRate', ...up, 'repeat', 'seed', 'step', 'phase', ...CELL_KEYS].join(','),
  ];
  const values = upValues(map);
  for (const run of mapRuns(map)) {
    const result = results.get(run.index);
    if (result === undefined || typeof result === 'string') continue;
    const name = map.optimizers[run.optimizer] ?? 'adam';
    const start = [
      name,
      rateValues(map, name)[run.rate],
      ...up.map(() => values[run.row]),
      run.repeat,
      run.config.seed,
    ];
    for (const { step, phase, values: numbers } of result) {
      lines.push([...start, step, phase, ...numbers].join(','));
    }
  }
  return `${lines.join('\n')}\n`;
}
