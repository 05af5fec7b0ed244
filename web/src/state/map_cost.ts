// What a map will cost on this machine before it starts, and whether that is to be asked for.

import type { Config } from '../config/schema/config';
import type { MapRun } from '../config/map/map';
import { workOf } from '../engine/client/run_cost';
import { largestOf } from '../engine/map/sweep';
import type { Estimate } from '../engine/protocol/messages';
import type { Machine } from './machine';

/** What all workers of a map together may use. */
export interface Means {
  /** Most workers. */
  readonly size: number;
  /** Bytes. */
  readonly memory: number;
}

export interface MapCost {
  /** Bytes that its workers hold at once. */
  memory: number;
  seconds: number;
  /** The time follows from runs on this machine; otherwise it is a guess. */
  measured: boolean;
  /** Why none of its runs can be computed here, or null. */
  refusal: string | null;
}

/** Seconds and bytes that a map may take without being asked for. */
const UNASKED = { seconds: 120, memory: 1.5e9 };
/** Products of three sizes that any machine is through with in time, small matrices all of them. */
const QUICK_WORK = 3e11;

/** Certainly quick on any machine, so that it starts without being weighed first. */
export function isQuick(runs: readonly MapRun[]): boolean {
  const isSmall = ({ config: c }: MapRun): boolean => Math.max(c.n, c.nTest, c.d, c.h) <= 2000;
  return totalWork(runs) <= QUICK_WORK && runs.every(isSmall);
}

export function mustAsk({ seconds, memory, refusal }: MapCost): boolean {
  return refusal !== null || seconds > UNASKED.seconds || memory > UNASKED.memory;
}

export async function mapCost(
  runs: readonly MapRun[],
  estimate: (config: Config) => Promise<Estimate>,
  machine: Machine,
  means: Means,
): Promise<MapCost> {
  const probes = runs[0]?.steps.length ?? 0;
  const samples = await Promise.all(
    largestOf(runs).map(async (config) => {
      // A run of a map is probed at the steps that it keeps.
      const probeEvery = Math.max(1, Math.ceil(config.steps / probes));
      const { seconds, ...cost } = machine.cost({ ...config, probeEvery }, await estimate(config));
      const { steps } = runs[0]!;
      return { ...cost, perWork: seconds / workOf({ config, steps }) };
    }),
  );
  const memory = Math.max(0, ...samples.map((s) => s.memory));
  const workers = Math.max(1, Math.min(means.size, Math.floor(means.memory / Math.max(1, memory))));
  const busy = Math.min(workers, runs.length);
  const perWork = Math.max(0, ...samples.map((s) => s.perWork));
  return {
    memory: busy * memory,
    seconds: (perWork * totalWork(runs)) / busy,
    measured: samples.every((s) => s.measured),
    refusal: samples.every((s) => s.refusal !== null) ? (samples[0]?.refusal ?? null) : null,
  };
}

function totalWork(runs: readonly MapRun[]): number {
  return runs.reduce((sum, run) => sum + workOf(run), 0);
}
