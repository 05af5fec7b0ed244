// The commands of the terminal, without the terminal.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { EngineModule } from '@engine';
import { UsageError } from '../../web/cli/arguments';
import { loadEngine } from '../../web/cli/load_engine';
import { replayCommand } from '../../web/cli/replay_command';
import { runCommand } from '../../web/cli/run_command';
import { parseRun } from '../../web/src/views/page/saved_run';

const small = ['--n', '30', '--d', '12', '--h', '16', '--test', '20'];
const golden = join(dirname(fileURLToPath(import.meta.url)), '../golden/cases');

let engine: EngineModule;
beforeAll(async () => {
  engine = await loadEngine();
});

interface Probe {
  step: number;
  learningRate: number;
  eigenvalues: number[];
}

const probes = (argv: string[]): Probe[] => JSON.parse(runCommand(engine, argv)) as Probe[];

describe('run', () => {
  it('prints one object for each probe', () => {
    const list = probes([...small, '--steps', '7', '--probe-every', '3']);
    expect(list.map((p) => p.step)).toEqual([0, 3, 6, 7]);
    expect(list[0]?.eigenvalues).toHaveLength(12);
  });

  it('prints one line for each probe as CSV', () => {
    const lines = runCommand(engine, [...small, '--steps', '2', '--format', 'csv']).split('\n');
    expect(lines).toHaveLength(4);
    const columns = (lines[0] ?? '').split(',');
    expect(columns).toContain('hill.alpha');
    for (const line of lines) expect(line.split(',')).toHaveLength(columns.length);
  });

  it('ends where it diverges, as the page does, between two probes too', () => {
    const wild = ['--optimizer', 'gd', '--lr', '1e6', '--momentum', '0.9', '--train', 'both'];
    const growing = [...wild, '--activation', 'relu', '--steps', '9'];
    for (const [every, steps] of [
      ['1', [0, 1, 2, 3]],
      ['5', [0, 3]],
    ] as const) {
      const list = probes([...small, ...growing, '--probe-every', every]);
      expect(list.map((p) => p.step)).toEqual(steps);
      expect(list.at(-1)?.eigenvalues).toEqual([]);
    }
  });

  it('takes its configuration from a file, and options go over it', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'tailcraft-')), 'config.json');
    writeFileSync(
      file,
      JSON.stringify({ n: 30, d: 12, h: 16, nTest: 20, steps: 2, learningRate: 5 }),
    );
    expect(probes(['--config', file])).toHaveLength(3);
    expect(probes(['--config', file, '--lr', '0.5'])[1]?.learningRate).toBe(0.5);
  });

  it('takes a file with the former names of settings', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'tailcraft-')), 'config.json');
    const former = { n: 30, d: 12, h: 16, steps: 1, link: 'he2', readout: 'as-published-code' };
    writeFileSync(file, JSON.stringify(former));
    const { config } = JSON.parse(
      runCommand(engine, ['--config', file, '--format', 'document']),
    ) as { config: object };
    expect(config).toMatchObject({ teacher: 'he2', featureScale: 'as-published-code' });
  });

  it('takes its configuration from a link of the page', () => {
    const link = 'https://example.org/tailcraft/#n=30&d=12&h=16&test=20&steps=1&lr=2&v=1';
    expect(probes(['--link', link])[1]?.learningRate).toBe(2);
    expect(probes([...small, '--steps', '1', '--link', 'he2'])).toHaveLength(2);
  });

  it('writes the document that the page opens', () => {
    const text = runCommand(engine, [...small, '--steps', '2', '--format', 'document']);
    const { run, engine: version, warnings } = parseRun(text);
    expect(warnings).toEqual([]);
    expect(version).toBe(engine.version());
    expect(run.status).toBe('complete');
    expect(run.recorded.map((r) => r.snapshot.step)).toEqual([0, 1, 2]);
  });

  it('says what is wrong with a value, and not what the page would do instead', () => {
    const attempt = (): string => runCommand(engine, ['--n', '1e99', '--lr', 'x']);
    expect(attempt).toThrow(
      'Learning rate: “x” is not a finite number. Samples: “1e99” is above the limit 20000.',
    );
  });

  const refused: [string, string[], RegExp][] = [
    ['an unknown option', ['--lrr', '1'], /Unknown option '--lrr'/],
    ['an option without its value', ['--lr'], /'--lr <value>' argument missing/],
    ['a value out of range', ['--n=-3'], /below the limit/],
    ['a value that looks like an option', ['--n', '-3'], /'--n=-XYZ'/],
    ['a word that is no number', ['--n', 'many'], /not a finite number/],
    ['a link that cannot be read', ['--link', '#nonsense=1'], /not a setting/],
    ['a missing file', ['--config', 'nowhere.json'], /cannot read nowhere.json: ENOENT/],
    ['an unknown format', ['--format', 'xml'], /expected json, csv or document/],
  ];
  it.each(refused)('refuses %s', (_what, argv, message) => {
    const attempt = (): string => runCommand(engine, argv);
    expect(attempt).toThrow(UsageError);
    expect(attempt).toThrow(message);
  });
});

describe('replay', () => {
  it('prints lists over the steps under the keys of the recorded values', () => {
    const result = JSON.parse(
      replayCommand(engine, [join(golden, 'gd_lr10'), '--precision', 'f32']),
    ) as Record<string, unknown>;
    for (const key of ['train_mse_at_step', 'sim_W_beta', 'spectral_norm', 'norm', 'eigs']) {
      expect(result[key], key).toHaveLength(11);
    }
    expect(result['lr_used']).toHaveLength(10);
    expect(result['overlaps']).toHaveLength(10);
    expect(Object.keys(result['official'] as object)).toEqual(['train_loss', 'test_loss', 'KTA']);
    expect(Object.keys(result['hill'] as object)).toEqual(['alpha', 'D', 'xmin_index']);
  });

  it('finds a folder from where the person stands, whatever folder npm changed to', () => {
    vi.stubEnv('INIT_CWD', golden);
    expect(replayCommand(engine, ['gd_lr10'])).toContain('"steps":[0,1,2');
    vi.unstubAllEnvs();
  });

  it('needs one folder', () => {
    expect(() => replayCommand(engine, [])).toThrow(UsageError);
  });
});
