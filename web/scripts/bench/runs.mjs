// What a visitor waits for, against the arithmetic of the paper's own PyTorch code on one thread.

import { median, sample, sizes, yardstick } from './samples.mjs';

const ROUNDS = 3;
const SWEEP_CELLS = 18;

// Of the reference, in units of the yardstick, measured once on a quiet machine.
const REFERENCE = { run: 93, every: 340, sweep: 1460 };

export const runs = {
  name: 'runs',
  title: 'Whole runs at the size of the paper, ten Adam steps, one thread',
  note:
    'Units: one OpenBLAS sgemm of 2000 x 1000 x 1500 on one thread, timed in the same run. ' +
    "Reference: the arithmetic of the paper's own code (PyTorch on one thread) in the same units. " +
    'Our times include drawing the data. What is missing to a target is in the products: they are ' +
    'close to their register kernel, and it to the limit of 16-byte vectors without fused ' +
    'multiply-add. One level of Strassen saves a tenth natively; in WebAssembly its sums of ' +
    'quarters cost what it saves.',
  columns: [
    ['Node', 'units'],
    ['Chromium', 'units'],
    ['reference', 'units'],
    ['Chromium', 'of reference'],
    ['target', 'of reference'],
  ],

  async measure(places) {
    const figures = {};
    for (const where of ['Node', 'Chromium']) {
      const add = (key, name) => {
        figures[`yardstick before ${key} ${where}`] = yardstick(places);
        figures[`${key} ${where}`] = { place: places[where], name, size: sizes.paper, atLeast: 0 };
      };
      add('run', 'run');
      add('every', 'run, probe at every step');
      add('cell', 'next cell of a sweep');
    }
    figures['yardstick at the end'] = yardstick(places);
    const samples = await sample(figures, ROUNDS);
    const yardsticks = Object.keys(samples).filter((key) => key.startsWith('yardstick'));
    // Yardsticks lie between all the long figures: the middle one of a round goes with that round.
    const unit = (round) => median(yardsticks.map((key) => samples[key].samples[round]));
    const units = (key) => median(samples[key].samples.map((seconds, k) => seconds / unit(k)));
    const row = (label, reference, target, inPlace) => [
      label,
      inPlace('Node'),
      inPlace('Chromium'),
      reference,
      inPlace('Chromium') / reference,
      target,
    ];
    return [
      row('a probe before and after', REFERENCE.run, 0.75, (where) => units(`run ${where}`)),
      row('a probe at every step', REFERENCE.every, 0.5, (where) => units(`every ${where}`)),
      row(
        `sweep of ${SWEEP_CELLS} rates`,
        REFERENCE.sweep,
        0.6,
        (where) => units(`run ${where}`) + (SWEEP_CELLS - 1) * units(`cell ${where}`),
      ),
    ];
  },
};

export const smallRuns = {
  name: 'small',
  title: 'The default run (n=400 d=200 h=300), one thread',
  note: 'Target: 100 steps a second with a full probe at each.',
  columns: [
    ['native', 'ms'],
    ['Node', 'ms'],
    ['Chromium', 'ms'],
    ['target', 'ms'],
  ],

  async measure(places) {
    const wheres = ['native', 'Node', 'Chromium'];
    const names = ['step', 'step and probe'];
    const figures = {};
    for (const name of names) {
      for (const where of wheres) {
        figures[`${name} ${where}`] = { place: places[where], name, size: sizes.small };
      }
    }
    const samples = await sample(figures, 7);
    return names.map((name) => [
      name,
      ...wheres.map((where) => 1000 * median(samples[`${name} ${where}`].samples)),
      name === 'step' ? null : 10,
    ]);
  },
};
