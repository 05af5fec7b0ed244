// Sweeps as a person starts them: a process of its own with its worker threads, killed in the middle,
// in parts, and put together again.

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../web/cli/arguments';
import { mapOptions } from '../../web/cli/map_options';
import { mergeCommand } from '../../web/cli/merge_command';
import { shardOf, sweepCommand } from '../../web/cli/sweep_command';
import { DEFAULT_MAP, mapRuns } from '../../web/src/config/map/map';
import { cellValue } from '../../web/src/config/map/cell';
import { readMapFile } from '../../web/src/config/map/json';
import { command, TIMEOUT_MS, scratch } from './terminal';

const small = [
  ...['--n', '30', '--d', '12', '--h', '16', '--test', '20', '--steps', '3', '--repeats', '2'],
  ...['--rate.gd', '10..1000x4', '--rate.adam', '0.1,1,10'],
];
const CELLS = (4 + 3) * 2 * 4;
const path = scratch();
const whole = path('whole.json');

beforeAll(async () => {
  const { code, err } = await command(['sweep', ...small, '--out', whole]);
  expect(err).toMatch(/14 runs in/);
  expect(code).toBe(0);
}, TIMEOUT_MS);

describe('sweep', () => {
  it('writes every cell of the map', () => {
    const { map, results, warnings } = readMapFile(readFileSync(whole, 'utf8'));
    expect(warnings).toEqual([]);
    const cells = [...results.values()].flatMap((r) => (typeof r === 'string' ? [] : [...r]));
    expect(cells).toHaveLength(CELLS);
    for (const cell of cells) expect(cellValue(cell, 'trainLoss')).toBeGreaterThan(0);
    expect(mapRuns(map)).toHaveLength(14);
    expect(existsSync(`${whole}.journal`)).toBe(false);
  });

  it('gives the same bytes with one worker as with several', { timeout: TIMEOUT_MS }, async () => {
    const { out, code } = await command(['sweep', ...small, '--jobs', '1']);
    expect(code).toBe(0);
    expect(out).toBe(readFileSync(whole, 'utf8'));
  });

  it('goes on after a kill and gives the same bytes', { timeout: TIMEOUT_MS }, async () => {
    const file = path('killed.json');
    const journal = `${file}.journal`;
    const lines = (): number =>
      existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').length - 2 : 0;
    // On a busy machine a sweep may be through before it is killed.
    for (let attempt = 0; attempt < 5 && !existsSync(journal); attempt += 1) {
      rmSync(file, { force: true });
      await command(['sweep', ...small, '--jobs', '1', '--out', file], {
        killWhen: () => lines() >= 3,
      });
    }
    const known = lines();
    expect(known).toBeGreaterThanOrEqual(3);
    expect(existsSync(file)).toBe(false);
    // The line that was being written when it died.
    writeFileSync(journal, `${readFileSync(journal, 'utf8')}{"run":9,"optim`);
    const { err, code } = await command(['sweep', ...small, '--out', file]);
    expect(code).toBe(0);
    expect(err).toMatch(new RegExp(`${known} of 14 runs are known`));
    expect(readFileSync(file, 'utf8')).toBe(readFileSync(whole, 'utf8'));
  });

  it('in shards, merged, gives the same bytes', { timeout: TIMEOUT_MS }, async () => {
    const shards = [1, 2, 3].map((i) => path(`shard${i}.json`));
    for (const [i, file] of shards.entries()) {
      const ended = await command(['sweep', ...small, '--shard', `${i + 1}/3`, '--out', file]);
      expect(ended.code).toBe(0);
    }
    expect(`${mergeCommand(shards.reverse()).text}\n`).toBe(readFileSync(whole, 'utf8'));
    expect(() => mergeCommand(shards.slice(1))).toThrow(/of 14 runs are in none of the files/);
    const csv = mergeCommand([...shards, '--format', 'csv']).text.split('\n');
    expect(csv).toHaveLength(1 + CELLS);
    expect(csv[0]).toMatch(/^optimizer,learningRate,repeat,seed,step,phase,trainLoss,/);
    expect(csv[1]).toMatch(/^gd,10,0,1,0,random-like,/);
  });

  it('takes what another sweep has computed', { timeout: TIMEOUT_MS }, async () => {
    const more = [...small, '--rate.adam', '0.1,0.3,1,10', '--reuse', whole];
    const { out, err, code } = await command(['sweep', ...more]);
    expect(code).toBe(0);
    expect(err).toMatch(/14 of 16 runs are known/);
    expect(readMapFile(out).results.size).toBe(16);
  });

  it(
    'does not take over the journal of another map',
    async () => {
      const file = path('other.json');
      writeFileSync(`${file}.journal`, '{"engine":"0"}\n');
      const { code, err } = await command(['sweep', ...small, '--out', file]);
      expect(code).toBe(2);
      expect(err).toMatch(/belongs to another map, shard, engine/);
    },
    TIMEOUT_MS,
  );
});

describe('the options of a sweep', () => {
  const nowhere = new URL('file:///nowhere.mjs');
  const refused: [string, string[], RegExp][] = [
    ['an unknown option', ['--rates', '1'], /Unknown option '--rates'/],
    ['a range that is none', ['--rate.gd', 'abc'], /Learning rates of gd/],
    ['an unknown axis', ['--y-axis', 'colour'], /The y axis/],
    ['a wrong shard', ['--shard', '3/2'], /expected i\/N/],
    ['a wrong number of jobs', ['--jobs', '0'], /whole number from 1 to 256/],
    ['an unknown format', ['--format', 'xml'], /expected json or csv/],
    ['a word', ['adam'], /unexpected word adam/],
  ];
  it.each(refused)('refuse %s', async (_what, argv, message) => {
    const attempt = sweepCommand(argv, nowhere);
    await expect(attempt).rejects.toThrow(UsageError);
    await expect(attempt).rejects.toThrow(message);
  });

  it('are those of a file, and of the command line over it', () => {
    const file = path('map.json');
    writeFileSync(file, JSON.stringify({ base: { n: 50 }, repeats: 2, optimizers: ['sign'] }));
    const { map } = mapOptions(['--config', file, '--repeats', '5', '--link', 'he2'], []);
    expect(map.base).toMatchObject({ n: 50, teacher: 'he2' });
    expect(map).toMatchObject({ repeats: 5, optimizers: ['sign'] });
    expect(mapOptions(['--config', whole], []).map.repeats).toBe(2);
    writeFileSync(file, JSON.stringify({ repeat: 2 }));
    expect(() => mapOptions(['--config', file], [])).toThrow(/unknown field “repeat”/);
  });

  it('are those of a link', () => {
    const link = 'https://example.org/#view=phases&map.y-axis=noise&map.n=60&map.optimizers=gd';
    const { map } = mapOptions(['--link', link], []);
    expect(map.yAxis.key).toBe('noise');
    expect(map.base.n).toBe(60);
    expect(map.optimizers).toEqual(['gd']);
  });

  it('share out every run once', () => {
    const runs = mapRuns(DEFAULT_MAP);
    const parts = [1, 2, 3, 4].flatMap((i) => shardOf(runs, `${i}/4`));
    expect(parts.map((run) => run.index).sort((a, b) => a - b)).toEqual(runs.map((r) => r.index));
  });
});
