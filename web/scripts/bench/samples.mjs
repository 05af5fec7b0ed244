// Samples that can be compared: taken in turns within one run, because a machine's speed drifts.

/**
 * @param figures  key -> { place, name, size, atLeast } or { prepare, time }
 * @param rounds   samples of each, each round one of every figure
 * @returns key -> { seconds, operations, samples }: the least time of a call, and all of them
 */
export async function sample(figures, rounds) {
  const results = {};
  for (const [key, figure] of Object.entries(figures)) {
    await (figure.prepare ? figure.prepare() : figure.place.prepare(figure.name, figure.size));
    results[key] = { samples: [] };
  }
  for (let round = 0; round < rounds; round++) {
    for (const [key, figure] of Object.entries(figures)) {
      const atLeast = figure.atLeast ?? 0.15;
      const timing = await (figure.time
        ? figure.time(atLeast)
        : figure.place.time(figure.name, figure.size, atLeast));
      results[key].samples.push(timing.seconds / timing.calls);
      results[key].operations = timing.operations;
    }
  }
  for (const result of Object.values(results)) result.seconds = Math.min(...result.samples);
  for (const place of new Set(Object.values(figures).map((figure) => figure.place))) {
    await place?.release();
  }
  return results;
}

/** How many times b goes into a: the median over rounds. */
export function ratio(a, b) {
  return median(a.samples.map((seconds, round) => seconds / b.samples[round]));
}

/** How much faster a does its operations than b: the median over rounds. */
export function speedRatio(a, b) {
  return a.operations / b.operations / ratio(a, b);
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

export const sizes = {
  small: { n: 400, d: 200, h: 300 },
  // The size of the experiments in arXiv 2406.04657.
  paper: { n: 2000, d: 1000, h: 1500 },
};

/** The yardstick that times are stated in: this product by OpenBLAS on one thread. */
export const yardstick = (places) => ({
  place: places.native,
  name: 'OpenBLAS product f32',
  size: sizes.paper,
});
