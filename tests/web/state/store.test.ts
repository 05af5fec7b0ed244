// The store with everything below it, down to a session on the fake engine, and none of the page.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULTS } from '../../../web/src/config/schema/config';
import { parseLink } from '../../../web/src/config/link/link';
import { DEFAULT_MAP } from '../../../web/src/config/map/map';
import { makeStore as make, SMALL } from '../fake_store';

let heard = 0;
beforeEach(() => {
  heard = 0;
});

describe('Store', () => {
  it('computes what the link asks for and shows its end', async () => {
    const { store, pass, run } = make();
    store.open();
    await pass();
    expect(run().shown.status).toBe('complete');
    expect(run().shown.recorded.map((r) => r.snapshot.step)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(store.playback.cursor).toBe(5);
  });

  it('plays by itself unless asked to be still', async () => {
    const { store, pass } = make(SMALL, false);
    store.open();
    expect(store.playback.playing).toBe(true);
    await pass(60);
    expect([store.playback.playing, store.playback.cursor]).toEqual([false, 5]);
  });

  it('does not play an experiment either when it is to be still', async () => {
    const { store, pass } = make();
    store.open();
    await pass();
    store.load({ ...store.config, seed: 3 }, null);
    expect(store.playback.playing).toBe(false);
    await pass();
    expect(store.playback.cursor).toBe(5);
  });

  it('tells its listeners at most once a frame', async () => {
    const { store, pass } = make();
    store.open();
    await pass();
    store.subscribe(() => (heard += 1));
    for (let i = 0; i < 20; i += 1) store.wake();
    await pass(1);
    expect(heard).toBe(1);
    await pass(5);
    expect(heard).toBe(1);
  });

  it('keeps the old run on display until the new one has caught up', async () => {
    const { store, pass, run } = make();
    store.open();
    await pass();
    const old = run().shown;
    store.change({ learningRate: 2 });
    expect(run().shown).toBe(old);
    expect(run().run).not.toBe(old);
    await pass();
    expect(run().shown.config.learningRate).toBe(2);
    expect(store.playback.cursor).toBe(5);
  });

  it('stays at the step that was being looked at', async () => {
    const { store, pass } = make();
    store.open();
    await pass();
    store.move((p, span) => p.seek(2, span));
    store.change({ learningRate: 2 });
    await pass();
    expect(store.playback.cursor).toBe(2);
    expect(store.view.at).toBe(2);
  });

  it('writes the link, one entry for a gesture, and undoes it as one', async () => {
    const { store, address, pass } = make();
    store.open();
    await pass();
    const before = address.entries.length;
    for (const rate of [0.6, 0.7, 0.8]) store.change({ learningRate: rate }, 0, true);
    store.change({ learningRate: 0.9 });
    expect(address.entries.length).toBe(before + 1);
    expect(address.read()).toContain('lr=0.9');
    store.undo();
    expect(store.config.learningRate).toBe(DEFAULTS.learningRate);
    expect(store.canUndo).toBe(false);
    store.redo();
    expect(store.config.learningRate).toBe(0.9);
  });

  it('follows the address back and forward', async () => {
    const { store, address, pass, run } = make();
    store.open();
    await pass();
    store.change({ optimizer: 'gd' });
    await pass();
    address.go(-1);
    expect(store.config.optimizer).toBe('adam');
    await pass();
    expect(run().shown.config.optimizer).toBe('adam');
    address.go(1);
    expect(store.config.optimizer).toBe('gd');
  });

  it('computes no run while the part on display shows none', async () => {
    const { store, controls, pass, run } = make(`view=phases&${SMALL}`, false);
    store.open();
    await pass();
    expect(controls).toHaveLength(0);
    expect(run().shown.recorded).toHaveLength(0);
    store.setView({ part: 'explore' });
    await pass(60);
    expect(run().shown.status).toBe('complete');
  });

  it('opens a run at a step, and going back shows the map as it was', async () => {
    const { store, address, pass, run } = make('view=phases&map.repeats=2');
    store.open();
    const { config } = parseLink(SMALL).state;
    store.load(config, null, { part: 'explore', at: 3 });
    await pass();
    expect(store.playback.cursor).toBe(3);
    expect(run().shown.config).toEqual(config);
    address.go(-1);
    expect(store.view.part).toBe('phases');
    expect(store.map.repeats).toBe(2);
  });

  it('changes, undoes and resets the map, and says what it could not take', () => {
    const { store, address } = make('view=phases');
    store.open();
    store.changeMap({ yAxis: { key: 'noise' } });
    store.changeMap({ repeats: 3 });
    expect(address.read()).toBe('map.y-axis=noise&map.repeats=3&view=phases&v=1');
    store.changeMap({ repeats: 1e6 });
    expect(store.map.repeats).toBeLessThan(1e6);
    expect(store.notices.join()).toContain('1000000');
    store.undo();
    store.undo();
    expect(store.map).toEqual({ ...DEFAULT_MAP, yAxis: store.map.yAxis });
    store.resetAll();
    expect(store.map).toEqual(DEFAULT_MAP);
    expect(store.view.part).toBe('phases');
  });

  it('lets the second run follow the first, except where it differs', async () => {
    const { store, pass, run } = make();
    store.open();
    store.compare({ optimizer: 'gd' });
    await pass();
    expect(run(1).shown.config).toEqual({ ...run(0).shown.config, optimizer: 'gd' });
    store.change({ seed: 8 });
    await pass();
    expect(run(1).shown.config).toMatchObject({ seed: 8, optimizer: 'gd' });
    store.change({ optimizer: 'gd' });
    expect(store.state.versus).toEqual({ optimizer: 'gd' });
    store.compare(null);
    expect(store.runner(1)).toBeNull();
  });

  it('stops at once and keeps what is there', async () => {
    const { store, pass, run } = make('n=40&d=10&h=20&steps=10000');
    store.open();
    await pass(3);
    store.cancel();
    const kept = run().run.recorded.length;
    expect(run().run.status).toBe('cancelled');
    await pass(5);
    expect(run().run.recorded.length).toBe(kept);
    expect(kept).toBeGreaterThan(0);
  });

  it('asks before a long run, and starts it when told to', async () => {
    const { store, pass, run } = make('n=20000&d=2000&h=2000&steps=10000');
    store.open();
    await pass(5);
    expect(run().run.status).toBe('waiting');
    expect(run().cost?.seconds).toBeGreaterThan(30);
    store.cancel();
    expect(run().run.status).toBe('cancelled');
  });

  it('says that a run cannot start and offers the nearest that can', async () => {
    const { store, pass, run } = make('n=20000&d=20000&h=20000');
    store.open();
    await pass(60);
    expect(run().run.status).toBe('failed');
    expect(run().run.message).toMatch(/^This run cannot start: it needs [\d.]+ GB/);
    expect(run().offer?.n).toBeLessThan(20000);
  });

  it('resumes after the engine crashed, and says so', async () => {
    const { store, controls, pass, run } = make();
    store.open();
    await pass(0);
    const first = controls[0];
    if (first) first.crashAt = { step: 3, error: new WebAssembly.RuntimeError('unreachable') };
    await pass();
    expect(run().shown.status).toBe('complete');
    expect(run().shown.recorded.map((r) => r.snapshot.step)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(store.notices).toEqual([
      'The engine stopped (unreachable) and was started again; the run goes on from step 3.',
    ]);
  });

  it('paces the runs of a dragged slider instead of ending each at once', async () => {
    const { store, controls, pass } = make('n=40&d=10&h=20&steps=40');
    store.open();
    await pass();
    const restarts = (): number => controls.reduce((sum, c) => sum + c.restarts, 0);
    const before = restarts();
    for (let i = 1; i <= 50; i += 1) store.change({ learningRate: i / 100 }, 0, true);
    store.change({ learningRate: 0.77 });
    await pass(60);
    expect(restarts() - before).toBeLessThanOrEqual(3);
    expect(store.runner(0)?.shown.config.learningRate).toBe(0.77);
  });

  it('drops the views’ parameters it does not know and says so', () => {
    const { store } = make('plot=pie&lr=7');
    expect(store.view.plot).toBe('histogram');
    expect(store.notices).toEqual(['“plot=pie” in the link was not understood.']);
    const spy = vi.fn();
    store.subscribe(spy);
    store.dismiss(store.notices[0] ?? '');
    expect(store.notices).toEqual([]);
  });

  it('says what became of a value that was typed, once for a gesture', () => {
    const { store } = make(`${SMALL}&batch=30`);
    store.open();
    store.change({ seed: '-4' });
    expect(store.config.seed).toBe(0);
    expect(store.notices).toEqual(['Seed: “-4” is below the limit 0, so 0 is used.']);
    for (const n of [29, 20, 15]) store.change({ n }, 0, true);
    expect(store.notices).toEqual([
      'Batch size: “20” is above the number of samples, so 15 is used.',
    ]);
    store.change({ n: 400 });
    expect(store.notices).toEqual([]);
  });

  it('keeps the value that was there where a typed one is none', () => {
    const { store } = make(`${SMALL}&lr=7`);
    store.open();
    store.change({ learningRate: 'fast' });
    expect(store.config.learningRate).toBe(7);
    expect(store.notices).toEqual(['Learning rate: “fast” is not a finite number, so 7 is used.']);
  });

  it('computes a change that the address could not take', async () => {
    const { store, address, pass, run } = make();
    store.open();
    await pass();
    address.write = () => {
      throw new DOMException('too often', 'SecurityError');
    };
    expect(() => store.change({ learningRate: 2 })).toThrow();
    expect(store.config.learningRate).toBe(2);
    await pass();
    expect(run().shown.config.learningRate).toBe(2);
    expect(store.canUndo).toBe(true);
  });

  it('shows four sentences at most about one link', () => {
    const words = ['lr', 'n', 'd', 'h', 'steps', 'seed', 'noise'].map((word) => `${word}=x`);
    const { store } = make(words.join('&'));
    expect(store.notices).toHaveLength(4);
    expect(store.notices[3]).toBe('And 4 more parts of the link were not taken as they are.');
  });
});
