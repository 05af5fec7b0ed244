// What comes from outside, as what it should be. Nothing here throws, whatever it is given.

export type Fields = Readonly<Record<string, unknown>>;

/** Its fields; none where it is no object. */
export function fieldsOf(raw: unknown): Fields {
  return typeof raw === 'object' && raw !== null ? (raw as Fields) : {};
}

/** A number, or a text that spells one; NaN for anything else. */
export function numberOf(raw: unknown): number {
  if (typeof raw === 'number') return raw;
  return typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : NaN;
}
