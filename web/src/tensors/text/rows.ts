// Text as rows of cells. Papa Parse knows quotes and what may stand between them.

import Papa from 'papaparse';
import { FileProblem } from '../tensor_file';
import { tidy } from './numbers';
import type { Delimiter } from '../text_reading';

/** Characters that are parsed between two looks at how far it is. */
const CHUNK = 1 << 20;

/**
 * Calls `take` with the cells of each line that holds any and is no comment, and the line's number
 * from 1.
 * @param text  lines end with \n
 * @param take  returns false to stop
 */
export function eachRow(
  text: string,
  delimiter: Delimiter,
  take: (cells: string[], line: number, at: number) => boolean | undefined,
): void {
  let line = 0;
  Papa.parse<string[]>(delimiter === ' ' ? text.replaceAll('\t', ' ') : text, {
    delimiter: delimiter === 'none' ? '\x1f' : delimiter,
    newline: '\n',
    // A string is parsed piece by piece as well, though the types know it of files only.
    chunkSize: CHUNK,
    step: ({ data, errors, meta }, parser) => {
      line += 1;
      if (errors.some((error) => error.type === 'Quotes')) {
        throw new FileProblem(`a quotation mark in line ${line} is not closed`);
      }
      const cells = data.map(tidy);
      const kept = delimiter === ' ' ? cells.filter((cell) => cell !== '') : cells;
      const isBlank = kept.every((cell) => cell === '') && kept.length < 2;
      if (isBlank || /^(?:#|%|\/\/)/.test(kept[0] ?? '')) return;
      if (take(kept, line, meta.cursor) === false) parser.abort();
    },
  } as Papa.ParseLocalConfig<string[], string> as never);
}

export function firstRows(text: string, delimiter: Delimiter, most: number): string[][] {
  const rows: string[][] = [];
  eachRow(text, delimiter, (cells) => {
    rows.push(cells);
    return rows.length < most;
  });
  return rows;
}
