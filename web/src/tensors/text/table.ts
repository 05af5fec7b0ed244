// A matrix as text: one row a line. How its numbers are written and which of its cells are numbers
// is judged by the first lines.

import { wholeOf } from '../source';
import {
  FileProblem,
  type Choice,
  type NamedBlob,
  type Progress,
  type TensorFile,
} from '../tensor_file';
import { findDialect, type FoundDialect } from './dialect';
import { findLayout, type Layout } from './layout';
import { isMatrixMarket, parseMatrixMarket, type Entries } from './matrix_market';
import { notANumber, numberOf } from './numbers';
import { roundoffOfText } from './precision';
import type { Delimiter, TextReading } from '../text_reading';
import { eachRow, firstRows } from './rows';

/** Characters that are judged before the rest is read. */
const SAMPLE = 1 << 16;
const SAMPLE_ROWS = 200;

export function openTable(
  file: NamedBlob,
  text: string,
  given: TextReading,
  progress: Progress,
): TensorFile {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  const table = isMatrixMarket(lines)
    ? { ...parseMatrixMarket(lines), format: 'Matrix Market', notes: [], choices: [] }
    : { ...parseTable(lines, given, progress), format: 'text' };
  const { rows, cols, data, format, notes, choices } = table;
  const roundoff = 'roundoff' in table ? table.roundoff : 0;
  const tensor = {
    name: file.name,
    dtype: 'f64',
    shape: [rows, cols],
    fortran: false,
    source: wholeOf(new Blob([data])),
    ...(roundoff > 0 && { roundoff }),
  } as const;
  return {
    name: file.name,
    bytes: file.size,
    format,
    tensors: [tensor],
    unreadable: [],
    notes,
    choices,
  };
}

export interface Table extends Entries {
  /** Unit roundoff of the numbers as they are written. */
  roundoff: number;
  notes: string[];
  choices: Choice[];
}

export function parseTable(
  text: string,
  given: TextReading = {},
  progress: Progress = () => undefined,
): Table {
  // Excel’s line that names the mark between cells.
  const [line, mark] = /^"?sep=(.)"?[ ;,\t]*(?:\n|$)/i.exec(text) ?? [];
  const body = line === undefined ? text : text.slice(line.length);
  const sample = body.slice(0, SAMPLE);
  const whole = body.length > SAMPLE ? sample.slice(0, sample.lastIndexOf('\n') + 1) || body : body;
  const dialect = findDialect(whole, given, mark as Delimiter | undefined);
  const rows = firstRows(whole, dialect.delimiter, SAMPLE_ROWS);
  if (rows.length === 0) throw new FileProblem('there is no number in it');
  const layout = findLayout(rows, dialect.decimal, given);
  const entries = read(body, dialect, layout, line === undefined ? 0 : 1, progress);
  const { notes, choices } = layout;
  if (dialect.rival) choices.unshift(dialectChoice(dialect, dialect.rival, given));
  else if (dialect.decimal === ',' && given.decimal === undefined) {
    notes.unshift('Its commas are read as decimal marks.');
  }
  const inner = rows.slice(layout.header ? 1 : 0).map((row) => row.slice(layout.index ? 1 : 0));
  return { ...entries, roundoff: roundoffOfText(inner, dialect.decimal), notes, choices };
}

function read(
  text: string,
  { delimiter, decimal }: FoundDialect,
  { header, index, closes, width }: Layout,
  linesBefore: number,
  progress: Progress,
): Entries {
  const cols = width - (index ? 1 : 0);
  let data = new Float64Array(1 << 12);
  let filled = 0;
  let seen = 0;
  eachRow(text, delimiter, (cells, row, at) => {
    const line = row + linesBefore;
    seen += 1;
    if (seen === 1 && header) return true;
    if (closes && cells.at(-1) === '') cells.pop();
    if (cells.length !== width) {
      const count = cells.length === 1 ? 'one cell' : `${cells.length} cells`;
      throw new FileProblem(`line ${line} has ${count}, others have ${width}`);
    }
    if (filled + cols > data.length) {
      const longer = new Float64Array(2 * (filled + cols));
      longer.set(data);
      data = longer;
    }
    for (let j = index ? 1 : 0; j < width; j += 1) {
      const x = numberOf(cells[j]!, decimal);
      if (x === undefined) {
        throw new FileProblem(`line ${line}, column ${j + 1} is ${notANumber(cells[j]!)}`);
      }
      data[filled] = x;
      filled += 1;
    }
    if (seen % 1000 === 0) progress(at, text.length, 'bytes');
    return true;
  });
  if (filled === 0) throw new FileProblem('there is no number in it');
  return { rows: filled / cols, cols, data: data.slice(0, filled) };
}

function dialectChoice(
  taken: FoundDialect,
  other: { delimiter: Delimiter; decimal: '.' | ',' },
  given: TextReading,
): Choice {
  const reading = { ...given, delimiter: other.delimiter, decimal: other.decimal };
  if (taken.delimiter === other.delimiter && other.decimal === ',') {
    return {
      sentence: 'Its commas are read as marks of thousands: 1,234 is more than a thousand.',
      label: 'Read them as decimal marks',
      reading,
    };
  }
  if (taken.delimiter === other.delimiter) {
    return {
      sentence: 'Its commas are read as decimal marks: 1,234 is a little more than one.',
      label: 'Read them as thousands',
      reading,
    };
  }
  const [mark, kind] =
    taken.delimiter === ',' || other.delimiter === ','
      ? ['comma', 'decimal mark']
      : ['blank', 'mark of thousands'];
  return taken.delimiter === 'none'
    ? {
        sentence: `The ${mark} in each line is read as a ${kind}: one number a line.`,
        label: 'Read two columns',
        reading,
      }
    : {
        sentence: `The ${mark} in each line is read as the end of a cell: two numbers a line.`,
        label: `Read it as a ${kind}`,
        reading,
      };
}
