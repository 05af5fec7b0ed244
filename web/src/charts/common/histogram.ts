// Histograms as densities. Bin edges lie on a fixed grid that does not depend on the data, so that
// a bar does not move when only its height changes.

import type { Points } from './points';

export type Spacing = { kind: 'log'; perDecade: number } | { kind: 'linear'; width: number };

export interface Histogram {
  /** bins + 1 edges, ascending. */
  edges: Float64Array;
  /** Density of each bin: count / (total * width). Total includes values outside the edges. */
  density: Float64Array;
  counts: Float64Array;
}

/** Grid index of a value: the bin [edge(i), edge(i + 1)) holds it. */
function cell(x: number, s: Spacing): number {
  // The small shift keeps values that equal an edge in the bin above it despite rounding.
  return Math.floor((s.kind === 'log' ? Math.log10(x) * s.perDecade : x / s.width) + 1e-9);
}

function edge(i: number, s: Spacing): number {
  return s.kind === 'log' ? 10 ** (i / s.perDecade) : i * s.width;
}

const MAX_BINS = 600;

/** Bins the finite (and for log spacing positive) values; null when there are none. */
export function histogram(values: Float64Array, spacing: Spacing): Histogram | null {
  let low = Infinity;
  let high = -Infinity;
  for (const x of values) {
    if (!Number.isFinite(x) || (spacing.kind === 'log' && x <= 0)) continue;
    if (x < low) low = x;
    if (x > high) high = x;
  }
  if (low > high) return null;
  const last = cell(high, spacing);
  const first = Math.max(cell(low, spacing), last - MAX_BINS + 1);
  const bins = last - first + 1;
  const edges = Float64Array.from({ length: bins + 1 }, (_, k) => edge(first + k, spacing));
  const counts = new Float64Array(bins);
  for (const x of values) {
    if (!Number.isFinite(x) || (spacing.kind === 'log' && x <= 0)) continue;
    const k = cell(x, spacing) - first;
    if (k >= 0) counts[k] = (counts[k] ?? 0) + 1;
  }
  const density = counts.map(
    (count, k) => count / (values.length * ((edges[k + 1] ?? 0) - (edges[k] ?? 0))),
  );
  return { edges, density, counts };
}

/** Bins per decade that suit p eigenvalues: fixed by p alone, so bins stay put during a run. */
export function binsPerDecade(p: number): number {
  return Math.max(5, Math.min(20, Math.round(2 * Math.cbrt(p))));
}

/** A round bin width with about `bins` bins over the span. */
export function roundWidth(span: number, bins: number): number {
  const raw = span / bins;
  if (!(raw > 0) || !Number.isFinite(raw)) return 1;
  const decade = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].find((s) => s * decade >= raw) ?? 10;
  return step * decade || raw;
}

/**
 * The outline for a line drawn with `stepped: 'before'`: a point at each left edge. Empty bins and
 * both ends drop to `floor`.
 */
export function outline(h: Histogram | null, floor: number, points: Points): void {
  points.clear();
  if (h) {
    points.add(h.edges[0] ?? 0, floor);
    for (let k = 0; k < h.density.length; k += 1) {
      points.add(h.edges[k] ?? 0, (h.density[k] ?? 0) > 0 ? (h.density[k] ?? 0) : floor);
    }
    points.add(h.edges[h.density.length] ?? 0, floor);
  }
  points.finish();
}

/** Smallest non-zero and largest density. */
export function densityExtent(h: Histogram | null): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const x of h?.density ?? []) {
    if (x <= 0) continue;
    low = Math.min(low, x);
    high = Math.max(high, x);
  }
  return [low, high];
}

/** Density of the bin that holds x; 0 outside. */
export function heightAt(h: Histogram, x: number): number {
  const k = h.edges.findLastIndex((e) => e <= x);
  return h.density[k] ?? 0;
}
