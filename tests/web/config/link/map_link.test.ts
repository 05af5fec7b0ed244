import { describe, expect, it } from 'vitest';
import { applyPatch, DEFAULTS } from '../../../../web/src/config/schema/config';
import { formatLink, parseLink, type LinkState } from '../../../../web/src/config/link/link';
import { DEFAULT_MAP, yValues, type MapConfig } from '../../../../web/src/config/map/map';
import { clampMap } from '../../../../web/src/config/map/clamp';
import { CHOICE_AXES, choicesOf, NUMBER_AXES } from '../../../../web/src/config/map/axes';
import { PARAMS } from '../../../../web/src/config/schema/schema';
import { DEFAULT_VIEW, VIEW_FIELDS } from '../../../../web/src/config/link/view_state';

const initial: LinkState = {
  config: DEFAULTS,
  versus: null,
  map: DEFAULT_MAP,
  view: { ...DEFAULT_VIEW, part: 'phases' },
};
const linkOf = (map: MapConfig): string => formatLink({ ...initial, map });

describe('words of the map', () => {
  it('are none for the default map', () => {
    expect(linkOf(DEFAULT_MAP)).toBe('view=phases&v=1');
  });

  it('say in readable words what differs', () => {
    const { map } = clampMap({
      ...DEFAULT_MAP,
      base: { ...DEFAULTS, n: 800 },
      optimizers: ['adam'],
      rates: { ...DEFAULT_MAP.rates, adam: { from: 0.01, to: 10, count: 41 } },
      yAxis: { key: 'noise', from: 0, to: 1, count: 5 },
      repeats: 3,
    });
    expect(linkOf(map)).toBe(
      'map.optimizers=adam&map.rate.adam=0.01..10x41&map.y-axis=noise&map.range=0..1x5&map.repeats=3' +
        '&map.n=800&view=phases&v=1',
    );
  });

  it('bring back every setting that all runs share', () => {
    for (const p of PARAMS) {
      if (p.key === 'optimizer' || p.key === 'learningRate') continue;
      const other =
        p.kind === 'choice'
          ? p.options.find((o) => o.value !== p.default)?.value
          : p.kind === 'flag'
            ? !p.default
            : p.kind === 'integer'
              ? Math.min(p.max, p.default + 3)
              : p.default / 3 + 0.01;
      const map = { ...DEFAULT_MAP, base: applyPatch(DEFAULTS, { [p.key]: other }).config };
      const { state, warnings } = parseLink(linkOf(map));
      expect(warnings, p.key).toEqual([]);
      expect(state.map, p.key).toEqual(map);
    }
  });

  it('bring back every second axis, and lists of rates', () => {
    const axes = [
      ...NUMBER_AXES.map((a) => ({ key: a.key })),
      ...CHOICE_AXES.map((key) => ({ key, choices: choicesOf(key).slice(1) })),
    ];
    for (const yAxis of axes) {
      const { map } = clampMap({ yAxis, rates: { gd: { list: [1, 30, 1000] } }, everyStep: true });
      const { state, warnings } = parseLink(linkOf(map));
      expect(warnings, yAxis.key).toEqual([]);
      expect(state.map, yAxis.key).toEqual(map);
    }
  });

  it('open under the name the y axis had at first', () => {
    const [old, now] = ['rows', 'y-axis'].map((word) =>
      parseLink(`#map.${word}=noise&map.range=0..1x5&view=phases&v=1`),
    );
    expect(old).toEqual(now);
    expect(old?.warnings).toEqual([]);
    expect(linkOf(old!.state.map)).toContain('map.y-axis=noise');
  });

  it('share no word with each other or with the rest of the page', () => {
    const words = [
      ...PARAMS.map((p) => `map.${p.link}`),
      ...VIEW_FIELDS.map((f) => f.link),
      ...['optimizers', 'y-axis', 'range', 'scale', 'choices', 'repeats', 'every-step'].map(
        (word) => `map.${word}`,
      ),
    ];
    expect(new Set(words).size).toBe(words.length);
  });

  it('bring the map’s view back', () => {
    const state: LinkState = {
      ...initial,
      view: {
        ...initial.view,
        mapColor: 'testLoss',
        mapLimits: [-0.5, 2.25],
        mapEdges: false,
        mapTheory: false,
        mapRow: 4,
      },
    };
    const text = formatLink(state);
    expect(text).toContain('map.color=testLoss&map.limits=-0.5..2.25&map.edges=off');
    expect(parseLink(text)).toEqual({ state, warnings: [] });
  });
});

describe('a hostile link', () => {
  const parse = (text: string) => parseLink(`#view=phases&${text}`);

  it('is clamped, with a sentence for each change', () => {
    const { state, warnings } = parse(
      'map.rate.gd=-5..Infinityx9999&map.y-axis=n&map.range=1e99..xx1&map.repeats=1e9&map.n=%3Cb%3E',
    );
    const { from, to, count } = state.map.rates.gd as { from: number; to: number; count: number };
    expect(from).toBeGreaterThan(0);
    expect(Number.isFinite(to)).toBe(true);
    expect(count).toBeLessThanOrEqual(200);
    for (const n of yValues(state.map)) expect(Number.isFinite(n)).toBe(true);
    expect(state.map.base.n).toBe(DEFAULTS.n);
    expect(warnings.length).toBeGreaterThanOrEqual(5);
  });

  it('cannot ask for more than a page can do', () => {
    const { state, warnings } = parse(
      'map.rate.gd=1..10x200&map.rate.adam=1..10x200&map.y-axis=noise&map.range=0..1x200&map.repeats=20',
    );
    expect(state.map.repeats).toBe(1);
    expect(warnings.join(' ')).toMatch(/80000|is more than/);
  });

  it('names words it does not know', () => {
    const { state, warnings } = parse(
      'map.colour=hill&map.color=hil&map.optimizers=sgd,adam&map.limits=5..1',
    );
    expect(state.map.optimizers).toEqual(['adam']);
    expect(state.view.mapLimits).toBeNull();
    expect(warnings.join(' ')).toContain('map.colour');
    expect(warnings.join(' ')).toContain('sgd');
    expect(warnings.join(' ')).toContain('map.limits');
    expect(warnings.join(' ')).toContain('map.color=hil');
    expect(state.view.mapColor).toBe('phase');
  });

  it.each([
    ['map.y-axis=n&map.scale=cubic', '“cubic” is not “linear” or “log”'],
    ['map.every-step=maybe', 'Keep every step: “maybe” is neither “on” nor “off”'],
    ['map.y-axis=activation&map.choices=relu,swish', 'The y axis: “swish” is not one of'],
    ['map.rate.adam=1x11', 'Learning rates of adam: “1x11” is no number'],
    ['map.rate.adam=0.01..', '“map.rate.adam=0.01..” in the link was not understood'],
    ['map.rate.adam=0.01..ten', '“ten” is not a finite number, so the default 100 is used'],
    ['map.rate.adam=0.01..1x2.5', 'how many: “2.5” is not a whole number'],
    ['map.rate.adam=0.01…1x11', '“0.01…1x11” is no number'],
    ['map.range=1..5', '“map.range” in the link is of no use'],
    ['map.scale=log', '“map.scale” in the link is of no use'],
    ['map.y-axis=n&map.choices=relu', '“map.choices” in the link is of no use'],
    ['map.y-axis=n&map.range=100', '“map.range=100” in the link was not understood'],
    ['map.y-axis=learning-rate', 'The y axis: “learning-rate” is not one'],
    ['map.optimizers=adam,sgd,lion', 'Optimizers: “sgd” and “lion” are not one of'],
    ['map.lr=3', '“map.lr” in the link is not a setting'],
  ])('%s is not passed over', (link, sentence) => {
    expect(parse(link).warnings.join('\n')).toContain(sentence);
  });

  it('does not take what is no range for one that ends at the limit', () => {
    for (const link of ['map.rate.adam=0.01..ten', 'map.rate.adam=0.01..1by11']) {
      expect(parse(link).state.map.rates.adam, link).toEqual({ from: 0.01, to: 100, count: 31 });
    }
  });
});
