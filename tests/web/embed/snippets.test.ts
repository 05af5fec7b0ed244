import { expect, test } from 'vitest';
import { parseLink } from '../../../web/src/config/link/link';
import { elementSnippet, figureLink, frameSnippet } from '../../../web/src/embed/snippets';

const HOME = 'https://a.example/t/';
const SPEC = { view: 'curves', controls: ['learningRate', 'step'] } as const;

test('an iframe has an address that can be pasted into a page', () => {
  expect(frameSnippet(HOME, SPEC, 'lr=1&steps=4&v=1', 431)).toBe(
    '<iframe src="https://a.example/t/embed.html?view=curves&amp;controls=learning-rate,step' +
      '#lr=1&amp;steps=4&amp;v=1" title="Tailcraft: curves" width="100%" height="440" ' +
      'frameborder="0" loading="lazy"></iframe>',
  );
});

test('an element has the settings as attributes', () => {
  expect(elementSnippet(HOME, SPEC, 'optimizer=gd&lr=1&vs.lr=2&v=1')).toBe(
    '<script src="https://a.example/t/tailcraft-figure.js" async></script>\n' +
      '<tailcraft-figure view="curves" controls="learning-rate,step" optimizer="gd" ' +
      'learning-rate="1" vs-learning-rate="2"></tailcraft-figure>',
  );
});

test('nothing in a snippet ends the attribute it stands in', () => {
  const home = 'https://a.example/"><script>/';
  for (const text of [frameSnippet(home, SPEC, '', 1), elementSnippet(home, SPEC, '')]) {
    expect(text).not.toContain('"><script>');
    expect(text).toContain('&quot;&gt;&lt;script&gt;');
  }
});

test('the link of a figure leaves out the other parts of the page', () => {
  const { state } = parseLink('lr=1&anatomy=on&theory=on&at=3&plot=rank&v=1');
  expect(figureLink(state)).toBe('lr=1&plot=rank&at=3&v=1');
});
