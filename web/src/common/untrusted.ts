// What comes from outside, as what it should be. Nothing here throws, whatever it is given.

export type Fields = Readonly<Record<string, unknown>>;

/** Its fields; none where it is no object. */
export function fieldsOf(raw: unknown): Fields {
  return typeof raw === 'object' && raw !== null ? (raw as Fields) : {};
}

/** A number, or a text that spells one; NaN for anything else, and for what is too small for a double. */
export function numberOf(raw: unknown): number {
  if (typeof raw === 'number') return raw;
  if (typeof raw !== 'string' || raw.trim() === '') return NaN;
  const value = Number(raw);
  const isTooSmall = value === 0 && /[1-9]/.test(raw.replace(/e.*/i, ''));
  return isTooSmall ? NaN : value;
}
