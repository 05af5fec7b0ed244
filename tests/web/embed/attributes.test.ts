import { describe, expect, test } from 'vitest';
import { formatLink, parseLink } from '../../../web/src/config/link/link';
import {
  attributesOfLink,
  LINK_ATTRIBUTES,
  linkOfAttributes,
} from '../../../web/src/embed/attributes';
import { formatControls, parseSpec } from '../../../web/src/embed/spec';

/** The link that goes through attributes and comes back. */
function roundTrip(hash: string): string {
  const link = formatLink(parseLink(hash).state);
  const attributes = new Map(attributesOfLink(link));
  return formatLink(parseLink(linkOfAttributes((name) => attributes.get(name) ?? null)).state);
}

describe('attributes', () => {
  test.each([
    'lr=1&steps=4&weight-norm=on&readout=as-published-code&v=1',
    'optimizer=gd&lr=2000&vs.optimizer=adam&vs.lr=1&plot=rank&hide=hill,ks&at=3&v=1',
    'vs=same&curves=hill,testLoss&speed=5&v=1',
    'lr=1&map.optimizers=adam&map.rate.adam=0.01..10x5&map.color=hill&v=1',
    'link=relu&vs.link=he3&map.optimizers=adam&v=1',
  ])('say what the link %s says', (hash) => {
    expect(roundTrip(hash)).toBe(hash);
  });

  test('spell settings out and leave the page’s own parts alone', () => {
    expect(attributesOfLink('lr=1&vs.lr=2&anatomy=on&v=1')).toEqual([
      ['learning-rate', '1'],
      ['vs-learning-rate', '2'],
    ]);
  });

  test('have one name each, so that a link of the page is not taken for a setting', () => {
    expect(new Set(LINK_ATTRIBUTES).size).toBe(LINK_ATTRIBUTES.length);
    const link = 'map.optimizers=adam';
    const { warnings } = parseLink(linkOfAttributes((name) => (name === 'link' ? link : null)));
    expect(warnings).toEqual([]);
  });

  test('are known by the names they once had', () => {
    const page: Record<string, string> = { 'teacher-link': 'relu', readout: 'as-published-code' };
    const hash = linkOfAttributes((name) => page[name] ?? null);
    const { state, warnings } = parseLink(hash);
    expect(warnings).toEqual([]);
    expect(state.config).toMatchObject({ teacher: 'relu', featureScale: 'as-published-code' });
    expect(attributesOfLink('link=relu')).toEqual([['teacher', 'relu']]);
    expect(parseSpec(null, 'teacher-link,readout').spec.controls).toEqual([
      'teacher',
      'featureScale',
    ]);
  });

  test('are as little trusted as a link', () => {
    const evil: Record<string, string> = { 'learning-rate': '1&n=20000', seed: '"><img src=x>' };
    const { state, warnings } = parseLink(linkOfAttributes((name) => evil[name] ?? null));
    expect(state.config.n).toBe(parseLink('').state.config.n);
    expect(warnings).toHaveLength(2);
  });
});

describe('what stands on the page', () => {
  test('is a view and controls, or the defaults', () => {
    expect(parseSpec(null, null).spec).toEqual({ view: 'spectrum', controls: ['step'] });
    expect(parseSpec('curves', 'learning-rate, step,steps,step')).toEqual({
      spec: { view: 'curves', controls: ['learningRate', 'step', 'steps'] },
      warnings: [],
    });
    expect(parseSpec('spectrum', '').spec.controls).toEqual([]);
  });

  test('names what it does not know', () => {
    const { spec, warnings } = parseSpec('pie', 'learningRate,step');
    expect(spec).toEqual({ view: 'spectrum', controls: ['step'] });
    expect(warnings.join(' ')).toMatch(/“pie”.*spectrum, curves.*“learningRate”/);
  });

  test('is written as it is read', () => {
    const controls = ['learningRate', 'step', 'nTest'] as const;
    expect(parseSpec('anatomy', formatControls(controls)).spec.controls).toEqual(controls);
  });
});

describe('an attribute that is no text', () => {
  test('is read as far as it goes', () => {
    const given: Record<string, string> = { curves: '\ud800', seed: '4', hide: 'ks,\udc00' };
    const { state, warnings } = parseLink(linkOfAttributes((name) => given[name] ?? null));
    expect(state.config.seed).toBe(4);
    expect(state.view.hidden).toEqual(['ks']);
    expect(warnings.join()).toContain('curves=');
  });
});
