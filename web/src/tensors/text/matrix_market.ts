// Matrix Market: a banner, comments, the sizes, then entries, all of them column by column or those
// that are not zero with their row and column. https://math.nist.gov/MatrixMarket/formats.html

import { quoted } from '../../common/text';
import { FileProblem } from '../tensor_file';

export interface Entries {
  rows: number;
  cols: number;
  /** Row-major. */
  data: Float64Array<ArrayBuffer>;
}

/** Entries of a matrix that is written out in full. */
const MOST = 1e8;

export function isMatrixMarket(text: string): boolean {
  return /^%%MatrixMarket\b/i.test(text);
}

export function parseMatrixMarket(text: string): Entries {
  const [banner = '', ...lines] = text.split('\n');
  const [, object = '', format = '', field = '', symmetry = ''] = banner
    .toLowerCase()
    .trim()
    .split(/\s+/);
  const isKnown =
    object === 'matrix' &&
    ['array', 'coordinate'].includes(format) &&
    ['real', 'integer', 'double', 'pattern'].includes(field) &&
    ['general', 'symmetric', 'skew-symmetric'].includes(symmetry);
  if (!isKnown) {
    throw new FileProblem(`it is a Matrix Market file of a kind not read here, ${quoted(banner)}`);
  }
  const words = lines
    .map((line, i) => ({ cells: line.trim().split(/\s+/), number: i + 2 }))
    .filter(({ cells }) => cells[0] !== '' && !cells[0]!.startsWith('%'));
  const sizes = words.shift()?.cells.map(Number) ?? [];
  const [rows = NaN, cols = NaN] = sizes;
  if (![rows, cols].every((n) => Number.isSafeInteger(n) && n > 0)) {
    throw new FileProblem('it is a Matrix Market file without sizes');
  }
  if (rows * cols > MOST) {
    throw new FileProblem(
      `a matrix of ${rows} × ${cols} entries, most of them zero, is too large here`,
    );
  }
  const data = new Float64Array(rows * cols);
  const sign = symmetry === 'skew-symmetric' ? -1 : 1;
  const put = (i: number, j: number, x: number, line: number): void => {
    if (!(i >= 0 && i < rows && j >= 0 && j < cols && Number.isInteger(i) && Number.isInteger(j))) {
      throw new FileProblem(`line ${line} names an entry outside the matrix`);
    }
    if (Number.isNaN(x)) throw new FileProblem(`line ${line} holds no number`);
    // Entries that are there twice are to be added.
    data[i * cols + j]! += x;
    if (symmetry !== 'general' && i !== j) data[j * cols + i]! += sign * x;
  };
  if (symmetry !== 'general' && rows !== cols) {
    throw new FileProblem('it says that it is symmetric, and it is not square');
  }
  if (format === 'coordinate') {
    if (words.length !== sizes[2]) {
      throw new FileProblem(
        `it has ${words.length} entries and says ${sizes[2]}: the file is cut off`,
      );
    }
    for (const { cells, number } of words) {
      const [i = NaN, j = NaN, x = NaN] = cells.map(Number);
      put(i - 1, j - 1, field === 'pattern' ? 1 : x, number);
    }
    return { rows, cols, data };
  }
  const values = words.flatMap(({ cells, number }) =>
    cells.map((cell) => ({ x: Number(cell), number })),
  );
  let k = 0;
  for (let j = 0; j < cols; j += 1) {
    const from = symmetry === 'general' ? 0 : symmetry === 'symmetric' ? j : j + 1;
    for (let i = from; i < rows; i += 1, k += 1) {
      const value = values[k];
      if (!value) throw new FileProblem(`it ends after ${k} entries: the file is cut off`);
      put(i, j, value.x, value.number);
    }
  }
  return { rows, cols, data };
}
