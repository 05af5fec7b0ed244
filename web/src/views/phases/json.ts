// A map as a file, in the layout of the terminal's sweeps.

import type { CellRecord } from '../../config/map/cell';
import type { MapData } from '../../config/map/data';
import { writeMapFile, type RunResult } from '../../config/map/json';
import { saveBlob } from '../common/download';

/** @param engine  version of the engine that computed it */
export function saveMapJson(data: MapData, engine: string, file: string): void {
  const results = new Map<number, RunResult>();
  for (const run of data.runs) {
    const failure = data.failure(run.index);
    if (failure !== undefined) results.set(run.index, failure);
    const known = data.recordsAt(run, run.repeat).filter((r): r is CellRecord => r !== undefined);
    // A run that is under way is left out: a file holds whole runs.
    if (known.length === run.steps.length) results.set(run.index, known);
  }
  const text = writeMapFile({ map: data.map, engine, results });
  saveBlob(new Blob([text], { type: 'application/json' }), `${file}.json`);
}
