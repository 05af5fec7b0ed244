// What stands between the numbers of a text and what marks their decimals, found by trying: the way
// in which most cells are numbers and most rows equally long.

import { FileProblem } from '../tensor_file';
import { isGrouped, isMeantAsNumber, numberOf, type Decimal } from './numbers';
import type { Delimiter, TextReading } from '../text_reading';
import { firstRows } from './rows';

export interface Dialect {
  delimiter: Delimiter;
  decimal: Decimal;
}

export interface FoundDialect extends Dialect {
  /** Another way that fits as well, and that a person may have meant. */
  rival: Dialect | null;
}

/** In the order of preference where they fit equally well. */
const DELIMITERS: readonly Delimiter[] = ['\t', ';', ',', '|', ' ', 'none'];
const DECIMALS: readonly Decimal[] = ['.', ','];
const ROWS = 100;

/** Score from which a reading makes sense. */
const GOOD = 0.84;

/** Blanks beside other marks, and one number a line, are less likely than what competes with them. */
function trust(delimiter: Delimiter, text: string): number {
  if (delimiter === 'none') return 0.95;
  return delimiter === ' ' && /[\t;|]/.test(text) ? 0.88 : 1;
}

interface Trial extends Dialect {
  score: number;
  rows: string[][];
}

/** @param forced  what the text itself says stands between its cells */
export function findDialect(text: string, given: TextReading, forced?: Delimiter): FoundDialect {
  let failure: FileProblem | undefined;
  const trials = (forced ? [forced] : DELIMITERS).flatMap((delimiter) => {
    if (delimiter !== 'none' && !forced && !text.includes(delimiter)) return [];
    const rows = tried(text, delimiter);
    if (rows instanceof FileProblem) {
      failure ??= rows;
      return [];
    }
    return DECIMALS.map((decimal): Trial => ({
      delimiter,
      decimal,
      rows,
      score: score(rows, decimal) * trust(delimiter, text),
    }));
  });
  const [first, ...others] = trials;
  if (!first) return { delimiter: forced ?? ',', decimal: '.', rival: null };
  const best = others.reduce((a, b) => (b.score > a.score + 1e-9 ? b : a), first);
  if (best.delimiter === ',' && areHalves(best.rows)) {
    throw new FileProblem(
      `its commas stand between the numbers and mark their decimals as well (${best.rows[0]!.slice(0, 4).join(',')} …); write decimal points, or put semicolons between the numbers`,
    );
  }
  if (best.delimiter === 'none' && failure) throw failure;
  const found = settle(best, trials);
  const taken = {
    delimiter: given.delimiter ?? found.delimiter,
    decimal: given.decimal ?? found.decimal,
  };
  if (taken.delimiter === found.delimiter && taken.decimal === found.decimal) return found;
  return { ...taken, rival: { delimiter: found.delimiter, decimal: found.decimal } };
}

/** A problem where quotation marks do not fit: then it is not what stands between the cells. */
function tried(text: string, delimiter: Delimiter): string[][] | FileProblem {
  try {
    return firstRows(text, delimiter, ROWS);
  } catch (error) {
    if (error instanceof FileProblem) return error;
    throw error;
  }
}

/**
 * Share of cells that are numbers, groups a little less, times that of rows with the usual length.
 * The first column, which may be names, and the last cell, which may close the row, count only where
 * the rest does not decide; a first row without numbers is left out.
 */
function score(rows: readonly string[][], decimal: Decimal): number {
  const isTitled = rows.length > 1 && shareOfLikely(rows[0]!, decimal) < 0.5;
  const body = isTitled ? rows.slice(1) : rows;
  const lengths = new Map<number, number>();
  for (const { length } of body) lengths.set(length, (lengths.get(length) ?? 0) + 1);
  const inner = body.flatMap((row) => (row.length > 2 ? row.slice(1, -1) : row));
  const all = rows.flat().filter((cell) => cell !== '');
  const most = Math.max(0, ...lengths.values()) / Math.max(1, body.length);
  return most * (shareOfNumbers(inner, decimal) + 0.01 * shareOfNumbers(all, decimal));
}

/** Of a row that may be names: numbers; where it is one cell, also what looks like several. */
function shareOfLikely(cells: readonly string[], decimal: Decimal): number {
  const [only = ''] = cells;
  const isRow = isMeantAsNumber(only) || (/[,;\t|]/.test(only) && /\d/.test(only));
  return cells.length === 1 && isRow ? 1 : shareOfNumbers(cells, decimal);
}

function shareOfNumbers(cells: readonly string[], decimal: Decimal): number {
  const worth = cells.map((cell) =>
    numberOf(cell, decimal) === undefined ? 0 : isGrouped(cell, decimal) ? 0.9 : 1,
  );
  return worth.reduce<number>((sum, x) => sum + x, 0) / Math.max(1, cells.length);
}

/** Decides between readings that fit equally well and names the other. */
function settle(best: Trial, trials: readonly Trial[]): FoundDialect {
  const found = { delimiter: best.delimiter, decimal: best.decimal };
  if (best.rows.every((row) => isPair(row, best.decimal))) {
    const single = trials.find(
      (t) =>
        t.delimiter === 'none' &&
        t.score > GOOD &&
        t.decimal === (best.delimiter === ',' ? ',' : '.'),
    );
    if (single && best.delimiter === ',' && isOneNumber(best.rows))
      return { ...pick(single), rival: found };
    if (single && best.delimiter === ' ' && isOneGroup(best.rows))
      return { ...pick(single), rival: found };
    if (single && (best.delimiter === ',' || best.delimiter === ' ')) {
      return { ...found, rival: pick(single) };
    }
  }
  if (best.decimal === ',') {
    const point = trials.find((t) => t.delimiter === best.delimiter && t.decimal === '.');
    if (point && areGroups(best.rows)) return { ...pick(point), rival: found };
    if (point && point.score > GOOD) return { ...found, rival: pick(point) };
  }
  return { ...found, rival: null };
}

function isPair(row: readonly string[], decimal: Decimal): boolean {
  return row.length === 2 && row.every((cell) => numberOf(cell, decimal) !== undefined);
}

function pick({ delimiter, decimal }: Trial): Dialect {
  return { delimiter, decimal };
}

/** Are “0,5” and “12,250” single numbers rather than pairs? */
function isOneNumber(rows: readonly string[][]): boolean {
  const parts = rows.map(([, second = '']) => second);
  if (!parts.every((part) => /^\d+$/.test(part))) return false;
  const isEven = parts.every((part) => part.length === parts[0]!.length) && parts[0]!.length > 1;
  const hasZero = rows.some(
    ([first = '', second = '']) => /^[+-]?0$/.test(first) || /^0\d/.test(second),
  );
  return isEven || hasZero;
}

/** Is “1 234” one number? Its second part has three digits in every row, its first now and then fewer. */
function isOneGroup(rows: readonly string[][]): boolean {
  return (
    rows.every(
      ([first = '', second = '']) => /^[+-]?\d{1,3}$/.test(first) && /^\d{3}$/.test(second),
    ) && rows.some(([first = '']) => first.replace(/\D/g, '').length < 3)
  );
}

/** Are all commas those of thousands? So they are beside whole numbers that have none, for they are small. */
function areGroups(rows: readonly string[][]): boolean {
  const cells = rows.flat();
  const grouped = cells.filter((cell) => cell.includes(','));
  const others = cells.filter((cell) => /^[+-]?\d+$/.test(cell));
  return (
    grouped.every((cell) => /^[+-]?[1-9]\d{0,2}(?:,\d{3})+$/.test(cell)) &&
    others.length > 0 &&
    others.every((cell) => /^[+-]?\d{1,3}$/.test(cell))
  );
}

/** Is every number “0,0625” cut in two? Only decimals begin with a nought, and only they follow a “-0”. */
function areHalves(rows: readonly string[][]): boolean {
  const cells = rows.flat();
  if (rows.some(({ length }) => length < 4 || length % 2 === 1)) return false;
  const firsts = cells.filter((_, i) => i % 2 === 0);
  const seconds = cells.filter((_, i) => i % 2 === 1);
  return (
    firsts.every((cell) => /^[+-]?(?:0|[1-9]\d*)$/.test(cell)) &&
    seconds.every((cell) => /^\d+$/.test(cell)) &&
    (firsts.includes('-0') || seconds.some((cell) => /^0\d/.test(cell)))
  );
}
