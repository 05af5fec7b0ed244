// Sample points at which the module's densities are evaluated for drawing.

import type { BulkLaw, EngineModule } from '@engine';
import type { DensityCurve } from '../../protocol/density_curve';

const POINTS = 129;

/** The Marchenko-Pastur density between its edges; empty when the law has none. */
export function bulkCurve(engine: EngineModule, law: BulkLaw, h: number, d: number): DensityCurve {
  const { lower, upper, scale } = law;
  if (!(Number.isFinite(lower) && Number.isFinite(upper) && upper > lower)) {
    return { lambda: new Float64Array(0), density: new Float64Array(0) };
  }
  const lambda = new Float64Array(POINTS);
  // Chebyshev-like spacing: the density rises like a square root at both edges.
  for (let i = 0; i < POINTS; i += 1) {
    const t = 0.5 - 0.5 * Math.cos((Math.PI * i) / (POINTS - 1));
    lambda[i] = lower + (upper - lower) * t;
  }
  return { lambda, density: engine.marchenkoPasturDensity(lambda, h, d, scale) };
}
