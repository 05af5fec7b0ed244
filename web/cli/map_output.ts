// Where a computed map goes: JSON or CSV, to stdout or to a file that is there whole or not at all.

import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { messageOf } from '../src/common/errors';
import { mapCsv } from '../src/config/map/csv';
import { mapHash } from '../src/config/map/hash';
import {
  readMapFile,
  writeMapFile,
  type MapFile,
  type MapResults,
  type RunResult,
} from '../src/config/map/json';
import { givenPath, UsageError } from './arguments';

/** What a command prints, and what did not go well although there is something to print. */
export interface Outcome {
  text: string;
  failures: readonly string[];
}

export const OUTPUT_OPTIONS = ['format', 'out', 'digits', 'force'];

/** What is about to be written: enough to tell whether a file that is there would lose anything. */
export interface Planned {
  map: MapResults['map'];
  engine: string;
  runs: ReadonlySet<number>;
}

export class MapOutput {
  readonly format: 'json' | 'csv';
  /** The file, or undefined for stdout. */
  readonly file: string | undefined;
  /** Significant digits of the numbers in JSON; all of them when absent. */
  readonly digits: number | undefined;
  private readonly isForced: boolean;
  /** The file as it was when the command began. */
  private before: string | null = null;

  constructor(get: (name: string) => string | undefined) {
    const format = get('format') ?? 'json';
    if (format !== 'json' && format !== 'csv') {
      throw new UsageError(`--format is ${format}, expected json or csv`);
    }
    const out = get('out');
    this.format = format;
    this.file = out === undefined ? undefined : givenPath(out);
    this.digits = wholeOption(get('digits'), 'digits', 17);
    this.isForced = get('force') !== undefined;
  }

  /**
   * Refuses, before anything is computed, to replace a file that would lose something.
   * @param isResumed  an earlier attempt at the same thing was to write it
   * @returns what an earlier file of the same thing holds
   */
  claim(planned: Planned, isResumed = false): ReadonlyMap<number, RunResult> {
    const { file } = this;
    if (file === undefined) return new Map();
    this.before = textOf(file);
    if (!this.before || this.isForced || isResumed) return new Map();
    return this.earlier(file, this.before, planned).results;
  }

  /** @returns what goes to stdout */
  write(results: MapResults): string {
    const { file, digits } = this;
    const text = this.format === 'csv' ? mapCsv(results) : writeMapFile(results, digits);
    if (file === undefined) return text.trimEnd();
    const now = textOf(file);
    if (now === text) return '';
    if (now !== this.before && !this.isForced) {
      throw refusal(file, 'was changed by somebody else meanwhile');
    }
    const unfinished = `${file}.${process.pid}.tmp`;
    try {
      fs.writeFileSync(unfinished, text, { flag: 'wx' });
      fs.renameSync(unfinished, file);
    } catch (error) {
      fs.rmSync(unfinished, { force: true });
      throw new Error(`${file} could not be written: ${messageOf(error)}`, { cause: error });
    }
    return '';
  }

  private earlier(file: string, text: string, { map, engine, runs }: Planned): MapFile {
    let old: MapFile;
    try {
      old = readMapFile(text);
    } catch {
      throw refusal(file, 'is not a map that this command has written');
    }
    if (mapHash(old.map) !== mapHash(map)) throw refusal(file, 'holds another map');
    if (old.engine !== engine) throw refusal(file, `holds this map by engine ${old.engine}`);
    if ([...old.results.keys()].some((run) => !runs.has(run))) {
      throw refusal(file, 'holds runs of this map that would be lost');
    }
    if (this.format === 'csv') throw refusal(file, 'holds this map as JSON');
    if (old.digits !== this.digits)
      throw refusal(file, 'holds this map to another number of digits');
    return old;
  }
}

function refusal(file: string, loss: string): UsageError {
  return new UsageError(`${file} ${loss}; choose another --out, or give --force to replace it`);
}

/** What is in the file, or null where there is none yet. */
function textOf(file: string): string | null {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat && !fs.existsSync(dirname(file))) throw new UsageError(`${dirname(file)} is no folder`);
  if (stat && !stat.isFile()) throw new UsageError(`--out ${file} is not a file`);
  return stat ? fs.readFileSync(file, 'utf8') : null;
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
