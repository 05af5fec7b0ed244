import { describe, expect, test } from 'vitest';
import { HostChannel, parseHosts } from '../../../web/src/embed/host_channel';
import { parseMessage } from '../../../web/src/embed/messages';
import type { Remote } from '../../../web/src/embed/remote';

interface Sent {
  message: Record<string, unknown>;
  target: string;
}

function setUp(hosts: string[] | null) {
  const sent: Sent[] = [];
  const done: string[] = [];
  const parent = {
    postMessage: (message: Record<string, unknown>, target: string) =>
      sent.push({ message, target }),
  };
  let listener: (event: MessageEvent<unknown>) => void = () => undefined;
  const remote = {
    signature: '0',
    state: { step: 3 },
    play: () => done.push('play'),
    configure: (config: object) => {
      done.push(JSON.stringify(config));
      return ['a warning'];
    },
  };
  const channel = new HostChannel(
    {
      parent: parent as never,
      addEventListener: (_type, l) => (listener = l),
    },
    remote as unknown as Remote,
    hosts,
  );
  const hear = (data: unknown, origin = 'https://a.example', source: unknown = parent): void =>
    listener({ data, origin, source } as unknown as MessageEvent<unknown>);
  return { sent, done, channel, remote, hear };
}

const PLAY = { tailcraft: 1, type: 'play' };

describe('the line to the host page', () => {
  test('hears the parent window only', () => {
    const { hear, done } = setUp(null);
    hear(PLAY, 'https://a.example', {});
    hear(PLAY, 'https://a.example', null);
    expect(done).toEqual([]);
    hear(PLAY);
    expect(done).toEqual(['play']);
  });

  test('hears named origins only, and nobody when none of the names is an origin', () => {
    const named = setUp(parseHosts('https://b.example/some/page, https://c.example:8443'));
    named.hear(PLAY);
    named.hear(PLAY, 'https://b.example.evil');
    named.hear(PLAY, 'null');
    expect(named.done).toEqual([]);
    named.hear(PLAY, 'https://b.example');
    named.hear(PLAY, 'https://c.example:8443');
    expect(named.done).toHaveLength(2);
    const mistaken = setUp(parseHosts('b.example,,data:text/html,x'));
    mistaken.hear(PLAY);
    mistaken.hear(PLAY, 'null');
    expect(mistaken.done).toEqual([]);
  });

  test('answers the origin that spoke, with what was asked and what was wrong', () => {
    const { hear, sent, done } = setUp(null);
    hear({ tailcraft: 1, type: 'configure', id: 4, config: { n: 1e9 } });
    expect(done).toEqual(['{"n":1000000000}']);
    expect(sent).toEqual([
      {
        target: 'https://a.example',
        message: {
          tailcraft: 1,
          type: 'state',
          id: 4,
          warnings: ['a warning'],
          state: { step: 3 },
        },
      },
    ]);
    hear({ tailcraft: 1, type: 'fly', id: 'x' });
    expect(sent[1]?.message).toMatchObject({ type: 'error', id: 'x' });
  });

  test('tells states to nobody before somebody spoke, and each one once', () => {
    const { hear, sent, channel, remote } = setUp(null);
    channel.changed();
    expect(sent).toEqual([]);
    hear({ tailcraft: 1, type: 'state' });
    channel.changed();
    expect(sent).toHaveLength(1);
    remote.signature = '1';
    channel.changed();
    channel.changed();
    expect(sent).toHaveLength(2);
  });

  test('announces that it is ready and how high it is, and nothing else, to whoever is around', () => {
    const { sent, channel } = setUp(['https://b.example']);
    channel.ready('1.0');
    channel.resized(400.2);
    channel.resized(400.7);
    expect(sent).toEqual([
      { target: '*', message: { tailcraft: 1, type: 'ready', version: '1.0' } },
      {
        target: '*',
        message: { tailcraft: 1, type: 'height', subject: 'lti.frameResize', height: 401 },
      },
    ]);
  });
});

describe('messages', () => {
  test('of others are left alone', () => {
    for (const data of [undefined, null, 'x', 1, [], {}, { type: 'play' }]) {
      expect(parseMessage(data)).toBeNull();
    }
  });

  test('are refused with a sentence when a value has the wrong type', () => {
    const wrong = [
      { type: 'seek' },
      { type: 'seek', step: NaN },
      { type: 'seek', step: 0.5 },
      { type: 'step', by: '1' },
      { type: 'open', link: {} },
      { type: 'configure' },
      { type: 'configure', config: { n: [] } },
      {
        type: 'configure',
        config: Object.fromEntries(Array.from({ length: 65 }, (_, i) => [i, 1])),
      },
      { type: 'configure', config: { n: 'x'.repeat(101) } },
      { type: 'toString' },
    ];
    for (const data of wrong) {
      expect(parseMessage({ tailcraft: 1, ...data })?.command).toMatch(/ (has to be|are) /);
    }
  });

  test('keep short ids and drop anything else', () => {
    const idOf = (id: unknown): unknown => parseMessage({ ...PLAY, id })?.id;
    expect([idOf(1), idOf('a'), idOf('a'.repeat(65)), idOf({}), idOf(undefined)]).toEqual([
      1,
      'a',
      null,
      null,
      null,
    ]);
  });
});
