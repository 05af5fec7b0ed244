// Numbers as people and programs write them: with a decimal point or comma, in groups of thousands.

import { quoted } from '../../common/text';

export type Decimal = '.' | ',';

const PLAIN = {
  '.': /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i,
  ',': /^[+-]?(?:\d+,?\d*|,\d+)(?:e[+-]?\d+)?$/i,
};
/** Groups of three, set apart by one and the same mark. */
const GROUPED = {
  '.': /^[+-]?\d{1,3}([,'’ \u00a0\u2009\u202f])\d{3}(?:\1\d{3})*(?:\.\d*)?$/,
  ',': /^[+-]?\d{1,3}([.'’ \u00a0\u2009\u202f])\d{3}(?:\1\d{3})*(?:,\d*)?$/,
};
const WORD = /^([+-])?(nan|inf(?:inity)?)$/i;

/** A cell as it is judged: without blanks around it and with the minus sign of keyboards. */
export function tidy(cell: string): string {
  return cell.trim().replaceAll('\u2212', '-');
}

/** @returns undefined where a tidy cell is no number */
export function numberOf(cell: string, decimal: Decimal): number | undefined {
  if (PLAIN[decimal].test(cell)) return Number(decimal === ',' ? cell.replace(',', '.') : cell);
  if (GROUPED[decimal].test(cell)) {
    const marks = decimal === ',' ? /[^\d,+-]/g : /[^\d.+-]/g;
    return Number(cell.replace(marks, '').replace(',', '.'));
  }
  const [, sign, word] = WORD.exec(cell) ?? [];
  if (word === undefined) return undefined;
  return /nan/i.test(word) ? NaN : sign === '-' ? -Infinity : Infinity;
}

export function isGrouped(cell: string, decimal: Decimal): boolean {
  return !PLAIN[decimal].test(cell) && GROUPED[decimal].test(cell);
}

/** Whole, also as “3.0”: an index or a number of a column may be. */
export function isWhole(cell: string): boolean {
  return /^[+-]?\d+(?:[.,]0*)?$/.test(cell);
}

const MISSING = /^(?:na|n\/a|#n\/a|#na|null|none|nil|missing|--?|\?|\.)$/i;

/** Meant as a number, or as the lack of one, though it cannot be read: no name of a column. */
export function isMeantAsNumber(cell: string): boolean {
  return (
    MISSING.test(cell) ||
    /^[#+-]?(?:nan[qs]?|inf(?:inity)?)(?![a-z_])/i.test(cell) ||
    // As Windows wrote what is not finite.
    /^[+-]?\d\.#(?:inf|ind|[qs]?nan)\d*$/i.test(cell) ||
    /^[+-]?[$€£¥]?\s*[+-]?(?:\d|[.,]\d)[\d.,_'’ \u00a0\u202f]*(?:[edq][+-]?\d+)?\s*[%$€£¥]?$/i.test(
      cell,
    ) ||
    /^[+-]?0x[\da-f.]+(?:p[+-]?\d+)?$/i.test(cell) ||
    /^\(\s*[\d.,]+\s*\)$/.test(cell) ||
    /^[(]?[+-]?[\d.]+(?:e[+-]?\d+)?[+-][\d.]+(?:e[+-]?\d+)?[ij][)]?$/i.test(cell)
  );
}

/** What a cell is that is no number, in words that follow “line 3, column 2 is ”. */
export function notANumber(cell: string): string {
  const what = `${quoted(cell)} and not a number`;
  if (cell === '') return `${what}: an empty cell`;
  if (MISSING.test(cell)) return `${what}: a missing value`;
  if (cell.includes('%')) return `${what}: write percentages as fractions`;
  if (/^[+-]?0x/i.test(cell)) return `${what}: write it in decimal`;
  if (/^[+-]?[\d.]+[dq][+-]?\d+$/i.test(cell)) return `${what}: write Fortran’s exponents with e`;
  if (/\d_\d/.test(cell)) return `${what}: write it without _`;
  if (/[ij]\)?$/i.test(cell) && /\d/.test(cell)) return `${what}, perhaps a complex one`;
  return what;
}
