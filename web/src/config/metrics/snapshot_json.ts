// Snapshots, and whole runs, as JSON.

import type { BulkLaw, NoTail, Phase, Snapshot, TailFit } from '@engine';
import type { Config } from '../schema/config';
import { readNumber, writeNumber } from '../../common/json_numbers';
import { fieldsOf, type Fields } from '../../common/untrusted';
import { PHASES } from './phases';

type NumberOf<T> = { [K in keyof T]: T[K] extends number ? K : never }[keyof T];

/** All of them, or this does not compile: a number left out would be lost from saved runs. */
const SCALARS = Object.keys({
  step: true,
  learningRate: true,
  trainLoss: true,
  probeLoss: true,
  testLoss: true,
  kta: true,
  simWBeta: true,
  saturation: true,
  lambdaMax: true,
  lambdaMin: true,
  frobeniusSquared: true,
  stableRank: true,
  effectiveRank: true,
  participationRatio: true,
  rank: true,
  resolution: true,
  rows: true,
  columns: true,
  twEdge: true,
  spikes: true,
} satisfies Record<NumberOf<Snapshot>, true>) as NumberOf<Snapshot>[];

const FIT = [
  'alpha',
  'standardError',
  'D',
  'xmin',
  'xminIndex',
  'tailSize',
  'alphaHat',
] as const satisfies readonly (keyof TailFit)[];
const LAW = ['scale', 'lower', 'upper', 'ksDistance'] as const satisfies readonly (keyof BulkLaw)[];

type Json = Record<string, unknown>;

export function writeSnapshot(s: Snapshot): Json {
  const numbers = <T extends object>(from: T, keys: readonly (keyof T & string)[]): Json =>
    Object.fromEntries(keys.map((k) => [k, writeNumber(from[k] as number)]));
  const fit = (f: TailFit): Json => ({ status: f.status, reason: f.reason, ...numbers(f, FIT) });
  return {
    ...numbers(s, SCALARS),
    status: s.status,
    phase: s.phase,
    hill: fit(s.hill),
    ks: fit(s.ks),
    ksRobust: fit(s.ksRobust),
    initialBulk: numbers(s.initialBulk, LAW),
    bulk: numbers(s.bulk, LAW),
    eigenvalues: Array.from(s.eigenvalues, writeNumber),
  };
}

const REASONS: readonly NoTail[] = ['not-finite', 'too-few', 'no-spread'];

/** Every eigenvalue was taken at its word. */
function withoutRank({ eigenvalues }: Fields, { h, d }: { h: number; d: number }): Json {
  const rank = Array.isArray(eigenvalues) ? eigenvalues.filter((x) => Number(x) > 0).length : 0;
  return { rank, resolution: 0, rows: h, columns: d };
}

export const FORMAT = 'tailcraft-run';
export const VERSION = 1;

/** A run as the page and the terminal save it, and the page opens it. */
export function writeRun(run: {
  engine: string;
  config: Config;
  status: string;
  snapshots: readonly Snapshot[];
}): Json {
  return {
    format: FORMAT,
    version: VERSION,
    ...run,
    snapshots: run.snapshots.map(writeSnapshot),
  };
}

/**
 * Reads what `writeSnapshot` wrote. Numbers that a file of another version lacks were not measured:
 * they are NaN. Throws an Error naming the snapshot and the field that is wrong.
 * @param size  of W: files of before rank and resolution were recorded lack them
 */
export function readSnapshot(
  raw: unknown,
  index: number,
  size: { h: number; d: number },
): Snapshot {
  const given = fieldsOf(raw);
  const s: Fields = { ...withoutRank(given, size), ...given };
  const where = `snapshot ${index}`;
  const numbers = (from: Fields, keys: readonly string[], name = ''): Record<string, number> =>
    Object.fromEntries(
      keys.map((k) => [k, readNumber(from[k] ?? null, `${where}: ${name}${k}`)] as const),
    );
  const fit = (key: 'hill' | 'ks' | 'ksRobust'): TailFit => {
    const f = fieldsOf(s[key]);
    const status = f['status'] === 'ok' ? 'ok' : 'degenerate';
    const known = REASONS.find((r) => r === f['reason']);
    const reason = status === 'ok' ? 'none' : (known ?? 'too-few');
    return { status, reason, ...numbers(f, FIT, `${key}.`) } as TailFit;
  };
  const law = (key: 'initialBulk' | 'bulk'): BulkLaw =>
    numbers(fieldsOf(s[key]), LAW, `${key}.`) as unknown as BulkLaw;
  if (!Array.isArray(s['eigenvalues'])) throw new Error(`${where} has no eigenvalues`);
  const { phase } = s;
  if (typeof phase !== 'string' || !Object.hasOwn(PHASES, phase)) {
    throw new Error(`${where} has an unknown phase`);
  }
  return {
    ...numbers(s, SCALARS),
    status: s['status'] === 'diverged' ? 'diverged' : 'ok',
    phase: phase as Phase,
    hill: fit('hill'),
    ks: fit('ks'),
    ksRobust: fit('ksRobust'),
    initialBulk: law('initialBulk'),
    bulk: law('bulk'),
    eigenvalues: Float64Array.from(s['eigenvalues'], (x) => readNumber(x, `${where}: eigenvalues`)),
  } as Snapshot;
}
