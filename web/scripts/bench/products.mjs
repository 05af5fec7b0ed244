// Matrix products against the machine's limits and against other programs.

import { ratio, sample, sizes, speedRatio } from './samples.mjs';

const ROUNDS = 7;

export const products = {
  name: 'products',
  title: 'Matrix products of a training step at the size of the paper (2000 x 1000 x 1500)',
  note:
    'Limit: multiply-add chains in registers. Kernel: the register tile of the product alone, on ' +
    'data in the first cache. Forward is X W^T, backward is B^T X. Native Eigen on one thread, with ' +
    "baseline instructions and with the machine's best; TensorFlow.js on its WebAssembly backend, " +
    'one thread.',
  columns: [
    ['limit', 'GFLOP/s'],
    ['kernel', 'GFLOP/s'],
    ['forward', '% of kernel'],
    ['backward', '% of kernel'],
    ['Eigen', 'times as fast'],
    ['native Eigen', 'times as fast'],
    ['native Eigen, best', 'times as fast'],
    ['TensorFlow.js', 'times as fast'],
  ],

  async measure(places) {
    const rows = [];
    for (const precision of ['f32', 'f64']) {
      const withTensorFlow = precision === 'f32';
      const samples = await sample(figuresOf(places, precision, withTensorFlow), ROUNDS);
      for (const place of Object.keys(places)) {
        const of = (figure, where = place) => samples[`${figure} ${where}`];
        const forward = of('forward');
        const rate = (figure) => of(figure).operations / of(figure).seconds / 1e9;
        rows.push([
          `${precision}, ${place}`,
          rate('peak'),
          rate('tile'),
          100 * speedRatio(forward, of('tile')),
          100 * speedRatio(of('backward'), of('tile')),
          ratio(of('eigen'), forward),
          ratio(of('eigen', 'native'), forward),
          ratio(of('eigen', 'native, best'), forward),
          withTensorFlow ? ratio(samples.tensorFlow, forward) : null,
        ]);
      }
    }
    return rows;
  },
};

function figuresOf(places, precision, withTensorFlow) {
  const names = {
    peak: 'peak',
    tile: 'tile',
    forward: 'forward product',
    backward: 'backward product',
    eigen: 'Eigen product',
  };
  const figures = {};
  for (const [key, name] of Object.entries(names)) {
    for (const [where, place] of Object.entries(places)) {
      figures[`${key} ${where}`] = { place, name: `${name} ${precision}`, size: sizes.paper };
    }
  }
  if (withTensorFlow) {
    figures.tensorFlow = {
      prepare: () => places.Chromium.prepareTensorFlow(sizes.paper),
      time: (atLeast) => places.Chromium.timeTensorFlow(atLeast),
    };
  }
  return figures;
}
