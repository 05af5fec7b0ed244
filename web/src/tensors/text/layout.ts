// Which part of a table is numbers: a first row of names or of column numbers, a first column of
// names or an index, and a mark at the end of each row. Read as numbers, an index is one gigantic
// eigenvalue; so what is taken away is said, and what may be meant either way can be switched.

import type { Choice } from '../tensor_file';
import { isMeantAsNumber, isWhole, numberOf, type Decimal } from './numbers';
import type { TextReading } from '../text_reading';

export interface Layout {
  header: boolean;
  index: boolean;
  /** Each row ends with a mark that has nothing after it. */
  closes: boolean;
  /** Cells of a row, an index included. */
  width: number;
  notes: string[];
  choices: Choice[];
}

/** @param rows  the first rows of the table, tidied */
export function findLayout(
  rows: readonly string[][],
  decimal: Decimal,
  given: TextReading,
): Layout {
  const isNumber = (cell: string): boolean => numberOf(cell, decimal) !== undefined;
  const isName = (cell: string): boolean => !isNumber(cell) && !isMeantAsNumber(cell);
  const closes = doesClose(rows);
  const table = closes ? rows.map((r) => (r.at(-1) === '' ? r.slice(0, -1) : r)) : rows;
  const [first = [], ...body] = table;
  const width = usualLength(table, first.every(isName));
  const layout: Layout = { header: false, index: false, closes, width, notes: [], choices: [] };
  const isOneFewer = body.length > 0 && first.length === width - 1;
  const corner = isOneFewer ? '' : (first[0] ?? '');
  const titles = isOneFewer ? first : isName(corner) && width > 1 ? first.slice(1) : first;
  const header = headerOf(titles, body, isName, first.length !== titles.length);
  layout.header = given.header ?? (header === 'words' || header === 'numbers');
  if (header === 'numbers' || header === 'perhaps') {
    layout.choices.push(headerChoice(titles, layout.header, given));
  } else if (layout.header) {
    layout.notes.push('The first row is taken for names of the columns.');
  }

  const rest = layout.header ? body : table;
  const index = indexOf(rest, isName, layout.header && (corner === '' || isOneFewer));
  layout.index =
    given.index ?? (index === 'words' || index === 'numbers' || (isOneFewer && layout.header));
  if (index === 'numbers' || index === 'perhaps') {
    layout.choices.push(indexChoice(rest, layout.index, given));
  } else if (layout.index) {
    layout.notes.push('The first column is taken for names of the rows.');
  }
  if (areTriples(rest)) {
    layout.notes.push(
      'Its first two columns look like row and column of one entry each. It is read as a table of three columns; ' +
        'for the matrix of those entries put the lines “%%MatrixMarket matrix coordinate real general” and its sizes with the number of entries before them, both counted from 1.',
    );
  }
  return layout;
}

/** Row, column and value of single entries: places in order, none of them twice. */
function areTriples(rows: readonly string[][]): boolean {
  if (rows.length < 4 || rows.some(({ length }) => length !== 3)) return false;
  const body = rows.slice(1); // the sizes may stand first
  const places = body.map(([row = '', col = '']) => `${row},${col}`);
  const columns = [0, 1].map((k) => body.map((cells) => cells[k] ?? ''));
  const isSorted = (cells: readonly string[]): boolean =>
    cells.every((cell, i) => i === 0 || Number(cell) >= Number(cells[i - 1]));
  return (
    columns.flat().every((cell) => /^\d+$/.test(cell)) &&
    new Set(places).size === places.length &&
    columns.some((cells) => isSorted(cells) && new Set(cells).size < cells.length) &&
    shareOfFractions(body.map((cells) => cells.slice(2))) > 0.5
  );
}

/** @param isTitled  the first row is names, which may be one fewer than the cells of the others */
function usualLength(rows: readonly string[][], isTitled: boolean): number {
  const counts = new Map<number, number>();
  const counted = isTitled && rows.length > 1 ? rows.slice(1) : rows;
  for (const { length } of counted) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), [0, 0])[0];
}

function doesClose(rows: readonly string[][]): boolean {
  const [first = [], ...body] = rows;
  const isClosed = (row: readonly string[]): boolean => row.length > 1 && row.at(-1) === '';
  if (body.length === 0) return isClosed(first);
  return body.every(isClosed) && (isClosed(first) || first.length < body[0]!.length);
}

/** Names, numbers that look like names, numbers that may be names, or neither. */
type Kind = 'words' | 'numbers' | 'perhaps' | 'none';

function headerOf(
  titles: readonly string[],
  body: readonly string[][],
  isName: (cell: string) => boolean,
  hasCorner: boolean,
): Kind {
  if (body.length === 0 || titles.length === 0) return 'none';
  if (titles.every((cell) => isName(cell)) && titles.some((cell) => cell !== '')) return 'words';
  if (titles.length < 2 || !isLadder(titles)) return 'none';
  if (hasCorner) return 'numbers';
  if (shareOfFractions(body.map((row) => row.slice(-titles.length))) > 0.3) return 'numbers';
  return titles.length > 2 && isCount(titles) && !body.some((row) => isLadder(row))
    ? 'perhaps'
    : 'none';
}

function indexOf(
  rows: readonly string[][],
  isName: (cell: string) => boolean,
  isUnnamed: boolean,
): Kind {
  if (rows.length < 2 || rows[0]!.length < 2) return 'none';
  const cells = rows.map((row) => row[0] ?? '');
  if (cells.every((cell) => cell !== '' && isName(cell))) return 'words';
  if (!cells.every(isWhole)) return 'none';
  if (isUnnamed) return 'numbers';
  const others = rows.map((row) => row.slice(1));
  const areDistinct = new Set(cells).size === cells.length;
  const isMixed = areDistinct && cells.length >= 8 && !cells.some((cell) => cell.startsWith('-'));
  if (shareOfFractions(others) > 0.3) return isLadder(cells) || isMixed ? 'numbers' : 'none';
  const isOther = (k: number): boolean => !isLadder(others.map((row) => row[k] ?? ''));
  return cells.length > 2 && isCount(cells) && others[0]!.every((_, k) => isOther(k))
    ? 'perhaps'
    : 'none';
}

/** Whole numbers that rise or fall from each to the next, or any that do so by equal steps. */
function isLadder(cells: readonly string[]): boolean {
  const values = cells.map((cell) => Number(cell.replace(',', '.')));
  if (values.length < 2 || !values.every(Number.isFinite)) return false;
  const steps = values.slice(1).map((x, i) => x - values[i]!);
  const step = steps[0]!;
  if (cells.every(isWhole)) return steps.every((s) => s * step > 0);
  return (
    cells.length > 3 && step !== 0 && steps.every((s) => Math.abs(s - step) < 1e-6 * Math.abs(step))
  );
}

/** 0, 1, 2 … or 1, 2, 3 … */
function isCount(cells: readonly string[]): boolean {
  const [from] = cells.map(Number);
  return (from === 0 || from === 1) && cells.every((cell, i) => Number(cell) === from + i);
}

function shareOfFractions(rows: readonly (readonly string[])[]): number {
  const cells = rows.flat();
  return cells.filter((cell) => !/^[+-]?\d+$/.test(cell)).length / Math.max(1, cells.length);
}

function preview(cells: readonly string[]): string {
  return cells.length > 4 ? `${cells.slice(0, 3).join(', ')}, … ${cells.at(-1)}` : cells.join(', ');
}

function headerChoice(titles: readonly string[], isTaken: boolean, given: TextReading): Choice {
  const row = `The first row, ${preview(titles)}, looks like numbers of the columns`;
  return {
    sentence: isTaken ? `${row} and was left out.` : `${row}; it was read as data.`,
    label: isTaken ? 'Read it as data' : 'Leave it out',
    reading: { ...given, header: !isTaken },
  };
}

function indexChoice(rows: readonly string[][], isTaken: boolean, given: TextReading): Choice {
  const column = `The first column, ${preview(rows.map((row) => row[0] ?? ''))}, looks like an index`;
  return {
    sentence: isTaken ? `${column} and was left out.` : `${column}; it was read as data.`,
    label: isTaken ? 'Read it as data' : 'Leave it out',
    reading: { ...given, index: !isTaken },
  };
}
