// Where the time of a step and of a probe goes.

import { ratio, sample, sizes, yardstick } from './samples.mjs';

const ROUNDS = 5;

const PARTS = [
  ['draw', 'data, teacher and W_0'],
  ['forward product f32', 'step: X W^T'],
  ['activations', 'step: activations and slopes'],
  ['backward product f32', 'step: gradient'],
  ['Adam', 'step: Adam'],
  ['step', 'step, in all'],
  ['Gram of W', 'spectrum: W^T W in double'],
  ['tridiagonalisation', 'spectrum: tridiagonal form'],
  ['tridiagonal values', 'spectrum: eigenvalues of it'],
  ['leading vector', 'spectrum: leading vector'],
  ['spectrum', 'spectrum, in all'],
  ['Gram of Z', 'read-out: smaller Gram matrix'],
  ['Cholesky f32', 'read-out: Cholesky factor'],
  ['read-out', 'read-out and KTA, in all'],
  ['tail fits', 'probe: three tail fits'],
  ['bulk fit', 'probe: bulk fit'],
  ['step and probe', 'step with probe'],
];

const partsOf = (size) => ({
  name: `parts-${size}`,
  title: `Parts of a run, n=${sizes[size].n} d=${sizes[size].d} h=${sizes[size].h}`,
  note: 'Units: one OpenBLAS sgemm of 2000 x 1000 x 1500 on one thread, timed in the same run.',
  columns: [
    ['native', 'ms'],
    ['Node', 'ms'],
    ['Chromium', 'ms'],
    ['Chromium', 'units'],
  ],

  async measure(places) {
    const wheres = ['native', 'Node', 'Chromium'];
    const figures = { yardstick: yardstick(places) };
    for (const [name] of PARTS) {
      for (const where of wheres) {
        figures[`${name} ${where}`] = { place: places[where], name, size: sizes[size] };
      }
    }
    const samples = await sample(figures, ROUNDS);
    return PARTS.map(([name, label]) => [
      label,
      ...wheres.map((where) => 1000 * samples[`${name} ${where}`].seconds),
      ratio(samples[`${name} Chromium`], samples.yardstick),
    ]);
  },
});

export const partsSmall = partsOf('small');
export const partsPaper = partsOf('paper');
