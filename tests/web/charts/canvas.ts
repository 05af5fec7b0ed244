// A canvas that draws nothing, for charts outside a browser: what Chart.js asks of one, and a theme.

import type { Theme } from '../../../web/src/charts/common/theme';

/** @param drawn  told every call of the context, by name and arguments */
export function blankCanvas(drawn?: (name: string, args: unknown[]) => void): HTMLCanvasElement {
  const state: Record<string, unknown> = {};
  const canvas = {
    width: 600,
    height: 300,
    clientWidth: 600,
    clientHeight: 300,
    style: {},
    getContext: () => context,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  } as unknown as HTMLCanvasElement;
  const context = new Proxy(state, {
    get: (_, name: string) => {
      if (name === 'canvas') return canvas;
      if (name === 'measureText') return (text: unknown) => ({ width: 6 * String(text).length });
      return name in state ? state[name] : (...args: unknown[]) => drawn?.(name, args);
    },
  });
  return canvas;
}

const GREY = '#808080';

export const PLAIN_THEME: Theme = {
  paper: '#ffffff',
  sheet: GREY,
  ink: '#000000',
  muted: GREY,
  faint: GREY,
  runs: ['#0000ff', '#ff0000'],
  series: [GREY, GREY, GREY, GREY, GREY],
  ghost: GREY,
  ghostFill: GREY,
  hill: GREY,
  ks: GREY,
  predicted: GREY,
  fitted: GREY,
  phases: {},
  phaseInk: '#000000',
  scale: ['#000000', '#ffffff'],
  font: 'sans-serif',
};
