// A map as a JSON file: settings, engine version, and every number of every cell.

import { CELL_KEYS } from '../config/map_cell';
import type { MapData } from '../config/map_data';
import { saveBlob } from './download';

/** NaN and infinity have no spelling in JSON; null says that there is no number. */
const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

export function saveMapJson(data: MapData, engine: string, file: string): void {
  const { map, runs } = data;
  const record = {
    what: 'a map of training runs, by Tailcraft',
    engine,
    map,
    columns: CELL_KEYS,
    runs: runs.map((run) => ({
      optimizer: run.config.optimizer,
      learningRate: run.config.learningRate,
      row: run.row,
      seed: run.config.seed,
      cells: data
        .courseAt(run, run.repeat)
        .flatMap((c) =>
          c ? [{ step: c.step, phase: c.phase, values: Array.from(c.values, finite) }] : [],
        ),
    })),
  };
  saveBlob(new Blob([JSON.stringify(record)], { type: 'application/json' }), `${file}.json`);
}
