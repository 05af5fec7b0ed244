// Reading a saved run. What a file says is checked field by field before any of it is shown.

import type { Snapshot } from '@engine';
import { quoted } from '../../common/text';
import { fieldsOf, type Fields } from '../../common/untrusted';
import { applyPatch, DEFAULTS, presentNames, type Config } from '../../config/schema/config';
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
  const file = fieldsOf(parsed);
  if (file['format'] !== FORMAT) throw new Error('it is not a run saved by this page');
  if (file['version'] !== VERSION) {
    throw new Error(`its version is ${quoted(file['version'])}, not ${VERSION}`);
  }
  if (typeof file['config'] !== 'object' || file['config'] === null) {
    throw new Error('it has no configuration');
  }
  const given = presentNames(fieldsOf(file['config']));
  const known = Object.fromEntries(
    PARAMS.filter((p) => p.key in given).map((p) => [p.key, given[p.key]]),
  );
  const { config, warnings } = applyPatch(DEFAULTS, known);
  for (const key of Object.keys(given)) {
    if (!PARAMS.some((p) => p.key === key))
      warnings.push(`The file’s setting ${quoted(key)} is unknown.`);
  }
  if (!Array.isArray(file['snapshots'])) throw new Error('it has no snapshots');
  const snapshots = file['snapshots'].map((s: unknown, i) => readSnapshot(s, i, config));
  if (snapshots.length === 0) throw new Error('it has no snapshots');
  snapshots.forEach((snapshot, i) => check(snapshot, i, snapshots[i - 1], config));
  const run = newRun(config, true);
  for (const snapshot of snapshots) {
    const none = { lambda: new Float64Array(0), density: new Float64Array(0) };
    run.recorded.push({ snapshot, initialLaw: none, bulkLaw: none });
  }
  run.step = snapshots.at(-1)?.step ?? 0;
  const isDiverged = snapshots.at(-1)?.status === 'diverged' || file['status'] === 'diverged';
  run.status = isDiverged ? 'diverged' : run.step >= config.steps ? 'complete' : 'cancelled';
  return { run, engine: engineOf(file), warnings };
}

function engineOf({ engine }: Fields): string {
  return typeof engine === 'string' ? engine.slice(0, 40) : '';
}

/** Throws unless a snapshot can be one of this configuration, and follow the one before it. */
function check(s: Snapshot, index: number, before: Snapshot | undefined, config: Config): void {
  const where = `snapshot ${index}`;
  const p = Math.min(config.h, config.d);
  if (!Number.isInteger(s.step) || s.step < 0 || s.step > config.steps) {
    throw new Error(`${where} is at step ${s.step}, expected a whole number up to ${config.steps}`);
  }
  if (before && s.step <= before.step) throw new Error(`${where} is out of order`);
  const { length } = s.eigenvalues;
  // Of weights that are no longer finite there are none.
  if (length !== p && !(length === 0 && s.status === 'diverged')) {
    throw new Error(`${where} has ${length} eigenvalues, its sizes ask for ${p}`);
  }
  if (!s.eigenvalues.every((x, i) => x >= (s.eigenvalues[i - 1] ?? -Infinity))) {
    throw new Error(`${where} has eigenvalues that do not rise`);
  }
  const fits = [s.hill, s.ks, s.ksRobust];
  for (const count of [s.spikes, ...fits.map((fit) => fit.tailSize)]) {
    checkCount(count, 0, p, where);
  }
  // -1 where there is no fit.
  for (const fit of fits) checkCount(fit.xminIndex, -1, p - 1, where);
}

/** NaN is what was not measured. */
function checkCount(count: number, least: number, most: number, where: string): void {
  if (Number.isNaN(count) || (Number.isInteger(count) && count >= least && count <= most)) return;
  throw new Error(`${where} counts ${count} of ${most} eigenvalues`);
}
