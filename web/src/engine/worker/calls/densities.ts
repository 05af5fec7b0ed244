// Sample points at which the module's densities are evaluated for drawing.

import type { BulkLaw, EngineModule } from '@engine';
import type { DensityCurve } from '../../protocol/density_curve';

const POINTS = 129;

/**
 * The Marchenko-Pastur density between its edges; empty when the law has none. Its shape is that of
 * the part of the matrix that is resolved, which its edges s^2 (sqrt m -+ sqrt p)^2 tell.
 */
export function bulkCurve(engine: EngineModule, law: BulkLaw): DensityCurve {
  const { lower, upper, scale } = law;
  if (!(Number.isFinite(lower) && Number.isFinite(upper) && upper > lower)) {
    return { lambda: new Float64Array(0), density: new Float64Array(0) };
  }
  const lambda = new Float64Array(POINTS);
  // Closer at both edges, where the density rises like a square root.
  for (let i = 0; i < POINTS; i += 1) {
    const t = i / (POINTS - 1);
    lambda[i] = lower + (upper - lower) * t * t * (3 - 2 * t);
  }
  const side = (sign: 1 | -1): number => {
    const root = (Math.sqrt(upper) + sign * Math.sqrt(lower)) / (2 * scale);
    return Math.max(1, Math.round(root * root));
  };
  return { lambda, density: engine.marchenkoPasturDensity(lambda, side(1), side(-1), scale) };
}
