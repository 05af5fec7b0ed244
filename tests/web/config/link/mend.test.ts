// Links as they arrive after mail programs, chats, word processors and HTML have had them.

import { describe, expect, it, test } from 'vitest';
import { applyPatch, DEFAULTS } from '../../../../web/src/config/schema/config';
import { formatLink, parseLink } from '../../../../web/src/config/link/link';
import { DEFAULT_VIEW } from '../../../../web/src/config/link/view_state';

const GOOD =
  'optimizer=gd&lr=300&n=60&d=20&h=30&steps=3&seed=42&reg=0.001&curves=testLoss,hill&v=1';
const { state: meant } = parseLink(GOOD);

const quotedPrintable = (text: string): string =>
  text.replaceAll('=', '=3D').replaceAll(',', '=2C');
const html = (text: string): string => text.replaceAll('&', '&amp;');
const fullWidth = (text: string): string =>
  text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));

describe('a link that was damaged on its way', () => {
  test.each([
    ['escaped for HTML', html(GOOD)],
    ['escaped for HTML four times', html(html(html(html(GOOD))))],
    ['escaped with numbers', GOOD.replaceAll('&', '&#38;').replaceAll('=', '&#x3D;')],
    ['escaped in capitals', GOOD.replaceAll('&', '&AMP;')],
    ['escaped for HTML, then for an address', GOOD.replaceAll('&', '&amp%3B')],
    ['with HTML’s idea of “&reg”', GOOD.replace('&reg', '®')],
    ['escaped for JSON', GOOD.replaceAll('&', '\\u0026').replaceAll('=', '\\u003d')],
    ['escaped for Markdown', GOOD.replaceAll(/[&=]/g, '\\$&')],
    ['encoded as a whole', encodeURIComponent(GOOD)],
    ['encoded as a whole, twice', encodeURIComponent(encodeURIComponent(GOOD))],
    ['encoded as a whole with its #', encodeURIComponent(`#${GOOD}`)],
    ['encoded, then escaped for HTML', encodeURIComponent(html(GOOD))],
    ['encoded but for =', GOOD.replaceAll('&', '%26')],
    ['encoded but for &', GOOD.replaceAll('=', '%3D')],
    ['encoded, with a tracker behind', `${encodeURIComponent(GOOD)}&utm_source=mail`],
    ['with values encoded twice', GOOD.replace(',', '%252C')],
    ['quoted-printable', quotedPrintable(GOOD)],
    ['quoted-printable with soft breaks', quotedPrintable(GOOD).replace('steps', 'ste=\r\nps')],
    ['quoted-printable with encoded breaks', quotedPrintable(GOOD).replace('seed', 'se=%0D%0Aed')],
    ['broken into lines', GOOD.replace('steps', 'ste%0D%0Aps')],
    ['with zero-width spaces', GOOD.replaceAll('&', '\u200b&')],
    ['with encoded zero-width spaces', `${GOOD}%E2%80%8B`],
    ['between marks of direction', `\u2068${GOOD}\u2069`],
    ['with a soft hyphen', GOOD.replace('optimizer', 'opti\u00admizer')],
    ['in full-width letters', fullWidth(GOOD)],
    ['in capitals', GOOD.toUpperCase()],
    ['at the end of a sentence', `${GOOD}.`],
    ['in brackets at the end of a sentence', `${GOOD}).`],
    ['in smart quotes', `“${GOOD}”,`],
    ['in angle brackets', encodeURI(`<${GOOD}>`)],
    ['in bold type', `**${GOOD}**`],
    ['with a Chinese full stop', `${GOOD}。`],
    ['with a stroke', `${GOOD}/`],
    ['with a space at the end', `${GOOD}%20`],
    ['with trackers', `${GOOD}&fbclid=IwAR0&utm_medium=social&_ga=2.1&mc_eid=77`],
    ['with trackers behind a ?', `${GOOD}?utm_source=a&gclid=b`],
    ['with a text fragment', `${GOOD}:~:text=heavy,tails`],
    ['with a second #', `#${GOOD}`],
    ['after a hash-bang', `!${GOOD}`],
  ])('%s says what it said', (_, damaged) => {
    // As a browser hands it over.
    const { hash } = new URL(`https://host/#${damaged}`);
    const { state, warnings } = parseLink(hash);
    expect(formatLink(state)).toBe(formatLink(meant));
    expect(warnings).toEqual([]);
  });

  test.each([
    ['map.rate.adam=0.01..1×11', { from: 0.01, to: 1, count: 11 }],
    ['map.rate.adam=0.01‥1x11', { from: 0.01, to: 1, count: 11 }],
    ['map.rate.adam=1e−2..1X11', { from: 0.01, to: 1, count: 11 }],
  ])('%s is a range', (link, range) => {
    const { state, warnings } = parseLink(new URL(`https://host/#view=phases&${link}`).hash);
    expect(state.map.rates.adam).toEqual(range);
    expect(warnings).toEqual([]);
  });

  test.each([
    ['without its &', 'optimizer=gdlr=300n=60', ['gdlr=300n=60']],
    ['decoded once too often', 'lr00&n`&d &h0&seedB', ['lr00', 'n`', 'd', 'h0', 'seedB']],
    ['with the plus of an exponent lost', 'lr=3e%202', ['3e 2']],
    ['with a decimal comma', 'lr=0,5', ['0,5']],
    ['cut in an escape', 'lr=3&curves=testLoss%2', ['curves=testLoss%2']],
    ['cut in a word', 'lr=3&ste', ['ste']],
    ['shortened for display', 'lr=30…', ['30…']],
    ['shortened for display with dots', 'lr=30...', ['30...']],
    ['with two values', 'lr=1&lr=300', ['lr', '300']],
    ['from another version', 'lr=3&v=2', ['version “2”']],
    ['with something after a second #', 'lr=3#section', ['section']],
    ['with markup', '<img src=x onerror=alert(1)>=1', ['“<img src”']],
    ['with words of another page', 'lr=3&Colour=red', ['“Colour”']],
    ['with the direction overridden', 'lr=3&colour%E2%80%AE=red', ['colour\\u{202E}']],
  ])('%s names what is lost', (_, damaged, parts) => {
    const said = parseLink(new URL(`https://host/#${damaged}`).hash).warnings.join('\n');
    for (const part of parts) expect(said).toContain(part);
    expect(said).not.toMatch(/\u202e/);
  });
});

describe('a value that cannot be used', () => {
  const said = (link: string): string => parseLink(link).warnings.join('\n');

  test.each([
    ['curves=testLoss,foo', '“foo” in “curves”'],
    ['curves=foo', '“curves=foo”'],
    ['hide=bulks', '“hide=bulks”'],
    ['hide=bulk,tail,spikes', '“tail” in “hide”'],
    ['at=999', 'Step on display: “999” is beyond the last step, so 10 is used.'],
    ['at=-1', '“at=-1”'],
    ['chapter=99', 'Chapter: “99” is beyond the last one, so 12 is used.'],
    ['view=learn&chapter=0', '“chapter=0”'],
    ['vs=twice', '“vs=twice”'],
    ['speed=3', '“speed=3”'],
    ['theory=perhaps', '“theory=perhaps”'],
    ['map.row=77', 'Row of the map: “77” is beyond the last, so 10 is used.'],
    ['map.color=hil', '“map.color=hil”'],
    ['n=100&batch=500', 'Batch size: “500” is above the number of samples, so 100 is used.'],
  ])('%s is named', (link, sentence) => {
    expect(said(link)).toContain(sentence);
  });

  it('leaves the rest of its list', () => {
    const { view } = parseLink('curves=testLoss,foo,hill&hide=bulks,ks').state;
    expect([view.curves, view.hidden]).toEqual([['testLoss', 'hill'], ['ks']]);
  });

  it('does not take the scale of the map to 0 on a logarithmic axis, or to nothing', () => {
    const limits = (link: string) => parseLink(`view=phases&${link}`);
    for (const link of [
      'map.color=ks&map.limits=0..1',
      'map.color=stableRank&map.limits=-3..1',
      'map.color=hill&map.limits=1..1.0000000000000002',
      'map.color=hill&map.limits=1e20..1.0000000000000002e20',
      'map.color=spikes&map.limits=-1..5',
      'map.color=hill&map.limits=2..1',
      'map.color=hill&map.limits=-1e308..1e308',
    ]) {
      const { state, warnings } = limits(link);
      expect(state.view.mapLimits, link).toBeNull();
      expect(warnings.join(), link).toContain('cannot be the ends of the scale');
    }
    expect(limits('map.color=hill&map.limits=0..1')).toMatchObject({
      state: { view: { mapLimits: [0, 1] } },
      warnings: [],
    });
  });

  it('brings back every number that limits can have', () => {
    for (const low of [-1.2345678901234567e-6, -1.25e-300, -123456789e12]) {
      const view = { ...DEFAULT_VIEW, mapColor: 'hill', mapLimits: [low, 1] as const };
      const text = formatLink({ ...meant, view });
      expect(parseLink(text).state.view.mapLimits, text).toEqual([low, 1]);
    }
  });
});

describe('a very long link', () => {
  it('is said in a few sentences', () => {
    const words = Array.from({ length: 1990 }, (_, i) => `x${i}`);
    const { warnings } = parseLink(`lr=3&${words.join('&')}`);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/ and 1,982 more in the link were not understood\.$/);
  });

  it('is read as far as it goes', () => {
    const { state, warnings } = parseLink(`lr=3&${'curves=hill&'.repeat(3000)}steps=4`);
    expect(state.config).toEqual(applyPatch(DEFAULTS, { learningRate: 3 }).config);
    expect(warnings.join()).toContain('longer than 20,000 characters');
  });
});

test('a bracket that closes one within the value belongs to it', () => {
  expect(parseLink('chapter=%3Cimg src=x%3E').warnings.join()).toContain('“chapter=<img src=x>”');
  expect(parseLink('optimizer=f(x))').warnings.join()).toContain('“f(x)”');
});
