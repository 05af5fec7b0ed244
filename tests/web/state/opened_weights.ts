// Weights of files made up in memory, and engines that answer when they are told to.

import type { EngineClient } from '../../../web/src/engine/client/engine_client';
import type { MatrixReport, MatrixRequest } from '../../../web/src/engine/protocol/matrix_calls';
import type { Layer } from '../../../web/src/state/layers';
import { Weights } from '../../../web/src/state/weights';
import type { Dtype } from '../../../web/src/tensors/dtype';
import type { TensorEntry, TensorFile } from '../../../web/src/tensors/tensor_file';

export function entry(name: string, shape: number[], more: Partial<TensorEntry> = {}): TensorEntry {
  const dtype: Dtype = 'f32';
  const source = { blob: new Blob([new Uint8Array(16)]), from: 0, to: 16 };
  return { name, dtype, shape, fortran: false, source, ...more };
}

export function fileOf(...tensors: TensorEntry[]): TensorFile {
  return { name: 'm.npz', bytes: 1, format: 'NumPy archive', tensors, unreadable: [] };
}

export const REPORT = { status: 'zero', size: { rows: 1, cols: 1 } } as MatrixReport;

/** Engines that answer when they are told to. */
export class Engines {
  made = 0;
  disposed = 0;
  readonly asked: MatrixRequest[] = [];
  private readonly answers: { resolve: (r: MatrixReport) => void; reject: (e: Error) => void }[] =
    [];

  readonly spawn = (): EngineClient => {
    this.made += 1;
    return {
      dispose: () => (this.disposed += 1),
      call: (_name: string, args: MatrixRequest) => {
        this.asked.push(args);
        return new Promise<MatrixReport>((resolve, reject) =>
          this.answers.push({ resolve, reject }),
        );
      },
    } as unknown as EngineClient;
  };

  async answer(outcome: MatrixReport | Error = REPORT): Promise<void> {
    await settled();
    const { resolve, reject } = this.answers.pop()!;
    if (outcome instanceof Error) reject(outcome);
    else resolve(outcome);
    await settled();
  }
}

export async function settled(): Promise<void> {
  for (let i = 0; i < 3; i += 1) await new Promise((resolve) => setTimeout(resolve));
}

export function setup(): { weights: Weights; engines: Engines; named: (name: string) => Layer } {
  const engines = new Engines();
  const weights = new Weights(engines.spawn, () => undefined);
  const named = (name: string): Layer => weights.layers.find((l) => l.name === name)!;
  return { weights, engines, named };
}
