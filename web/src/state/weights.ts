// The weights a person opened: the tensors of one file, what was measured of each, and the worker
// that measures. It has a worker of its own: stopping a long spectrum means ending that worker, and
// the run on display is not to suffer from it.

import { messageOf } from '../common/errors';
import { EngineUnavailable, type EngineClient } from '../engine/client/engine_client';
import type { MatrixReport } from '../engine/protocol/matrix_calls';
import { readTensor, type Size } from '../tensors/matrix';
import { openFile } from '../tensors/reader/open_file';
import {
  FileProblem,
  type NamedBlob,
  type TensorEntry,
  type TensorFile,
} from '../tensors/tensor_file';
import type { TextReading } from '../tensors/text_reading';
import { keyOf, layerCost, layersOf, wholeSize, type Layer, type Settings } from './layers';
import { EACH, isPatient, matrixSpeed, sampleOf, type MatrixCost } from './matrix_cost';

/** How far the opening of a file is. */
export interface Opening {
  name: string;
  done: number;
  total: number;
  unit: 'arrays' | 'bytes';
}

export class Weights {
  file: TensorFile | null = null;
  /** Why the last file could not be opened. */
  problem: string | null = null;
  /** Why nothing can be measured now, though another try may succeed. */
  engineProblem: string | null = null;
  opening: Opening | null = null;
  layers: readonly Layer[] = [];
  chosen: Layer | null = null;
  /** The layer that is being measured, and since when. */
  current: { layer: Layer; since: number; cost: MatrixCost } | null = null;
  /** Layers still to be measured after it. */
  queue: Layer[] = [];
  /** Grows with every change of a layer. */
  version = 0;
  /** Layers that could be measured and were not, with their operations. */
  private readonly pending = new Map<Layer, number>();
  private pendingWork = 0;
  private client: EngineClient | null = null;
  private readonly speed = matrixSpeed();
  private stopOpening: AbortController | null = null;
  /** What the open file was, to read it in another way. */
  private source: NamedBlob | null = null;

  constructor(
    private readonly spawn: () => EngineClient,
    private readonly changed: () => void,
    private readonly now: () => number = () => performance.now(),
    private readonly openFileOf: typeof openFile = openFile,
  ) {}

  /** Opens a file; what was open stays when it cannot be read. */
  async open(file: NamedBlob, reading: TextReading = {}): Promise<void> {
    this.stopOpening?.abort();
    const stop = new AbortController();
    this.stopOpening = stop;
    this.opening = { name: file.name, done: 0, total: 0, unit: 'bytes' };
    this.problem = null;
    this.changed();
    const progress = (done: number, total: number, unit: Opening['unit']): void => {
      this.opening = { name: file.name, done, total, unit };
      this.changed();
    };
    try {
      const opened = await this.openFileOf(file, { reading, progress, signal: stop.signal });
      if (stop.signal.aborted) return;
      this.opened();
      this.show(opened);
      this.source = file;
    } catch (error) {
      if (stop.signal.aborted) return;
      this.opened();
      this.refuse(file.name, error);
    }
  }

  /** Opens the same file again, its text read in another way. */
  reopen(reading: TextReading): void {
    if (this.source) void this.open(this.source, reading);
  }

  /** Shows the tensors of a file, or of what behaves like one. */
  show(file: TensorFile): void {
    this.stopOpening?.abort();
    this.opened();
    this.stopMeasuring();
    this.problem = null;
    this.source = null;
    this.file = file;
    this.layers = layersOf(file);
    this.pending.clear();
    this.pendingWork = 0;
    for (const layer of this.layers) this.note(layer);
    this.chosen = null;
    const [first] = this.pending.keys();
    if (this.layers.filter((l) => l.problem === null).length === 1) {
      this.choose(first ?? this.layers.find((l) => l.problem === null)!);
    } else if (isPatient(this.waitingSeconds)) this.measureAll();
    this.changed();
  }

  refuse(name: string, error: unknown): void {
    const why = messageOf(error);
    const end = /[.!?…”]$/.test(why) ? '' : '.';
    this.problem = `“${name.slice(0, 60)}” could not be read: ${why}${end}`;
    this.changed();
  }

  /** Puts a layer on display and measures it, unless that takes long or much memory. */
  choose(layer: Layer): void {
    this.chosen = layer;
    if (layer.problem === null && !layer.report && this.current?.layer !== layer) {
      const cost = this.costOf(layer);
      if (cost.fits && isPatient(cost.seconds)) this.measure(layer);
    }
    this.changed();
  }

  set(layer: Layer, change: Partial<Settings>): void {
    layer.settings = { ...layer.settings, ...change };
    layer.key = keyOf(layer.name, layer.settings);
    layer.report = null;
    this.note(layer);
    if (this.current?.layer === layer) {
      this.stop();
      // It was to be measured, whatever that takes.
      if (this.pending.has(layer)) this.queue.unshift(layer);
    }
    this.choose(layer);
    void this.work();
  }

  /** Measures the layer next, whatever it costs. */
  measure(layer: Layer): void {
    this.queue = [layer, ...this.queue.filter((l) => l !== layer)];
    void this.work();
  }

  /** Measures every layer that has not been and fits into memory. */
  measureAll(): void {
    this.queue = [...this.pending.keys()].filter((layer) => layer !== this.current?.layer);
    void this.work();
  }

  /** How many layers could be measured and were not. */
  get waiting(): number {
    return this.pending.size;
  }

  get waitingSeconds(): number {
    return this.pendingWork / this.speed.value + EACH * this.pending.size;
  }

  /** Stops the opening, or else the measuring, at once; keeps what was open and measured. */
  cancel(): void {
    if (this.stopOpening) {
      this.stopOpening.abort();
      this.opened();
    } else this.stopMeasuring();
    this.changed();
  }

  /** Loads the engine anew and goes on. */
  retry(): void {
    this.engineProblem = null;
    void this.work();
    this.changed();
  }

  costOf(layer: Layer, settings: Settings = layer.settings): MatrixCost {
    return layerCost(layer, settings, this.speed);
  }

  /** A smaller size to offer for a layer that is too large; null where that is too large as well. */
  offerFor(layer: Layer): Size | null {
    const sample = sampleOf(wholeSize(layer));
    return this.costOf(layer, { ...layer.settings, sample }).fits ? sample : null;
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

  private opened(): void {
    this.stopOpening = null;
    this.opening = null;
  }

  private stopMeasuring(): void {
    this.queue = [];
    this.stop();
  }

  private stop(): void {
    if (!this.current) return;
    this.current = null;
    this.endClient();
  }

  private endClient(): void {
    this.client?.dispose();
    this.client = null;
  }

  /** Keeps the books on what is still to be measured. */
  private note(layer: Layer): void {
    this.version += 1;
    this.pendingWork -= this.pending.get(layer) ?? 0;
    this.pending.delete(layer);
    if (layer.problem !== null || layer.report) return;
    const cost = this.costOf(layer);
    if (!cost.fits) return;
    this.pending.set(layer, cost.work);
    this.pendingWork += cost.work;
  }

  private async work(): Promise<void> {
    while (!this.current && this.engineProblem === null) {
      const layer = this.queue.shift();
      if (!layer?.entry) break;
      const turn = { layer, since: this.now(), cost: this.costOf(layer) };
      this.current = turn;
      this.changed();
      try {
        const report = await this.report(layer, layer.entry, turn);
        if (this.current !== turn) return;
        layer.report = report;
        if (report?.status === 'ok') this.speed.learn(turn.cost.work, report.duration);
      } catch (error) {
        if (this.current !== turn) return;
        this.failed(layer, error);
      }
      this.current = null;
      this.note(layer);
      this.changed();
    }
  }

  private failed(layer: Layer, error: unknown): void {
    const message = messageOf(error);
    if (error instanceof EngineUnavailable) {
      // That says nothing about the layer.
      this.engineProblem = message;
      this.queue.unshift(layer);
      this.endClient();
    } else layer.problem = message;
  }

  private async report(
    { settings }: Layer,
    entry: TensorEntry,
    turn: object,
  ): Promise<MatrixReport | null> {
    const tensor = await readWhole(entry, settings);
    // Stopped while the file was being read: no worker is to begin.
    if (this.current !== turn) return null;
    return this.engine.call('matrix', { tensor, ...settings, shuffled: true });
  }
}

async function readWhole(
  entry: TensorEntry,
  { split, sample }: Settings,
): ReturnType<typeof readTensor> {
  try {
    return await readTensor(entry, split, sample);
  } catch (error) {
    if (error instanceof FileProblem) throw error;
    throw new Error(
      'its numbers could not be read: the file was moved or changed, or is too large for one piece of memory',
      { cause: error },
    );
  }
}
