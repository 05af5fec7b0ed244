import { describe, expect, it } from 'vitest';
import { sameProblem, type Config } from '../../../../web/src/config/schema/config';
import {
  DEFAULT_MAP,
  mapRuns,
  type MapConfig,
  type MapRun,
} from '../../../../web/src/config/map/map';
import { fineness, Planner } from '../../../../web/src/engine/map/planner';

const map: MapConfig = { ...DEFAULT_MAP, optimizers: ['adam'] };
const withRows: MapConfig = {
  ...map,
  yAxis: { key: 'noise', from: 0, to: 1, count: 9, scale: 'linear' },
};

/** Takes everything, telling `phaseOf` of each run at once. */
function order(m: MapConfig, phaseOf: (run: MapRun) => 'random-like' | 'heavy-tailed'): MapRun[] {
  const runs = mapRuns(m);
  const planner = new Planner(runs);
  const taken: MapRun[] = [];
  for (let run = planner.take(null); run; run = planner.take(null)) {
    taken.push(run);
    planner.report(run.index, [phaseOf(run)]);
  }
  return taken;
}

describe('fineness', () => {
  it('is 0 for about five values, the ends among them, and grows between them', () => {
    const levels = Array.from({ length: 31 }, (_, i) => fineness(i, 31));
    expect(levels.flatMap((l, i) => (l === 0 ? [i] : []))).toEqual([0, 8, 16, 24, 30]); // prettier-ignore
    expect(Math.max(...levels)).toBe(3);
    expect([0, 1, 2].map((i) => fineness(i, 3))).toEqual([0, 0, 0]);
    expect(fineness(0, 1)).toBe(0);
  });
});

describe('the order of a map', () => {
  it('has every run once', () => {
    for (const m of [map, withRows, { ...withRows, repeats: 3 }, DEFAULT_MAP]) {
      const taken = order(m, () => 'random-like').map((run) => run.index);
      expect(taken.sort((a, b) => a - b)).toEqual(mapRuns(m).map((run) => run.index));
    }
  });

  it('is coarse to fine where all phases are equal, all maps together', () => {
    const both = order({ ...DEFAULT_MAP }, () => 'random-like');
    const levels = both.map((run) => fineness(run.rate, 31));
    expect(levels).toEqual([...levels].sort((a, b) => a - b));
    expect(both.slice(0, 4).map((run) => run.optimizer)).toEqual([0, 1, 0, 1]);
  });

  it('goes to the boundary of phases before it refines anything else', () => {
    const taken = order(map, (run) => (run.rate < 17 ? 'random-like' : 'heavy-tailed'));
    const rates = taken.map((run) => run.rate);
    expect(rates.slice(0, 6)).toEqual([0, 8, 16, 24, 30, 20]);
    expect(rates.slice(5, 12).sort((x, y) => x - y)).toEqual([17, 18, 19, 20, 21, 22, 23]);
  });

  it('follows a boundary along both axes', () => {
    const phaseOf = (run: MapRun): 'random-like' | 'heavy-tailed' =>
      run.rate / 30 + run.row / 8 < 1 ? 'random-like' : 'heavy-tailed';
    const taken = order(withRows, phaseOf);
    const half = taken.slice(0, taken.length / 2);
    const isNear = (run: MapRun): boolean => Math.abs(run.rate / 30 + run.row / 8 - 1) < 0.12;
    const near = mapRuns(withRows).filter(isNear).length;
    expect(half.filter(isNear).length).toBeGreaterThan(0.7 * near);
  });

  it('finishes the first repeat before the second', () => {
    const taken = order({ ...map, repeats: 2 }, () => 'random-like');
    expect(taken.slice(0, 31).every((run) => run.repeat === 0)).toBe(true);
  });

  it('leaves out what a cache has reported', () => {
    const runs = mapRuns(map);
    const planner = new Planner(runs);
    for (const run of runs.slice(3)) planner.report(run.index, ['random-like']);
    const left = [planner.take(null), planner.take(null), planner.take(null), planner.take(null)];
    expect(left.map((run) => run?.rate)).toEqual([0, 2, 1, undefined]);
  });

  it('gives a worker a run on the data it has, if one of the next is', () => {
    const planner = new Planner(mapRuns({ ...withRows, repeats: 1 }));
    const first = planner.take(null);
    let at: Config = first!.config;
    let same = 0;
    for (let k = 0; k < 4; k += 1) {
      const run = planner.take(at);
      if (run && sameProblem(run.config, at)) same += 1;
      at = run!.config;
    }
    expect(same).toBe(4);
  });
});
