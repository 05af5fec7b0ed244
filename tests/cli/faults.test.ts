// What goes wrong around a sweep: kills, damaged files, runs that fail, a full disk, names that are
// taken. Nothing that was computed is lost, and the person is told.

import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Journal } from '../../web/cli/journal';
import { readMapFile, writeMapFile, type RunResult } from '../../web/src/config/map/json';
import { command, TIMEOUT_MS, scratch } from './terminal';

const path = scratch();
const text = (file: string): string => readFileSync(file, 'utf8');
const small = [
  ...['--n', '30', '--d', '12', '--h', '16', '--test', '20', '--steps', '3'],
  ...['--optimizers', 'gd', '--rate.gd', '1..1000x6'],
];
/** The second run has more inputs than the engine takes. */
const halfFails = [
  ...['--n', '20000', '--h', '4', '--test', '20', '--steps', '1', '--optimizers', 'gd'],
  ...['--rate.gd', '7', '--y-axis', 'd', '--range', '4..20000x2'],
];
const whole = path('whole.json');

beforeAll(async () => {
  const { code } = await command(['sweep', ...small, '--out', whole]);
  expect(code).toBe(0);
}, TIMEOUT_MS);

describe('--out', () => {
  const refused: [string, () => string, string[], RegExp][] = [
    ['a text', () => 'Dear diary,\n', [], /is not a map that this command has written/],
    ['another map', () => text(whole), ['--noise', '0.7'], /holds another map/],
    ['other runs of the map', () => text(whole), ['--shard', '1/2'], /runs of this map that would/],
    ['the map as JSON, with CSV', () => text(whole), ['--format', 'csv'], /holds this map as JSON/],
    ['the map in full, rounded', () => text(whole), ['--digits', '3'], /another number of digits/],
    [
      'the map of another engine',
      () => text(whole).replace(/"engine":"[^"]*"/, '"engine":"0.0.0"'),
      [],
      /holds this map by engine 0.0.0/,
    ],
    ['a table', () => 'optimizer,learningRate\ngd,1\n', ['--format', 'csv'], /is not a map that/],
  ];
  it.each(refused)(
    'leaves %s alone',
    { timeout: TIMEOUT_MS },
    async (what, content, more, words) => {
      const file = path(`${what.replaceAll(/\W/g, '')}.json`);
      writeFileSync(file, content());
      const { code, err, out } = await command(['sweep', ...small, ...more, '--out', file]);
      expect(err).toMatch(words);
      expect(err).toMatch(/choose another --out, or give --force/);
      expect([code, out]).toEqual([2, '']);
      expect(text(file)).toBe(content());
      expect(existsSync(`${file}.journal`)).toBe(false);
    },
  );

  it('replaces anything when told to', { timeout: TIMEOUT_MS }, async () => {
    const file = path('forced.json');
    writeFileSync(file, 'Dear diary,\n');
    const { code } = await command(['sweep', ...small, '--out', file, '--force']);
    expect(code).toBe(0);
    expect(text(file)).toBe(text(whole));
  });

  it('takes its own file for what it is: computed already', { timeout: TIMEOUT_MS }, async () => {
    const { code, err } = await command(['sweep', ...small, '--out', whole]);
    expect([code, err]).toEqual([0, '']);
  });

  it('is a file, in a folder that is there', { timeout: TIMEOUT_MS }, async () => {
    const folder = path('folder');
    mkdirSync(folder);
    expect((await command(['sweep', ...small, '--out', folder])).err).toMatch(/is not a file/);
    const nowhere = path('nowhere/map.json');
    expect((await command(['sweep', ...small, '--out', nowhere])).err).toMatch(/is no folder/);
  });

  it('and every other path is where the person stands', { timeout: TIMEOUT_MS }, async () => {
    const folder = dirname(whole);
    const argv = ['--config', 'whole.json', '--reuse', 'whole.json', '--out', 'here.json'];
    expect((await command(['sweep', ...argv], { folder })).code).toBe(0);
    expect(text(path('here.json'))).toBe(text(whole));
    const merged = await command(['merge', 'here.json', '--out', 'merged.json'], { folder });
    expect(merged.code).toBe(0);
    expect(text(path('merged.json'))).toBe(text(whole));
  });
});

describe('a journal', () => {
  const begin = (name: string, lines: string[], header = 'map 1'): string => {
    const file = path(name);
    const journal = new Journal(file, header);
    journal.open(() => undefined);
    for (const line of lines) journal.add(line);
    journal.close();
    return file;
  };
  const read = (file: string, header = 'map 1') => {
    const lines: string[] = [];
    const journal = new Journal(file, header);
    const damaged = journal.open((line) => lines.push(line));
    journal.close();
    return { lines, damaged };
  };

  it('gives back what was added, and goes on', () => {
    const file = begin('plain', ['a', 'b']);
    expect(begin('plain', ['c'])).toBe(file);
    expect(read(file)).toEqual({ lines: ['a', 'b', 'c'], damaged: [] });
  });

  it('loses no more than the line that a kill cut off, wherever it was cut', () => {
    const file = begin('cut', ['first', 'second']);
    const bytes = text(file);
    for (let length = 0; length < bytes.length; length += 1) {
      writeFileSync(file, bytes.slice(0, length));
      const complete = bytes.slice(0, length).split('\n').length - 2;
      expect(read(file).lines, `${length}`).toEqual(['first', 'second'].slice(0, Math.max(0, complete))); // prettier-ignore
      begin('cut', ['third']);
      expect(read(file).damaged, `${length}`).toEqual([]);
      expect(read(file).lines.at(-1)).toBe('third');
    }
  });

  it('names a damaged line and uses the others', () => {
    const file = begin('damaged', ['{"run":1}', '{"run":2}', '{"run":3}']);
    writeFileSync(file, text(file).replace('"run":2', '"run":7'));
    const { lines, damaged } = read(file);
    expect(lines).toEqual(['{"run":1}', '{"run":3}']);
    expect(damaged).toEqual([`${file}, line 3 is damaged: its checksum is wrong`]);
  });

  it('of something else is left as it is', () => {
    const file = begin('other', ['a']);
    const before = text(file);
    expect(() => read(file, 'map 2')).toThrow(/belongs to another map, shard, engine/);
    for (const content of ['Dear diary', 'Dear diary\n', `${before}x`.slice(1)]) {
      writeFileSync(file, content);
      expect(() => read(file)).toThrow(/move it away/);
      expect(text(file)).toBe(content);
    }
  });
});

describe('a sweep that is killed', () => {
  it('as it takes up 50 MB, three times, loses nothing', { timeout: TIMEOUT_MS }, async () => {
    const file = path('large.json');
    const journal = `${file}.journal`;
    // A first line by the program itself, then the same run again and again.
    for (let attempt = 0; attempt < 5 && !existsSync(journal); attempt += 1) {
      rmSync(file, { force: true });
      const killWhen = (): boolean => existsSync(journal) && text(journal).split('\n').length > 2;
      await command(['sweep', ...small, '--jobs', '1', '--out', file], { killWhen });
    }
    const [header = '', line = ''] = text(journal).split('\n');
    const lines = `${line}\n`.repeat(Math.ceil(50e6 / line.length));
    const before = `${header}\n${lines}`;
    const torn = `${before}${line.slice(0, 100)}`;
    const size = (): number => statSync(journal, { throwIfNoEntry: false })?.size ?? 0;
    const start = performance.now();
    const moments: Record<string, () => boolean> = {
      'as it reads': () => performance.now() - start > 400,
      'at its first touch': () => size() !== torn.length,
      'as it adds a line': () => size() > torn.length,
    };
    for (const [moment, killWhen] of Object.entries(moments)) {
      writeFileSync(journal, torn);
      await command(['sweep', ...small, '--jobs', '1', '--out', file], { killWhen });
      if (existsSync(journal)) expect(text(journal).startsWith(before), moment).toBe(true);
      else expect(text(file)).toBe(text(whole));
      rmSync(file, { force: true });
    }
    writeFileSync(journal, torn);
    const { code } = await command(['sweep', ...small, '--out', file]);
    expect(code).toBe(0);
    expect(text(file)).toBe(text(whole));
  });

  it(
    'goes on without the lines that are damaged, and names them',
    { timeout: TIMEOUT_MS },
    async () => {
      const file = path('torn.json');
      const journal = `${file}.journal`;
      for (let attempt = 0; attempt < 5 && !existsSync(journal); attempt += 1) {
        rmSync(file, { force: true });
        const killWhen = (): boolean => existsSync(journal) && text(journal).split('\n').length > 4;
        await command(['sweep', ...small, '--jobs', '1', '--out', file], { killWhen });
      }
      const lines = text(journal).split('\n');
      lines[2] = lines[2]!.replace(/[0-9]\.[0-9]/, '7.7');
      writeFileSync(journal, lines.join('\n'));
      const { code, err } = await command(['sweep', ...small, '--out', file]);
      expect(err).toContain(`${journal}, line 3 is damaged: its checksum is wrong`);
      expect(err).toContain(`${lines.length - 3} of 6 runs are known`);
      expect(code).toBe(0);
      expect(text(file)).toBe(text(whole));
    },
  );
});

describe('runs that fail', () => {
  const file = path('half.json');

  it(
    'are named, end in another code than 0 and keep the journal',
    { timeout: TIMEOUT_MS },
    async () => {
      const { code, err } = await command(['sweep', ...halfFails, '--out', file]);
      expect(code).toBe(1);
      expect(err).toMatch(/run 1 \(gd, learning rate 7, seed 1\) failed: n \* d is 4e\+08/);
      expect(err).not.toMatch(/run 0 .* failed/);
      expect(existsSync(`${file}.journal`)).toBe(true);
      expect(readMapFile(text(file)).results.get(1)).toMatch(/n \* d/);
      const again = await command(['sweep', ...halfFails, '--out', file]);
      expect(again.err).toMatch(/1 of 2 runs are known/);
      expect(again.code).toBe(1);
    },
  );

  const merge = (files: Record<string, ReadonlyMap<number, RunResult>>) => {
    const { map, engine } = readMapFile(text(whole));
    for (const [name, results] of Object.entries(files)) {
      writeFileSync(path(name), writeMapFile({ map, engine, results }));
    }
    return command(['merge', ...Object.keys(files).map(path)]);
  };

  it('never stand in for one that did not, in a merge', { timeout: TIMEOUT_MS }, async () => {
    const { results } = readMapFile(text(whole));
    const failed = new Map([
      [2, 'it stopped'],
      [3, 'it stopped'],
    ] as const);
    for (const files of [
      { a: results, b: failed },
      { b: failed, a: results },
    ]) {
      const { code, out } = await merge(files);
      expect([code, out]).toEqual([0, text(whole)]);
    }
    const { code, err, out } = await merge({ a: new Map([...results, ...failed]), b: failed });
    expect(code).toBe(1);
    expect(err).toMatch(/run 2 \(.*\) failed: it stopped\n.*run 3 \(.*\) failed: it stopped/);
    expect(readMapFile(out).results.size).toBe(6);
  });

  it('and what two files contradict each other in is named', { timeout: TIMEOUT_MS }, async () => {
    const { results } = readMapFile(text(whole));
    const contradicting = new Map([...results, [4, results.get(5)!]]);
    const { code, err, out } = await merge({ a: results, b: contradicting });
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/run 4 is not the same in .*b as in .*a/);
    const missing = await merge({ a: new Map([...results].slice(1, 4)) });
    expect(missing.err).toMatch(/3 of 6 runs are in none of the files: run 0, 4, 5/);
  });
});

describe('a full disk', () => {
  it('while runs come in keeps those that did', { timeout: TIMEOUT_MS }, async () => {
    const file = path('full.json');
    const fileSize = Math.ceil(statSync(whole).size / 1024 / 2);
    const { code, err } = await command(['sweep', ...small, '--out', file], { fileSize });
    expect(code).toBe(1);
    expect(err).toMatch(/full.json.journal could not be written: EFBIG.*start the sweep again/);
    expect(existsSync(file)).toBe(false);
    const again = await command(['sweep', ...small, '--out', file]);
    expect(again.err).toMatch(/[1-5] of 6 runs are known/);
    expect(text(file)).toBe(text(whole));
  });

  it('at the end leaves no half of a file', { timeout: TIMEOUT_MS }, async () => {
    const file = path('end.json');
    const argv = ['sweep', ...small, '--reuse', whole, '--out', file];
    const { code, err } = await command(argv, { fileSize: 2 });
    expect(code).toBe(1);
    expect(err).toMatch(/end.json could not be written: EFBIG/);
    expect(existsSync(file)).toBe(false);
    expect(existsSync(`${file}.journal`)).toBe(true);
    expect((await command(argv)).code).toBe(0);
  });
});
