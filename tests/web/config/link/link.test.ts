import { describe, expect, it } from 'vitest';
import { applyPatch, DEFAULTS } from '../../../../web/src/config/schema/config';
import {
  formatLink,
  isLinkWord,
  parseLink,
  versusConfig,
  type LinkState,
} from '../../../../web/src/config/link/link';
import { DEFAULT_MAP } from '../../../../web/src/config/map/map';
import { PARAMS } from '../../../../web/src/config/schema/schema';
import { chapterBase, STORY } from '../../../../web/src/config/link/story';
import { DEFAULT_VIEW } from '../../../../web/src/config/link/view_state';

const initial: LinkState = {
  config: DEFAULTS,
  versus: null,
  map: DEFAULT_MAP,
  view: DEFAULT_VIEW,
};

describe('link', () => {
  it('is empty for the page as it first opens', () => {
    expect(formatLink(initial)).toBe('');
    expect(parseLink('').state).toEqual(initial);
  });

  it('says in readable words only what differs from the defaults', () => {
    const { config } = applyPatch(DEFAULTS, { optimizer: 'gd', learningRate: 3000, n: 2000 });
    expect(formatLink({ ...initial, config })).toBe('optimizer=gd&lr=3000&n=2000&v=1');
  });

  it('brings every parameter back', () => {
    for (const p of PARAMS) {
      const other =
        p.kind === 'choice'
          ? p.options.find((o) => o.value !== p.default)?.value
          : p.kind === 'flag'
            ? !p.default
            : p.kind === 'integer'
              ? Math.min(p.max, p.default + 3)
              : p.default / 3 + 0.01;
      const { config } = applyPatch(DEFAULTS, { [p.key]: other });
      const { state, warnings } = parseLink(`#${formatLink({ ...initial, config })}`);
      expect(warnings, p.key).toEqual([]);
      expect(state.config, p.key).toEqual(config);
    }
  });

  it('brings the second run and the view back', () => {
    const state: LinkState = {
      config: DEFAULTS,
      versus: { optimizer: 'gd', learningRate: 700 },
      map: DEFAULT_MAP,
      view: {
        ...DEFAULT_VIEW,
        plot: 'ccdf',
        ksRule: 'reference',
        hidden: ['initial', 'ks'],
        curves: ['kta', 'hill'],
        at: 3,
        speed: 10,
        anatomy: true,
      },
    };
    const text = formatLink(state);
    expect(text).toContain('vs.optimizer=gd&vs.lr=700');
    expect(text).toContain('curves=kta,hill');
    expect(parseLink(text)).toEqual({ state, warnings: [] });
  });

  it('keeps a second run that differs in nothing', () => {
    const text = formatLink({ ...initial, versus: {} });
    expect(text).toBe('vs=same&v=1');
    expect(versusConfig(parseLink(text).state)).toEqual(DEFAULTS);
  });

  it('reads what can be read and says what cannot', () => {
    const { state, warnings } = parseLink(
      '#lr=2&colour=red&steps=abc&n=1e99&optimizer=lbfgs&%E0%A4%A',
    );
    expect(state.config).toMatchObject({
      learningRate: 2,
      steps: DEFAULTS.steps,
      optimizer: 'adam',
    });
    expect(warnings).toEqual([
      '“colour” in the link is not a setting of this page.',
      '“%E0%A4%A” in the link was not understood.',
      'Steps: “abc” is not a finite number, so the default 10 is used.',
      'Samples: “1e99” is above the limit 20000, so 20000 is used.',
      'Optimizer: “lbfgs” is not one of gd, adam, sign, muon, so the default adam is used.',
    ]);
  });

  it('lets nothing unknown, infinite or too large through', () => {
    const hostile = [
      'NaN',
      'Infinity',
      '-Infinity',
      '1e400',
      '',
      ' ',
      '0x',
      'null',
      '<b>',
      '__proto__',
    ];
    for (const p of PARAMS) {
      for (const value of hostile) {
        const got = parseLink(`${p.link}=${encodeURIComponent(value)}`).state.config[p.key];
        if (p.kind === 'choice') expect(p.options.map((o) => o.value)).toContain(got);
        else if (p.kind === 'flag') expect(typeof got).toBe('boolean');
        else {
          expect(Number.isFinite(got), `${p.key}=${value}`).toBe(true);
          expect(got).toBeGreaterThanOrEqual(p.min);
          expect(got).toBeLessThanOrEqual(p.max);
        }
      }
    }
  });

  it('names the first step, chapter and row that are not there, and no other', () => {
    const viewOf = (link: string) => {
      const { state, warnings } = parseLink(link);
      return { view: state.view, warnings };
    };
    expect(viewOf('steps=7&at=7')).toMatchObject({ view: { at: 7 }, warnings: [] });
    const beyond = viewOf('steps=7&at=8');
    expect(beyond.view.at).toBeNull();
    expect(beyond.warnings[0]).toContain('“8” is beyond the last step, so 7 is used');
    // The longer of two runs decides.
    expect(viewOf('steps=7&vs.steps=9&at=9').view.at).toBe(9);
    const last = STORY.length;
    expect(viewOf(`view=learn&chapter=${last}`)).toMatchObject({ view: { chapter: last }, warnings: [] }); // prettier-ignore
    expect(viewOf(`view=learn&chapter=${last + 1}`).view.chapter).toBe(last);
    const rows = 'view=phases&map.y-axis=noise&map.range=0..1x4';
    expect(viewOf(`${rows}&map.row=3`)).toMatchObject({ view: { mapRow: 3 }, warnings: [] });
    const below = viewOf(`${rows}&map.row=4`);
    expect(below.view.mapRow).toBeNull();
    expect(below.warnings[0]).toContain('so 3 is used');
  });

  it('says when it both wants and does not want a second run', () => {
    const { state, warnings } = parseLink('vs=none&vs.lr=2');
    expect(state.versus).toEqual({ learningRate: 2 });
    expect(warnings).toEqual([
      '“vs=none” in the link is at odds with “vs.lr”; two runs are shown.',
    ]);
    expect(parseLink('vs.lr=2').warnings).toEqual([]);
  });

  it('does not take a rate that is too small for a number for zero', () => {
    const { state, warnings } = parseLink('lr=1e-400');
    expect(state.config).toEqual(DEFAULTS);
    expect(warnings.join()).toContain('1e-400');
  });

  it('starts from the experiment of its chapter, which may have a second run', () => {
    const chapter = STORY.findIndex(({ versus }) => versus) + 1;
    expect(chapter).toBeGreaterThan(0);
    const { state } = parseLink(`view=learn&chapter=${chapter}`);
    expect(state).toMatchObject({ view: { part: 'learn', chapter } });
    expect(state.versus).toEqual(chapterBase(chapter).versus);
    expect(parseLink(`view=learn&chapter=${chapter}&vs=none`).state.versus).toBeNull();
    expect(parseLink(`view=learn&chapter=${chapter}&vs=same`).state.versus).toEqual({});
    // Of another part of the page it says nothing.
    expect(formatLink({ ...state, view: { ...state.view, part: 'phases' } })).not.toContain(
      'chapter',
    );
    expect(formatLink(state)).toBe(`view=learn&chapter=${chapter}&v=1`);
  });

  it('knows its own words from those of others', () => {
    const words = ['lr', 'vs.lr', 'v', 'vs', 'map.y-axis', 'view', 'at'];
    expect(words.filter(isLinkWord)).toEqual(words);
    expect(['utm_source', 'vs.at', 'vs.v', 'lang', '', 'lr.vs'].filter(isLinkWord)).toEqual([]);
  });

  it('survives any text', () => {
    for (const text of [
      '#&&=&==',
      '#=5',
      '#v=7',
      '#at=-1&speed=3',
      `#${'x'.repeat(5000)}`,
      '#vs.vs.lr=1',
    ]) {
      const { state, warnings } = parseLink(text);
      expect(state.config, text).toEqual(DEFAULTS);
      expect(text === '#&&=&==' || warnings.length > 0, text).toBe(true);
    }
  });

  it('does not let one batch be larger than the data', () => {
    const { state, warnings } = parseLink('n=100&batch=500');
    expect(state.config.batchSize).toBe(100);
    expect(warnings).toEqual(['Batch size: “500” is above the number of samples, so 100 is used.']);
  });
});
