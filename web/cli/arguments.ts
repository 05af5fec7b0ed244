// Command-line options of the runs: every parameter under its link word, `--config FILE`, `--link URL`.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from '../src/common/errors';
import { applyPatch, DEFAULTS, presentNames, type Config } from '../src/config/schema/config';
import { parseLink } from '../src/config/link/link';
import { PARAMS } from '../src/config/schema/schema';

/** A mistake of the person at the terminal: printed without a stack, exit code 2. */
export class UsageError extends Error {}

export interface Arguments {
  /** Words that are not options. */
  readonly words: readonly string[];
  readonly values: ReadonlyMap<string, string>;
}

/** Options without a value: `values` holds their own name when they are given. */
const FLAGS = ['force'];

/**
 * Reads `--name value`, `--name=value` and plain words. Of an option that is given twice the last
 * counts, so that a script's own can be followed by others.
 * @param known  names of all options
 */
export function readArguments(argv: readonly string[], known: readonly string[]): Arguments {
  const options = Object.fromEntries(
    known.map((name) => [name, { type: FLAGS.includes(name) ? 'boolean' : 'string' } as const]),
  );
  try {
    const parsed = parseArgs({ args: [...argv], options, allowPositionals: true });
    const values = Object.entries(parsed.values).map(
      ([name, value]) => [name, typeof value === 'string' ? value : name] as const,
    );
    return { words: parsed.positionals, values: new Map(values) };
  } catch (error) {
    // Node goes on with a way to give words that begin with a dash, which no command takes.
    throw new UsageError(messageOf(error).replace(/\. To specify a positional.*$/s, ''));
  }
}

/** For commands that take options only. */
export function refuseWords([word]: readonly string[]): void {
  if (word !== undefined) throw new UsageError(`unexpected word ${word}`);
}

export interface Options {
  readonly words: readonly string[];
  /** Value of an option that is not a parameter of the run, or undefined. */
  get(name: string): string | undefined;
  readonly config: Config;
}

/** The options of a command about one run. `own` are those that are no settings of the run. */
export function parseOptions(argv: readonly string[], own: readonly string[]): Options {
  const known = [...own, 'config', 'link', ...PARAMS.map((p) => p.link)];
  const { words, values } = readArguments(argv, known);
  return { words, get: (name) => values.get(name), config: readConfig(values) };
}

function readConfig(values: ReadonlyMap<string, string>): Config {
  let config = DEFAULTS;
  const file = values.get('config');
  if (file !== undefined) config = strict(config, presentNames(readConfigFile(file)));
  // `--link` is a teacher's link function; an address is told from it by its `#`.
  const address = values.get('link');
  const isAddress = address?.includes('#') ?? false;
  if (address !== undefined && isAddress) {
    const parsed = parseLink(address.slice(address.indexOf('#')));
    if (parsed.warnings.length > 0) throw refusal(parsed.warnings);
    config = parsed.state.config;
  }
  const patch: Record<string, unknown> = {};
  for (const p of PARAMS) {
    const value = values.get(p.link);
    if (value !== undefined && !(p.link === 'link' && isAddress)) patch[p.key] = value;
  }
  return strict(config, patch);
}

/** Where the page mends a value and says so, the terminal refuses it. */
export function strict(base: Config, patch: Readonly<Record<string, unknown>>): Config {
  const known = new Set<string>(PARAMS.map((p) => p.key));
  for (const key of Object.keys(patch)) {
    if (!known.has(key)) throw new UsageError(`unknown field “${key}” in the configuration`);
  }
  const change = applyPatch(base, patch);
  if (change.warnings.length > 0) throw refusal(change.warnings);
  return change.config;
}

/** What is wrong, without what the page would have done instead. */
function refusal(warnings: readonly string[]): UsageError {
  return new UsageError(warnings.map((w) => w.replace(/, so .* is used\.$/, '.')).join(' '));
}

/**
 * A path as the person wrote it, to be read or written: from the folder they stand in. npm changes to
 * the package's folder and keeps theirs in a variable.
 */
export function givenPath(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? '', path);
}

/** @returns the text of a file that the person named */
export function readText(file: string): string {
  try {
    return readFileSync(givenPath(file), 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${messageOf(error)}`);
  }
}

export function readJson(file: string): unknown {
  const text = readText(file);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${messageOf(error)}`);
  }
}

/** A configuration on its own, or a file of a whole run that has one. */
function readConfigFile(file: string): Record<string, unknown> {
  const content = readJson(file);
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new UsageError(`${file} holds no configuration object`);
  }
  const record = content as Record<string, unknown>;
  const inner = record['config'];
  return typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : record;
}
