// Where a computed map goes: JSON or CSV, to stdout or to a file that is there whole or not at all.

import { renameSync, writeFileSync } from 'node:fs';
import { mapCsv } from '../src/config/map/csv';
import { writeMapFile, type MapResults } from '../src/config/map/json';
import { UsageError } from './arguments';

export interface MapOutput {
  format: 'json' | 'csv';
  out: string | undefined;
  /** Significant digits of the numbers in JSON; all of them when absent. */
  digits: number | undefined;
}

export const OUTPUT_OPTIONS = ['format', 'out', 'digits'];

export function mapOutput(get: (name: string) => string | undefined): MapOutput {
  const format = get('format') ?? 'json';
  if (format !== 'json' && format !== 'csv') {
    throw new UsageError(`--format is ${format}, expected json or csv`);
  }
  return { format, out: get('out'), digits: wholeOption(get('digits'), 'digits', 17) };
}

/** @returns what goes to stdout */
export function present(results: MapResults, { format, out, digits }: MapOutput): string {
  const text = format === 'csv' ? mapCsv(results) : writeMapFile(results, digits);
  if (out === undefined) return text.trimEnd();
  writeFileSync(`${out}.part`, text);
  renameSync(`${out}.part`, out);
  return '';
}

/** A whole number from 1 to `most`, or undefined when the option was not given. */
export function wholeOption(
  text: string | undefined,
  name: string,
  most: number,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new UsageError(`--${name} is ${text}, expected a whole number from 1 to ${most}`);
}
