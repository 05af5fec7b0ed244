// What the store shows and when: parts of the page, links, files, the time-line, its end.

import { describe, expect, it, vi } from 'vitest';
import { DEFAULTS } from '../../../web/src/config/schema/config';
import { newRun } from '../../../web/src/state/runs';
import { makeStore as make, SMALL } from '../fake_store';

/** A rate changed while step 2 was on display, and then the end of the run. */
async function changedAtStepTwo(): Promise<ReturnType<typeof make>> {
  const made = make();
  const { store, pass } = made;
  store.open();
  await pass();
  store.move((p, span) => p.seek(2, span));
  store.change({ learningRate: 2 });
  store.move((p, span) => p.toEnd(span));
  await pass();
  return made;
}

describe('parts of the page', () => {
  it('are opened as an entry of their own; the story brings the experiment of its chapter', () => {
    const { store, address } = make();
    store.open();
    store.openPart('phases');
    expect([store.view.part, store.config.n]).toEqual(['phases', 40]);
    expect(address.entries).toHaveLength(2);
    store.openPart('learn');
    expect(store.view.part).toBe('learn');
    expect(store.config.n).not.toBe(40);
    store.openChapter(2);
    expect(store.view.chapter).toBe(2);
    store.undo();
    store.undo();
    store.undo();
    expect([store.view.part, store.config.n]).toEqual(['explore', 40]);
  });

  it('may be changed within their entry', () => {
    const { store, address } = make();
    store.setView({ part: 'phases' }, true);
    expect([store.view.part, address.entries.length]).toEqual(['phases', 1]);
  });

  it('of a figure stay, whatever its links say', () => {
    const { store } = make(SMALL, true, 'phases');
    expect(store.view.part).toBe('phases');
    store.openLink('view=explore&lr=3');
    expect([store.view.part, store.config.learningRate]).toEqual(['phases', 3]);
  });

  it('without runs do not move the time-line, and draw no second frame', async () => {
    const { store, pass } = make(`view=phases&${SMALL}`, false);
    store.open();
    const heard = vi.fn();
    store.subscribe(heard);
    await pass(5);
    expect([heard.mock.calls.length, store.playback.playing]).toEqual([1, true]);
  });
});

describe('a link that is opened', () => {
  it('is an entry, and shows the end of its run or the step that it names', async () => {
    const { store, address, pass } = make();
    store.open();
    await pass();
    const before = address.entries.length;
    expect(store.openLink(`${SMALL}&lr=3`)).toEqual([]);
    await pass();
    expect([address.entries.length, store.playback.cursor]).toEqual([before + 1, 5]);
    store.openLink(`${SMALL}&lr=4&at=2`);
    await pass();
    expect([store.config.learningRate, store.playback.cursor]).toEqual([4, 2]);
  });

  it('says what it could not be taken for', () => {
    const { store } = make();
    expect(store.openLink('lr=x')).toHaveLength(1);
  });

  it('at a step is shown there when the address goes back to it', async () => {
    const { store, address, pass } = await changedAtStepTwo();
    expect(store.view.at).toBeNull();
    address.go(-1);
    await pass();
    expect([store.config.learningRate, store.playback.cursor]).toEqual([DEFAULTS.learningRate, 2]);
  });

  it('that says what is there already changes nothing', async () => {
    const { store, address, pass } = make();
    store.open();
    await pass();
    address.go(0);
    expect(store.canUndo).toBe(false);
  });
});

describe('undo', () => {
  it('comes back to the step that was looked at, wherever the page is now', async () => {
    const { store, address, pass } = await changedAtStepTwo();
    store.undo();
    await pass();
    expect([store.playback.cursor, store.view.at]).toEqual([2, 2]);
    expect(address.read()).toContain('at=2');
  });

  it('can be done again, and does not join what follows to the gesture before', async () => {
    const { store, address } = make();
    store.open();
    expect(store.canRedo).toBe(false);
    store.change({ learningRate: 2 }, 0, true);
    store.undo();
    expect(store.canRedo).toBe(true);
    store.change({ learningRate: 3 });
    expect([store.canUndo, store.canRedo]).toEqual([true, false]);
    store.undo();
    expect(store.config.learningRate).toBe(DEFAULTS.learningRate);
    expect(address.read()).not.toContain('lr=');
    await Promise.resolve();
  });

  it('undoes a change of the second run, as one of its own', () => {
    const { store } = make();
    store.compare({ optimizer: 'gd' });
    store.change({ learningRate: 7 }, 1);
    expect([store.config.learningRate, store.configOf(1).learningRate]).toEqual([
      DEFAULTS.learningRate,
      7,
    ]);
    expect(store.state.versus).toEqual({ optimizer: 'gd', learningRate: 7 });
    store.undo();
    expect(store.state.versus).toEqual({ optimizer: 'gd' });
  });
});

describe('the time-line', () => {
  it('has the steps of both runs in order, and ends with the longer one', async () => {
    const { store, pass } = make('n=40&d=10&h=20&steps=4&probe-every=2');
    store.open();
    store.compare({ steps: 9, probeEvery: 3 });
    expect(store.span).toMatchObject({ over: false, end: 9 });
    await pass(60);
    expect(store.span).toEqual({ steps: [0, 2, 3, 4, 6, 9], over: true, end: 9 });
    // The same object until something has been recorded.
    expect(store.span).toBe(store.span);
  });

  it('grows with the run', async () => {
    const { store, pass } = make('n=40&d=10&h=20&steps=10000');
    store.open();
    await pass(3);
    const { steps } = store.span;
    await pass(3);
    expect(store.span.steps.length).toBeGreaterThan(steps.length);
    store.dispose();
  });

  it('is not over while one of two runs is computed', async () => {
    const { store, pass } = make();
    store.open();
    await pass();
    expect(store.span.over).toBe(true);
    store.compare({ steps: 10000 });
    await pass(3);
    expect(store.span.over).toBe(false);
    store.cancel();
    await pass(2);
    expect(store.span.over).toBe(true);
  });

  it('moves by the time between two frames', async () => {
    const { store, pass } = make('n=40&d=10&h=20&steps=40&speed=5');
    store.open();
    await pass(60);
    store.move((p) => p.rewind());
    store.move((p, span) => p.play(span));
    // Frames come every 100 ms, steps every 200; of the rest before it a quarter of a second counts.
    await pass(9);
    expect(store.playback.cursor).toBe(5);
  });

  it('names the step in the link where it rests, without an entry, and not at the end', async () => {
    const { store, address, pass } = make();
    store.open();
    await pass();
    const entries = address.entries.length;
    store.move((p, span) => p.seek(3, span));
    expect(address.read()).toContain('at=3');
    store.move((p, span) => p.play(span));
    expect(address.read()).not.toContain('at=');
    await pass(60);
    expect([store.playback.cursor, store.playback.playing]).toEqual([5, false]);
    expect(address.read()).not.toContain('at=');
    expect([address.entries.length, store.canUndo]).toEqual([entries, false]);
  });

  it('plays a new run from its start if the old one was playing', async () => {
    const { store, pass } = make(SMALL, false);
    store.open();
    await pass(8);
    expect(store.playback.playing).toBe(true);
    store.change({ learningRate: 2 });
    expect([store.playback.playing, store.playback.cursor]).toEqual([true, 0]);
  });
});

describe('a run from a file', () => {
  it('is on display, as an entry that can be undone', async () => {
    const { store, address, pass, run } = make(`view=phases&${SMALL}`);
    store.open();
    const before = address.entries.length;
    const file = { ...newRun({ ...store.config, seed: 77 }, true), status: 'complete' as const };
    store.adopt(file);
    expect([run().shown, store.view.part, store.config.seed]).toEqual([file, 'explore', 77]);
    expect([address.entries.length, store.canUndo]).toEqual([before + 1, true]);
    expect(address.read()).toContain('seed=77');
    await pass(3);
    // Nothing of it is computed again.
    expect(run().run).toBe(file);
  });
});

describe('a run that waits', () => {
  it('is begun when that is asked for', async () => {
    const { store, pass, run } = make('n=20000&d=2000&h=2000&steps=10000');
    store.open();
    await pass(5);
    expect(run().run.status).toBe('waiting');
    store.begin();
    expect(run().run.status).toBe('computing');
    store.dispose();
  });

  it('is not begun by a change of the settings, but by a preset that asks for it', async () => {
    const { store, pass, run } = make('n=20000&d=2000&h=2000&steps=10000');
    store.open();
    store.change({ seed: 3 });
    store.setView({ speed: 2 });
    await pass(5);
    expect(run().run.status).toBe('waiting');
    store.load({ ...store.config, seed: 4 }, null);
    await pass(5);
    expect(run().run.status).toBe('computing');
    store.dispose();
  });
});

describe('a store that has ended', () => {
  it('calls nobody, and its workers are gone', async () => {
    const { store, pass, run } = make('n=40&d=10&h=20&steps=10000');
    const heard = vi.fn();
    store.subscribe(heard);
    store.open();
    await pass(3);
    const before = heard.mock.calls.length;
    store.wake();
    store.dispose();
    const { length } = run().run.recorded;
    await pass(5);
    store.wake();
    await pass(5);
    expect(heard).toHaveBeenCalledTimes(before);
    expect(run().run.recorded).toHaveLength(length);
  });

  it('leaves alone who has stopped to listen', async () => {
    const { store, pass } = make();
    const heard = vi.fn();
    store.subscribe(heard)();
    store.open();
    await pass(5);
    expect(heard).not.toHaveBeenCalled();
  });
});

describe('the engine', () => {
  it('says its version, and an engine apart tells the store what it has to say', async () => {
    const { store, pass } = make();
    store.open();
    await pass(2);
    const own = store.engineVersion;
    store.engineVersion = '';
    const apart = store.makeClient();
    await apart.call('estimate', { config: store.config });
    expect([own, store.engineVersion]).toEqual([own, own]);
    apart.dispose();
  });
});
