// The weights a person opened: the tensors of one file, what was measured of each, and the worker
// that measures. It has a worker of its own: stopping a long spectrum means ending that worker, and
// the run on display is not to suffer from it.

import type { EngineClient } from '../engine/client/engine_client';
import type { MatrixFacts, MatrixReport } from '../engine/protocol/matrix_calls';
import { matrixSize, type Size, type Split } from '../tensors/matrix';
import { openTensors } from '../tensors/open';
import {
  byteCount,
  FileProblem,
  type NamedBlob,
  type TensorEntry,
  type TensorFile,
} from '../tensors/tensor_file';
import { costOf, isPatient, MEMORY_LIMIT, Pace, sampleOf, type MatrixCost } from './matrix_cost';

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

export class Weights {
  file: TensorFile | null = null;
  /** Why the last file could not be opened. */
  problem: string | null = null;
  isOpening = false;
  layers: readonly Layer[] = [];
  chosen: Layer | null = null;
  /** The layer that is being measured, and since when. */
  current: { layer: Layer; since: number; cost: MatrixCost } | null = null;
  /** Layers still to be measured after it. */
  queue: Layer[] = [];
  private client: EngineClient | null = null;
  private readonly pace = new Pace();
  private opened = 0;

  constructor(
    private readonly spawn: () => EngineClient,
    private readonly changed: () => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Opens a file; what was open stays when it cannot be read. */
  async open(file: NamedBlob): Promise<void> {
    this.isOpening = true;
    this.problem = null;
    this.changed();
    const turn = (this.opened += 1);
    try {
      const opened = await openTensors(file);
      if (turn === this.opened) this.show(opened);
    } catch (error) {
      if (turn === this.opened) this.refuse(file.name, error);
    }
    this.isOpening = false;
    this.changed();
  }

  /** Shows the tensors of a file, or of what behaves like one. */
  show(file: TensorFile): void {
    this.cancel();
    this.problem = null;
    this.file = file;
    this.layers = [
      ...file.tensors.map((entry) => makeLayer(entry)),
      ...file.unreadable.map(({ name, reason }) => unreadable(name, reason)),
    ];
    this.chosen = null;
    const measurable = this.layers.filter((l) => l.problem === null);
    const first = measurable[0];
    if (measurable.length === 1 && first) this.choose(first);
    else if (isPatient(this.secondsOf(measurable))) this.measureAll();
    this.changed();
  }

  refuse(name: string, error: unknown): void {
    const why = error instanceof Error ? error.message : String(error);
    this.problem = `“${name.slice(0, 60)}” could not be read: ${why}.`;
    this.changed();
  }

  /** Puts a layer on display and measures it, unless that takes long or much memory. */
  choose(layer: Layer): void {
    this.chosen = layer;
    if (layer.problem === null && !layer.report && this.current?.layer !== layer) {
      const cost = this.costOf(layer);
      if (cost.memory <= MEMORY_LIMIT && isPatient(cost.seconds)) this.measure(layer);
    }
    this.changed();
  }

  set(layer: Layer, change: Partial<Settings>): void {
    layer.settings = { ...layer.settings, ...change };
    layer.key = keyOf(layer.name, layer.settings);
    layer.report = null;
    if (this.current?.layer === layer) this.stop();
    this.choose(layer);
  }

  /** Measures the layer next, whatever it costs. */
  measure(layer: Layer): void {
    this.queue = [layer, ...this.queue.filter((l) => l !== layer)];
    void this.work();
  }

  /** Measures every layer that has not been and fits into memory. */
  measureAll(): void {
    this.queue = this.waiting;
    void this.work();
  }

  /** Layers that could be measured and were not. */
  get waiting(): Layer[] {
    return this.layers.filter(
      (l) => l.problem === null && !l.report && this.costOf(l).memory <= MEMORY_LIMIT,
    );
  }

  /** Stops everything at once and keeps what was measured. */
  cancel(): void {
    this.queue = [];
    this.stop();
    this.changed();
  }

  costOf(layer: Layer): MatrixCost {
    return costOf(
      sizeOf(layer),
      layer.entry ? byteCount(layer.entry.dtype, layer.entry.shape) : 0,
      this.pace,
    );
  }

  secondsOf(layers: readonly Layer[]): number {
    return layers.reduce((sum, layer) => sum + this.costOf(layer).seconds, 0);
  }

  /** A smaller size to offer for a layer that is too large, with what it costs. */
  offerFor(layer: Layer): Size {
    return sampleOf(wholeSize(layer));
  }

  /** Asks the worker something about a spectrum that it measured; a stop in between loses nothing. */
  readonly call: EngineClient['call'] = async (name, args) => {
    for (;;) {
      const asked = this.engine;
      try {
        return await asked.call(name, args);
      } catch (error) {
        if (asked === this.client) throw error;
      }
    }
  };

  private get engine(): EngineClient {
    return (this.client ??= this.spawn());
  }

  private stop(): void {
    if (!this.current) return;
    this.current = null;
    this.client?.dispose();
    this.client = null;
  }

  private async work(): Promise<void> {
    while (!this.current) {
      const layer = this.queue.shift();
      if (!layer?.entry) break;
      const turn = { layer, since: this.now(), cost: this.costOf(layer) };
      this.current = turn;
      this.changed();
      try {
        const report = await this.report(layer, layer.entry, turn);
        if (this.current !== turn) return;
        layer.report = report;
        if (report?.status === 'ok') this.pace.learn(turn.cost.work, report.duration);
      } catch (error) {
        if (this.current !== turn) return;
        layer.problem = error instanceof Error ? error.message : String(error);
      }
      this.current = null;
      this.changed();
    }
  }

  private async report(
    layer: Layer,
    { dtype, shape, fortran, read }: TensorEntry,
    turn: object,
  ): Promise<MatrixReport | null> {
    const bytes = await readWhole(read);
    // Stopped while the file was being read: no worker is to begin.
    if (this.current !== turn) return null;
    return this.engine.call('matrix', {
      tensor: { bytes, dtype, shape, fortran },
      ...layer.settings,
      shuffled: true,
    });
  }
}

async function readWhole(read: TensorEntry['read']): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof FileProblem) throw error;
    throw new Error(
      'its numbers could not be read: the file was moved or changed, or is too large for one piece of memory',
      { cause: error },
    );
  }
}

function wholeSize({ entry, settings }: Layer): Size {
  return (entry && matrixSize(entry.shape, settings.split)) ?? { rows: 0, cols: 0 };
}

/** The size of the matrix that is measured. */
export function sizeOf(layer: Layer): Size {
  return layer.settings.sample ?? wholeSize(layer);
}

function makeLayer(entry: TensorEntry): Layer {
  const settings: Settings = { split: 'first', sample: null, centre: false };
  const problem =
    matrixSize(entry.shape, 'first') === null
      ? entry.shape.includes(0)
        ? 'empty'
        : 'a vector has no spectrum'
      : null;
  const key = keyOf(entry.name, settings);
  return { name: entry.name, entry, problem, settings, report: null, key };
}

function unreadable(name: string, reason: string): Layer {
  const settings: Settings = { split: 'first', sample: null, centre: false };
  return { name, entry: null, problem: reason, settings, report: null, key: name };
}

let keys = 0;
function keyOf(name: string, settings: Settings): string {
  keys += 1;
  return JSON.stringify([keys, name, settings]);
}
