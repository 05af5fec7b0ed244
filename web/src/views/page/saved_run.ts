// Reading a saved run. What a file says is checked field by field before any of it is shown.

import type { Snapshot } from '@engine';
import { applyPatch, DEFAULTS, presentNames } from '../../config/schema/config';
import { PARAMS } from '../../config/schema/schema';
import { FORMAT, readSnapshot, VERSION } from '../../config/metrics/snapshot_json';
import { newRun, type RunRecord } from '../../state/runs';

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
  const given = presentNames(
    (typeof file['config'] === 'object' ? file['config'] : {}) as Record<string, unknown>,
  );
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
