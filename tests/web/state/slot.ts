// A slot of the page, with a client that answers when it is told to and a clock that stands still.

import { vi } from 'vitest';
import { DEFAULTS, type Config } from '../../../web/src/config/schema/config';
import type { EngineClient, RunListener } from '../../../web/src/engine/client/engine_client';
import type { Estimate, Recorded } from '../../../web/src/engine/protocol/messages';
import { Machine } from '../../../web/src/state/machine';
import { Runner } from '../../../web/src/state/runner';
import { snapshotAt } from '../fake_engine';

export const SMALL: Config = {
  ...DEFAULTS,
  n: 60,
  d: 20,
  h: 30,
  nTest: 40,
  steps: 4,
  probeEvery: 1,
};
const CURVE = { lambda: new Float64Array(0), density: new Float64Array(0) };
export const TIMING = { step: 10, probe: 20 };

export const recorded = (step: number): Recorded => ({
  snapshot: snapshotAt(step, SMALL),
  initialLaw: CURVE,
  bulkLaw: CURVE,
});

class Client {
  readonly runs: { config: Config; listener: RunListener }[] = [];
  readonly asked: { name: string; args: Record<string, unknown> }[] = [];
  cancelled = 0;
  isDisposed = false;
  /** Memory and work of a configuration. */
  estimate: (config: Config) => Estimate | Promise<never> = () => ({
    memory: 1e6,
    work: { step: 1e6, probe: 1e6 },
    refusal: null,
  });
  laws: unknown[] = [];

  start(config: Config, listener: RunListener): void {
    this.runs.push({ config, listener });
  }
  cancel(): void {
    this.cancelled += 1;
  }
  dispose(): void {
    this.isDisposed = true;
  }
  async call(name: string, args: Record<string, unknown>): Promise<unknown> {
    this.asked.push({ name, args });
    return name === 'laws' ? this.laws : this.estimate(args['config'] as Config);
  }
  /** The newest run has recorded these steps. */
  record(...steps: number[]): void {
    for (const step of steps) this.runs.at(-1)!.listener.snapshot(recorded(step), TIMING);
  }
  end(...outcome: Parameters<RunListener['done']>): void {
    this.runs.at(-1)!.listener.done(...outcome);
  }
}

export function makeSlot() {
  const client = new Client();
  const machine = new Machine(null);
  const clock = { time: 1000 };
  const changed = vi.fn();
  const runner = new Runner(
    SMALL,
    client as unknown as EngineClient,
    machine,
    changed,
    () => clock.time,
  );
  return { runner, client, machine, clock, changed };
}
