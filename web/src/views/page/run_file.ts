// Runs and weights as files. A run is saved with its configuration, the engine's version and every
// snapshot, so that it opens again without being recomputed.

import { messageOf } from '../../common/errors';
import { writeRun } from '../../config/metrics/snapshot_json';
import { recordedAt, snapshots, type RunRecord } from '../../state/runs';
import type { Store } from '../../state/store';
import { saveBlob } from '../common/download';
import { npyFile } from './npy_file';
import { parseRun } from './saved_run';

const MAX_BYTES = 400e6;

/** Saves every run on display, one file each. */
export function saveRun(store: Store): void {
  store.shown.forEach((run, slot) => {
    if (run.recorded.length === 0) {
      store.notify('No step of this run is known yet, so there is nothing to save.');
      return;
    }
    const letter = store.isComparing ? (slot === 0 ? '-a' : '-b') : '';
    const { config, status } = run;
    const text = JSON.stringify(
      writeRun({ engine: store.engineVersion, config, status, snapshots: snapshots(run) }),
    );
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
    const why = messageOf(error);
    store.notify(`“${file.name.slice(0, 60)}” could not be opened as a run: ${why}.`);
  }
}

function fileName(run: RunRecord): string {
  const { optimizer, learningRate, steps, n, d, h, seed } = run.config;
  return `${optimizer}-lr${learningRate}-steps${steps}-n${n}-d${d}-h${h}-seed${seed}`;
}
