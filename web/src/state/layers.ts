// The arrays of a file as layers: how each is read as a matrix and what was measured of it.

import type { Speed } from '../common/speed';
import type { MatrixFacts, MatrixReport } from '../engine/protocol/matrix_calls';
import { bytesToRead, matrixSize, type Size, type Split } from '../tensors/matrix';
import type { TensorEntry, TensorFile } from '../tensors/tensor_file';
import { costOf, type MatrixCost } from './matrix_cost';

export interface Settings {
  split: Split;
  sample: Size | null;
  centre: boolean;
}

/** One tensor of the file. */
export interface Layer {
  readonly name: string;
  readonly entry: TensorEntry | null;
  /** Why it has no spectrum; null when it has one. */
  problem: string | null;
  settings: Settings;
  report: MatrixReport | null;
  /** Names layer and settings; equal ones show the same. */
  key: string;
}

/** What a layer's numbers are when it has been measured. */
export function factsOf(layer: Layer): MatrixFacts | null {
  return layer.report?.status === 'ok' ? layer.report : null;
}

export function layersOf({ tensors, unreadable }: TensorFile): Layer[] {
  return [
    ...tensors.map((entry) => makeLayer(entry.name, entry, problemOf(entry))),
    ...unreadable.map(({ name, reason }) => makeLayer(name, null, reason)),
  ];
}

function makeLayer(name: string, entry: TensorEntry | null, problem: string | null): Layer {
  const settings: Settings = { split: 'first', sample: null, centre: false };
  return { name, entry, problem, settings, report: null, key: keyOf(name, settings) };
}

function problemOf({ shape, warning }: TensorEntry): string | null {
  if (warning !== undefined) return warning;
  if (matrixSize(shape, 'first') !== null) return null;
  if (shape.includes(0)) return 'empty';
  return shape.every((extent) => extent === 1)
    ? 'a single number has no spectrum'
    : 'a vector has no spectrum';
}

/** The size of the matrix that a layer is as a whole. */
export function wholeSize({ entry, settings }: Layer): Size {
  return (entry && matrixSize(entry.shape, settings.split)) ?? { rows: 0, cols: 0 };
}

/** The size of the matrix that is measured. */
export function sizeOf(layer: Layer): Size {
  return layer.settings.sample ?? wholeSize(layer);
}

export function layerCost(layer: Layer, settings: Settings, speed: Speed): MatrixCost {
  const size = settings.sample ?? wholeSize(layer);
  const raw = layer.entry ? bytesToRead(layer.entry, settings.sample) : 0;
  return costOf(size, raw, speed);
}

let keys = 0;
export function keyOf(name: string, settings: Settings): string {
  keys += 1;
  return JSON.stringify([keys, name, settings]);
}
