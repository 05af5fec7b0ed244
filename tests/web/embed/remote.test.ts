// What a host may do with a figure, on a store with everything below it.

import { describe, expect, test } from 'vitest';
import { parseLink } from '../../../web/src/config/link/link';
import { MemoryAddress } from '../../../web/src/embed/memory_address';
import { Remote } from '../../../web/src/embed/remote';
import { makeStore, SMALL } from '../fake_store';

async function figure(link = SMALL, part: 'explore' | 'phases' = 'explore') {
  const made = makeStore(link, true, part);
  made.store.open();
  await made.pass();
  return { ...made, remote: new Remote(made.store) };
}

describe('open', () => {
  test('shows both runs, the map and the step of a link', async () => {
    const { remote, store } = await figure();
    const link = `${SMALL}&lr=2&vs.optimizer=gd&vs.lr=70&map.repeats=3&plot=rank&at=2`;
    expect(remote.open(link)).toEqual([]);
    const { state } = parseLink(link);
    expect(store.state).toEqual({ ...state, view: { ...state.view, part: 'explore' } });
    expect(store.configOf(1)).toMatchObject({ optimizer: 'gd', learningRate: 70 });
    expect(store.playback.wanted).toBe(2);
  });

  test('asks the reader before a long run, as a link does', async () => {
    const { remote, pass, run } = await figure();
    remote.open('n=20000&d=2000&h=2000&steps=10000');
    await pass(5);
    expect(run().run.status).toBe('waiting');
  });

  test('changes the map of a map, and says what of it cannot be used', async () => {
    const { remote, store } = await figure('view=phases', 'phases');
    const said = remote.open('map.y-axis=noise&map.range=0..1x5&map.colour=hill');
    expect(store.map.yAxis).toMatchObject({ key: 'noise', from: 0, to: 1, count: 5 });
    expect(said).toEqual(['“map.colour” in the link is not a setting of this page.']);
  });

  test.each(['view=phases', '%76iew=phases', 'view=weights', 'view=learn&chapter=3'])(
    'stays the figure it is with %s',
    async (link) => {
      const { remote, store } = await figure();
      remote.open(link);
      expect(store.view.part).toBe('explore');
    },
  );
});

describe('a figure', () => {
  test.each(['view=phases', '%76iew=phases', '&amp;view=phases'])(
    'belongs to its part whatever its link says: %s',
    async (link) => {
      const { store } = await figure(`${SMALL}&${link}`);
      expect(store.view.part).toBe('explore');
    },
  );

  test('follows an address that is nobody’s', () => {
    const address = new MemoryAddress('lr=1');
    let heard = '';
    address.onChange(() => (heard = address.read()));
    address.open('lr=2');
    expect(heard).toBe('lr=2');
  });
});

describe('configure', () => {
  test('changes settings, and names what was not taken', async () => {
    const { remote, store } = await figure();
    const said = remote.configure({ seed: 3, learningRate: 'fast', speed: 2, colour: 'red' });
    expect(store.config).toMatchObject({ seed: 3, learningRate: 0.5 });
    expect(said).toEqual([
      'There are no settings “speed” and “colour”. Words of links are for “open”.',
      'Learning rate: “fast” is not a finite number, so the default 0.5 is used.',
    ]);
  });

  test('changes what the runs of a map share, and not what is each one’s own', async () => {
    const { remote, store } = await figure('view=phases&map.n=100', 'phases');
    const said = remote.configure({ noise: 0.7, learningRate: 3, 'map.repeats': 2 });
    expect(store.map.base).toMatchObject({ n: 100, noise: 0.7 });
    expect(store.config.noise).toBe(0.3);
    expect(said.join('\n')).toMatch(/“learningRate”: a map has its own[^]*“map.repeats”/);
  });
});

describe('state', () => {
  test('holds the numbers of the step on display', async () => {
    const { remote } = await figure();
    expect(remote.state).toMatchObject({ step: 5, recorded: 5, steps: 5, status: 'complete' });
    expect(remote.state?.values['lambdaMax']).toBeGreaterThan(0);
    expect(parseLink(remote.state?.link ?? '').state.config).toEqual(remote.state?.config);
  });
});

describe('signature', () => {
  test('differs whenever the state does: settings, step, playing, numbers, status', async () => {
    const { remote, store, run } = await figure();
    const seen = new Set([remote.signature]);
    const isNew = (): boolean => seen.size < seen.add(remote.signature).size;
    expect(isNew()).toBe(false);
    remote.configure({ seed: 9 });
    expect(isNew()).toBe(true);
    store.move((playback) => playback.pause());
    store.playback.cursor = 1;
    expect(isNew()).toBe(true);
    store.playback.playing = true;
    expect(isNew()).toBe(true);
    run().run.status = 'failed';
    expect(isNew()).toBe(true);
    run().shown.recorded.pop();
    expect(isNew()).toBe(true);
  });
});

describe('steps', () => {
  test('go on, back, to one that is still to come, and play', async () => {
    const { remote, store, pass } = await figure();
    remote.seek(2);
    await pass(2);
    expect(store.playback.cursor).toBe(2);
    remote.step(2);
    expect(store.playback.cursor).toBe(4);
    remote.step(-3);
    expect(store.playback.cursor).toBe(1);
    remote.play();
    expect(store.playback.playing).toBe(true);
    remote.pause();
    expect(store.playback.playing).toBe(false);
  });
});
