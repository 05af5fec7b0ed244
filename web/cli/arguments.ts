// Command-line options of the runs: every parameter under its link word, `--config FILE`, `--link URL`.

import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { applyPatch, DEFAULTS, type Config } from '../src/config/schema/config';
import { parseLink } from '../src/config/link/link';
import { PARAMS } from '../src/config/schema/schema';

/** A mistake of the person at the terminal: printed without a stack, exit code 2. */
export class UsageError extends Error {}

export interface Options {
  /** Words that are not options. */
  readonly words: readonly string[];
  /** Value of an option that is not a parameter of the run, or undefined. */
  get(name: string): string | undefined;
  readonly config: Config;
}

/** Reads `--name value`, `--name=value` and plain words. `own` are the command's own options. */
export function parseOptions(argv: readonly string[], own: readonly string[]): Options {
  const words: string[] = [];
  const values = new Map<string, string>();
  const known = new Set([...own, 'config', ...PARAMS.map((p) => p.link)]);
  for (let k = 0; k < argv.length; ++k) {
    const argument = argv[k] ?? '';
    if (!argument.startsWith('--')) {
      words.push(argument);
      continue;
    }
    const cut = argument.indexOf('=');
    const name = argument.slice(2, cut < 0 ? undefined : cut);
    if (!known.has(name)) throw new UsageError(`unknown option --${name}`);
    const value = cut < 0 ? argv[++k] : argument.slice(cut + 1);
    if (value === undefined) throw new UsageError(`--${name} needs a value`);
    values.set(name, value);
  }
  return { words, get: (name) => values.get(name), config: readConfig(values) };
}

function readConfig(values: ReadonlyMap<string, string>): Config {
  let config = DEFAULTS;
  const file = values.get('config');
  if (file !== undefined) config = strict(config, readConfigFile(file));
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

/** A path as the person wrote it: npm changes to the package's folder and keeps theirs in a variable. */
export function givenPath(path: string): string {
  const from = process.env['INIT_CWD'];
  if (isAbsolute(path) || from === undefined) return path;
  const there = resolve(from, path);
  return existsSync(there) ? there : path;
}

export function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(givenPath(file), 'utf8');
  } catch {
    throw new UsageError(`cannot read ${file}`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${(error as Error).message}`);
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
