// Powers with the same bits everywhere. JavaScript leaves `**` and Math.pow to the browser, and
// versions of V8 differ in the last bit; products and square roots are exact to the last bit by IEEE 754.

/** @param exponent  at least 0; each of its bits below 1 costs a square root */
export function power(base: number, exponent: number): number {
  let result = 1;
  let root = base;
  for (let rest = exponent; rest > 0; rest *= 2) {
    for (; rest >= 1; rest -= 1) result *= root;
    root = Math.sqrt(root);
  }
  return result;
}

/** The number at that share, from 0 to 1, of the way from one to the other in even steps of the logarithm. */
export function geometric(from: number, to: number, share: number): number {
  const ratio = to / from;
  return Number.isFinite(ratio)
    ? from * power(ratio, share)
    : power(from, 1 - share) * power(to, share);
}
