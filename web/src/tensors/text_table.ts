// A matrix as text: one row a line, numbers set apart by commas, semicolons, tabs or blanks. Lines
// that begin with # and one first line of column names are passed over.

import {
  brief,
  FileProblem,
  type NamedBlob,
  type TensorEntry,
  type TensorFile,
} from './tensor_file';

const MAX_BYTES = 400e6;
const NUMBER = /^[+-]?(?:\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|nan|inf(?:inity)?)$/i;

export async function openText(file: NamedBlob): Promise<TensorFile> {
  if (file.size > MAX_BYTES) {
    throw new FileProblem(`text of ${Math.round(file.size / 1e6)} MB is too long; save it as .npy`);
  }
  const { rows, cols, data } = parseTable(await file.text());
  const tensor: TensorEntry = {
    name: file.name,
    dtype: 'f64',
    shape: [rows, cols],
    fortran: false,
    read: () => Promise.resolve(new Uint8Array(data.buffer)),
  };
  return {
    name: file.name,
    bytes: file.size,
    format: 'text',
    tensors: [tensor],
    unreadable: [],
  };
}

export function parseTable(text: string): {
  rows: number;
  cols: number;
  data: Float64Array<ArrayBuffer>;
} {
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r\n?|\n/)
    .flatMap((line, i) =>
      line.trim() === '' || line.startsWith('#') ? [] : [{ line, number: i + 1 }],
    );
  const split = splitter(lines[0]?.line ?? '');
  const hasNames = lines.length > 1 && !split(lines[0]!.line).some((cell) => NUMBER.test(cell));
  if (hasNames) lines.shift();
  if (lines.length === 0) throw new FileProblem('there is no number in it');
  const cols = split(lines[0]!.line).length;
  const data = new Float64Array(lines.length * cols);
  lines.forEach(({ line, number }, i) => {
    const cells = split(line);
    if (cells.length !== cols) {
      throw new FileProblem(
        `line ${number} has ${cells.length} numbers, the first one has ${cols}`,
      );
    }
    cells.forEach((cell, j) => (data[i * cols + j] = numberOf(cell, number, j + 1)));
  });
  return { rows: lines.length, cols, data };
}

function splitter(line: string): (line: string) => string[] {
  const mark = ['\t', ';', ','].find((m) => line.includes(m));
  if (mark === undefined) return (text) => text.trim().split(/\s+/);
  return (text) => {
    const cells = text.split(mark).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    // A mark at the end of each line closes it.
    if (cells.at(-1) === '') cells.pop();
    return cells;
  };
}

function numberOf(cell: string, line: number, column: number): number {
  if (!NUMBER.test(cell)) {
    throw new FileProblem(`line ${line}, column ${column} is ${brief(cell)} and not a number`);
  }
  const word = cell.toLowerCase();
  if (word.includes('nan')) return NaN;
  if (word.includes('inf')) return word.startsWith('-') ? -Infinity : Infinity;
  return Number(cell);
}
