// Colours and type of the charts, read from the page's custom properties so that there is one
// palette. Hues are those of Okabe and Ito (2008), which stay apart for colour-blind readers;
// measured, fitted and predicted also differ in line style, so hue is never the only sign.

export interface Theme {
  paper: string;
  sheet: string;
  ink: string;
  muted: string;
  faint: string;
  /** Measured curves of the first and second run, then further series. */
  runs: readonly [string, string];
  series: readonly string[];
  ghost: string;
  ghostFill: string;
  hill: string;
  ks: string;
  predicted: string;
  fitted: string;
  /** Ground of each phase in maps, by its name. */
  phases: Readonly<Record<string, string>>;
  /** Words on such a ground. */
  phaseInk: string;
  /** Stops of the scale of maps, from low to high. */
  scale: readonly string[];
  font: string;
}

/** Phase -> the last word of its custom property. */
const PHASE_PROPERTIES: Readonly<Record<string, string>> = {
  'random-like': 'random',
  'bleeding-out': 'bleeding',
  'bulk-spikes': 'spikes',
  'bulk-decay': 'decay',
  'heavy-tailed': 'heavy',
  'rank-collapse': 'collapse',
  diverged: 'diverged',
  narrow: 'narrow',
};

export type Origin = 'measured' | 'fitted' | 'predicted';

/** Dash pattern of each kind of line, in CSS pixels. */
export const DASHES: Record<Origin, number[]> = {
  measured: [],
  fitted: [9, 4],
  predicted: [2, 3],
};

/** The palette where `root` stands: figures on other people's pages have their own. */
export function readTheme(root: Element): Theme {
  const style = getComputedStyle(root);
  const css = (name: string): string => plain(style.getPropertyValue(`--${name}`).trim());
  return {
    paper: css('paper'),
    sheet: css('sheet'),
    ink: css('ink'),
    muted: css('muted'),
    faint: css('faint'),
    runs: [css('run-a'), css('run-b')],
    series: [css('run-a'), css('series-2'), css('series-3'), css('series-4'), css('series-5')],
    ghost: css('ghost'),
    ghostFill: css('ghost-fill'),
    hill: css('hill'),
    ks: css('ks'),
    predicted: css('predicted'),
    fitted: css('bulk-fit'),
    phases: Object.fromEntries(
      Object.entries(PHASE_PROPERTIES).map(([phase, word]) => [phase, css(`phase-${word}`)]),
    ),
    phaseInk: css('phase-ink'),
    scale: [1, 2, 3, 4].map((i) => css(`scale-${i}`)),
    font: style.getPropertyValue('--font-figure').trim(),
  };
}

let scratch: CanvasRenderingContext2D | null = null;

/** A colour as #rrggbb, however a page that themes its figures wrote it. */
function plain(color: string): string {
  if (color.startsWith('#') && color.length === 7) return color;
  scratch ??= document.createElement('canvas').getContext('2d');
  if (!scratch) return color;
  scratch.fillStyle = color;
  return scratch.fillStyle;
}

/** A colour with the given opacity (0 to 1); for colours given as #rrggbb. */
export function fade(hex: string, opacity: number): string {
  const byte = Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0');
  return /^#[0-9a-f]{6}$/i.test(hex) ? hex + byte : hex;
}
