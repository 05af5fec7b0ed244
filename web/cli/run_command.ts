// `run`: a whole run on the terminal, one object or one line for each probe.

import type { EngineModule, Snapshot } from '@engine';
import { parseOptions, refuseWords, UsageError } from './arguments';
import type { Config } from '../src/config/schema/config';
import { writeRun } from '../src/config/metrics/snapshot_json';

export const RUN_HELP = `run [--optimizer adam --lr 1 --n 2000 ...] [--config FILE] [--link URL] [--format json|csv|document]
    trains and prints what each probe measured; json is a list with one object for each probe,
    document is what the page saves and opens (configuration, version, every probe)`;

export function runCommand(engine: EngineModule, argv: readonly string[]): string {
  const options = parseOptions(argv, ['format']);
  refuseWords(options.words);
  const format = options.get('format') ?? 'json';
  if (!['json', 'csv', 'document'].includes(format)) {
    throw new UsageError(`--format is ${format}, expected json, csv or document`);
  }
  const snapshots = trainAndProbe(engine, options.config);
  if (format === 'csv') return toCsv(snapshots);
  if (format === 'json') {
    return `[\n${snapshots.map((s) => JSON.stringify(toRecord(s))).join(',\n')}\n]`;
  }
  const { config } = options;
  const status = snapshots.at(-1)?.status === 'diverged' ? 'diverged' : 'complete';
  return JSON.stringify(writeRun({ engine: engine.version(), config, status, snapshots }));
}

/** Probes at steps 0, k, 2k, ... and T; where the run diverges, there, and none after it. */
export function trainAndProbe(engine: EngineModule, config: Config): Snapshot[] {
  const run = new engine.Run(config);
  try {
    const snapshots = [run.probe()];
    for (let t = 1; t <= config.steps && snapshots.at(-1)?.status === 'ok'; ++t) {
      const isOver = run.step().status === 'diverged' || t === config.steps;
      if (isOver || t % config.probeEvery === 0) snapshots.push(run.probe());
      if (isOver) break;
    }
    return snapshots;
  } finally {
    run.delete();
  }
}

/** A snapshot as plain JSON: arrays for typed arrays (NaN becomes null in the text). */
export function toRecord(snapshot: Snapshot): Record<string, unknown> {
  return { ...snapshot, eigenvalues: [...snapshot.eigenvalues] };
}

/** Scalars only, nested ones under dotted names. */
function toCsv(snapshots: readonly Snapshot[]): string {
  const rows = snapshots.map((s) => flatten(s));
  const header = Object.keys(rows[0] ?? {});
  return [header.join(','), ...rows.map((r) => header.map((k) => r[k] ?? '').join(','))].join('\n');
}

function flatten(value: object, prefix = ''): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [key, entry] of Object.entries(value) as [string, object | string | number][]) {
    if (ArrayBuffer.isView(entry)) continue;
    if (typeof entry === 'object') Object.assign(flat, flatten(entry, `${prefix}${key}.`));
    else flat[prefix + key] = String(entry);
  }
  return flat;
}
