// Plain data of the spectrum charts (histogram forms and tail forms) and what they have in common.

import type { Range } from '../common/axes';
import type { Origin } from '../common/theme';

/** A density over the eigenvalues, sampled for drawing. */
export interface Density {
  lambda: ArrayLike<number>;
  density: ArrayLike<number>;
}

/** A power law p(lambda) ~ lambda^-alpha above xmin, fitted to `tailSize` eigenvalues. */
export interface Tail {
  name: string;
  alpha: number;
  standardError: number;
  xmin: number;
  tailSize: number;
}

export type SpectrumLayer = 'initial' | 'bulk' | 'edges' | 'spikes' | 'hill' | 'ks';

export interface SpectrumData {
  /** What it is the spectrum of, in the text alternative. */
  name: string;
  /** Which run's colour to use. */
  run: 0 | 1;
  /** Ascending eigenvalues of W^T W. */
  eigenvalues: Float64Array;
  /** Those of what it is compared with: step 0, or the same entries in random order. */
  initial: Float64Array;
  initialLaw: Density;
  /** Null where it would repeat the initial law. */
  bulkLaw: Density | null;
  /** Part of the eigenvalues that the fitted law describes, 0 to 1. */
  bulkShare: number;
  /** Lower and upper Marchenko-Pastur edge: of the initial matrix, or of the fitted bulk. */
  edges: Range;
  edgesFrom: Origin;
  twEdge: number;
  spikes: number;
  /** Where theory expects the first step's leading eigenvalue; null where it expects none. */
  predictedSpike: number | null;
  hill: Tail | null;
  ks: Tail | null;
  hidden: ReadonlySet<SpectrumLayer>;
  frame: Frame;
}

export type HistogramForm = 'histogram' | 'linear' | 'singular';

export interface HistogramData extends SpectrumData {
  form: HistogramForm;
}

/** What stands on the x axis of a form. */
export function abscissa(form: HistogramForm, lambda: number): number {
  return form === 'singular' ? Math.sqrt(lambda) : lambda;
}

/** A density over lambda as a density over what stands on the x axis. */
export function ordinate(form: HistogramForm, lambda: number, density: number): number {
  return form === 'singular' ? density * 2 * Math.sqrt(lambda) : density;
}

/** Where the axes stand. */
export interface Frame {
  x: Range;
  y: Range;
  /** Bin width of the linear forms. */
  width: number;
}

/** "Hill α = 2.45 ± 0.12", without the error when there is none; "Hill 2.45" where room is tight. */
export function tailText(tail: Tail, tight = false): string {
  if (tight) return `${tail.name} ${tail.alpha.toFixed(2)}`;
  const error = Number.isFinite(tail.standardError) ? ` ± ${tail.standardError.toFixed(2)}` : '';
  return `${tail.name} α = ${tail.alpha.toFixed(2)}${error}`;
}

/** Share of the eigenvalues at or above lambda under the fitted tail. */
export function tailShare(tail: Tail, lambda: number, p: number): number {
  return (tail.tailSize / p) * (lambda / tail.xmin) ** (1 - tail.alpha);
}

/** Density of the fitted tail at lambda, normalised like the histogram of all p eigenvalues. */
export function tailDensity(tail: Tail, lambda: number, p: number): number {
  return (tailShare(tail, lambda, p) * (tail.alpha - 1)) / lambda;
}

/** Part of the ascending eigenvalues, zeros aside, that a bulk with this upper edge holds. */
export function shareUpTo(upper: number, eigenvalues: Float64Array): number {
  const held = eigenvalues.reduce((n, lambda) => (lambda > 0 && !(lambda > upper) ? n + 1 : n), 0);
  return held / eigenvalues.length;
}

/** λ with a subscript: λ₁ is the largest. */
export function lambdaName(rank: number): string {
  return `λ${Array.from(String(rank), (c) => '₀₁₂₃₄₅₆₇₈₉'[Number(c)]).join('')}`;
}

/** The rows every spectrum chart's data table has. */
export function eigenvalueRows(eigenvalues: Float64Array): number[][] {
  const p = eigenvalues.length;
  return Array.from({ length: p }, (_, k) => {
    const value = eigenvalues[p - 1 - k] ?? NaN;
    return [k + 1, value, Math.sqrt(value), (k + 1) / p];
  });
}

export const EIGENVALUE_COLUMNS = [
  'rank',
  'eigenvalue λ',
  'singular value √λ',
  'share of eigenvalues ≥ λ',
] as const;
