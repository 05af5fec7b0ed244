// Random numbers for what is drawn on the page itself: samples of rows, shuffled entries, the
// constructed example. Runs draw theirs in the engine.

import { power } from '../common/power';

/** Numbers in (0, 1), the same for the same seed. Marsaglia's xorshift32 (2003), after a mixing. */
export function uniform(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 0) + 0.5) / 2 ** 32;
  };
}

/** `wanted` different indices below `size`, ascending. */
export function distinct(size: number, wanted: number, seed: number): Float64Array {
  const draw = uniform(seed);
  const chosen = new Float64Array(wanted);
  // Selection sampling (Knuth, TAOCP 2, 3.4.2 S): each index in turn, with the chance that is due.
  let taken = 0;
  for (let i = 0; i < size && taken < wanted; i += 1) {
    if ((size - i) * draw() < wanted - taken) {
      chosen[taken] = i;
      taken += 1;
    }
  }
  return chosen;
}

/** Puts numbers into random order, in place. */
export function shuffle(numbers: Float64Array, seed: number): void {
  const draw = uniform(seed);
  for (let i = numbers.length - 1; i > 0; i -= 1) {
    const j = Math.floor(draw() * (i + 1));
    const kept = numbers[i]!;
    numbers[i] = numbers[j]!;
    numbers[j] = kept;
  }
}

/** Independent entries, symmetric, with P(|x| > t) = t^-index for t >= 1. */
export function paretoMatrix(
  rows: number,
  cols: number,
  index: number,
  seed: number,
): Float64Array {
  const draw = uniform(seed);
  return Float64Array.from({ length: rows * cols }, () => {
    const size = 1 / power(draw(), 1 / index);
    return draw() < 0.5 ? -size : size;
  });
}
