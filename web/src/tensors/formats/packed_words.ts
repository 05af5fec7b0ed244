// Quantised weights are kept as whole numbers that hold several weights each. They can be read, but
// the spectrum of such words says nothing about the layer.

import { isWhole, type Dtype } from '../dtype';

const NAMES = /(?:^|[._/])(?:qweight|qzeros|weight_packed|packed_weight|W_q|g_idx)$/;

/** @param has  is there an array of that name beside it? */
export function packedWarning(
  name: string,
  dtype: Dtype,
  has: (name: string) => boolean,
): string | undefined {
  if (!isWhole(dtype)) return undefined;
  const isBitsAndBytes = has(`${name}.absmax`) || has(`${name}.quant_state`);
  if (!NAMES.test(name) && !isBitsAndBytes) return undefined;
  return 'quantised weights packed into whole numbers, whose spectrum would mean nothing; save the layer dequantised, as float32';
}
