// Numbers in JSON. NaN and infinities, which JSON lacks, are written as null and as strings.

export function writeNumber(x: number): number | string | null {
  return Number.isFinite(x) ? x : Number.isNaN(x) ? null : x > 0 ? 'inf' : '-inf';
}

/** @param where  names the field in the Error for what is no number */
export function readNumber(x: unknown, where: string): number {
  if (typeof x === 'number') return x;
  if (x === null) return NaN;
  if (x === 'inf') return Infinity;
  if (x === '-inf') return -Infinity;
  throw new Error(`${where} is not a number`);
}
