// Runs and weights as files. A run is saved with its configuration, the engine's version and every
// snapshot, so that it opens again without being recomputed; what a file says is checked field by
// field before any of it is shown.

import type { Snapshot } from '@engine';
import { applyPatch, DEFAULTS } from '../config/config';
import { PARAMS } from '../config/schema';
import { readSnapshot, writeSnapshot } from '../config/snapshot_json';
import { newRun, recordedAt, type RunRecord } from '../state/runs';
import type { Store } from '../state/store';
import { saveBlob } from './download';
import { npyFile } from './npy_file';

const FORMAT = 'tailcraft-run';
const VERSION = 1;
const MAX_BYTES = 400e6;

/** Saves every run on display, one file each. */
export function saveRun(store: Store): void {
  store.shown.forEach((run, slot) => {
    const letter = store.isComparing ? (slot === 0 ? '-a' : '-b') : '';
    const text = JSON.stringify({
      format: FORMAT,
      version: VERSION,
      engine: store.engineVersion,
      config: run.config,
      status: run.status,
      snapshots: run.recorded.map((r) => writeSnapshot(r.snapshot)),
    });
    saveBlob(new Blob([text], { type: 'application/json' }), `${fileName(run)}${letter}.json`);
  });
}

/** Saves W at the step on display as a NumPy array. */
export async function saveWeights(store: Store): Promise<void> {
  for (const slot of [0, 1] as const) {
    const runner = store.runner(slot);
    if (!runner) continue;
    const run = runner.shown;
    const step = recordedAt(run, store.playback.cursor)?.snapshot.step ?? 0;
    const weights = await runner.call('weights', { config: run.config, step });
    const letter = store.isComparing ? (slot === 0 ? '-a' : '-b') : '';
    saveBlob(
      new Blob([npyFile(weights.data, [weights.rows, weights.cols])]),
      `${fileName(run)}${letter}-step${step}-W.npy`,
    );
  }
}

/** Asks for a file and opens it. */
export function chooseRun(store: Store): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,application/json';
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file) void openRun(store, file);
  });
  input.click();
}

export async function openRun(store: Store, file: File): Promise<void> {
  try {
    if (file.size > MAX_BYTES) throw new Error('it is too large');
    const { run, engine, warnings } = parseRun(await file.text());
    store.adopt(run);
    for (const warning of warnings) store.notify(warning);
    if (store.engineVersion !== '' && engine !== store.engineVersion) {
      store.notify(
        `This run was computed by engine ${engine}; this page has ${store.engineVersion}.`,
      );
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    store.notify(`“${file.name.slice(0, 60)}” could not be opened as a run: ${why}.`);
  }
}

/** Reads a saved run. Throws an Error whose message says what is wrong with it. */
export function parseRun(text: string): { run: RunRecord; engine: string; warnings: string[] } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Error('it is not JSON');
  }
  const file = (typeof parsed === 'object' && parsed !== null ? parsed : {}) as Record<
    string,
    unknown
  >;
  if (file['format'] !== FORMAT) throw new Error('it is not a run saved by this page');
  if (file['version'] !== VERSION)
    throw new Error(`its version is ${String(file['version'])}, not ${VERSION}`);
  const given = (typeof file['config'] === 'object' ? file['config'] : {}) as Record<
    string,
    unknown
  >;
  const known = Object.fromEntries(
    PARAMS.filter((p) => p.key in given).map((p) => [p.key, given[p.key]]),
  );
  const { config, warnings } = applyPatch(DEFAULTS, known);
  for (const key of Object.keys(given)) {
    if (!PARAMS.some((p) => p.key === key))
      warnings.push(`The file’s setting “${key.slice(0, 30)}” is unknown.`);
  }
  if (!Array.isArray(file['snapshots'])) throw new Error('it has no snapshots');
  const snapshots = file['snapshots'].map((s: unknown, i) => readSnapshot(s, i));
  if (snapshots.length === 0) throw new Error('it has no snapshots');
  checkOrder(snapshots, Math.min(config.h, config.d));
  const run = newRun(config, true);
  for (const snapshot of snapshots) {
    const none = { lambda: new Float64Array(0), density: new Float64Array(0) };
    run.recorded.push({ snapshot, initialLaw: none, bulkLaw: none });
  }
  run.step = snapshots.at(-1)?.step ?? 0;
  run.status =
    run.step >= config.steps
      ? 'complete'
      : file['status'] === 'diverged'
        ? 'diverged'
        : 'cancelled';
  return { run, engine: String(file['engine']).slice(0, 40), warnings };
}

function checkOrder(snapshots: readonly Snapshot[], p: number): void {
  snapshots.forEach((s, i) => {
    const before = snapshots[i - 1];
    if (before && s.step <= before.step) throw new Error(`snapshot ${i} is out of order`);
    if (s.eigenvalues.length !== p) {
      throw new Error(
        `snapshot ${i} has ${s.eigenvalues.length} eigenvalues, its sizes ask for ${p}`,
      );
    }
  });
}

function fileName(run: RunRecord): string {
  const { optimizer, learningRate, steps, n, d, h, seed } = run.config;
  return `${optimizer}-lr${learningRate}-steps${steps}-n${n}-d${d}-h${h}-seed${seed}`;
}
