// How exactly a text gives its numbers. Written with four decimals or five digits they are rounded,
// and the spectrum of a matrix of low rank then goes on where its own has ended.

import { numberOf, type Decimal } from './numbers';

/** Digits with which a single-precision number is written so that it can be read back. */
const SINGLE = 7;
/** The same for double precision, less than which a text has rounded. */
const DOUBLE = 16;
/** As many kinds of last digits, or more, as rounding leaves; halves and quarters end with 5 only. */
const LAST_DIGITS = 4;
/** Standard deviation of a rounding in units of the number and of the unit roundoff u. */
const ERROR = 0.425;

/** A number as it is written. */
interface Written {
  size: number;
  /** Digits that count, without zeros at either end. */
  digits: number;
  /** Power of ten of its last one. */
  place: number;
  last: string;
}

/**
 * The unit roundoff of numbers in text, as of a floating-point type (`unitRoundoff` of the engine);
 * 0 where nothing says that they were rounded.
 * @param rows  cells that are numbers, without names
 */
export function roundoffOfText(rows: readonly (readonly string[])[], decimal: Decimal): number {
  const cells = rows.flat().flatMap((cell) => written(cell, decimal) ?? []);
  const place = Math.min(...cells.map((cell) => cell.place));
  if (cells.length === 0 || place >= 0) return 0;
  const digits = Math.max(...cells.map((cell) => cell.digits));
  if (digits > DOUBLE) return 0;
  // Either all have the same decimals or all the same digits, but for a zero at their end; and the
  // shortest text of a number that can be read back has one digit less now and then.
  const full = cells.filter((cell) => cell.place === place || cell.digits >= digits - 1);
  const ends = new Set(full.map((cell) => cell.last));
  if (2 * full.length < cells.length || ends.size < LAST_DIGITS) return 0;
  let [errors, squares] = [0, 0];
  for (const cell of cells) {
    const unit = Number(`1e${Math.max(place, cell.place + cell.digits - digits)}`);
    errors += (unit * unit) / 12;
    squares += cell.size * cell.size;
  }
  const roundoff = Math.sqrt(errors / squares) / ERROR;
  return digits >= SINGLE && digits <= SINGLE + 2 ? Math.max(roundoff, 2 ** -24) : roundoff;
}

function written(cell: string, decimal: Decimal): Written | undefined {
  const size = Math.abs(numberOf(cell, decimal) ?? NaN);
  if (!(size > 0 && size < Infinity)) return undefined;
  const [mantissa = '', exponent = '0'] = cell.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split(decimal);
  const decimals = fraction.replace(/0+$/, '');
  const all = (whole.replace(/\D/g, '') + decimals).replace(/^0+/, '');
  const place = Number(exponent) - decimals.length;
  return { size, digits: all.length, place, last: all.at(-1) ?? '0' };
}
