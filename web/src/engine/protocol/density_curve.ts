/** A law to draw: density of the eigenvalues over lambda. */
export interface DensityCurve {
  lambda: Float64Array;
  density: Float64Array;
}
