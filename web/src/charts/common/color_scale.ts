// Perceptually even colour scales: straight lines in OKLab (B. Ottosson, 2020), so that equal
// differences of value look equal in both themes and to colour-blind readers.

type Triple = [number, number, number];

function linear(byte: number): number {
  const c = byte / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}

function companded(c: number): number {
  const v = c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055;
  return Math.round(255 * Math.min(1, Math.max(0, v)));
}

function toLab(hex: string): Triple {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => linear(parseInt(hex.slice(i, i + 2), 16)));
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function toHex([L, a, b]: Triple): string {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return `#${rgb.map((c) => companded(c).toString(16).padStart(2, '0')).join('')}`;
}

/** Maps 0..1 through the given #rrggbb stops; values outside are held at the ends. */
export function colorScale(stops: readonly string[]): (t: number) => string {
  const labs = stops.map(toLab);
  return (t) => {
    if (!Number.isFinite(t)) return 'transparent';
    const at = Math.min(1, Math.max(0, t)) * (labs.length - 1);
    const i = Math.min(labs.length - 2, Math.floor(at));
    const [from, to] = [labs[i], labs[i + 1]];
    if (!from || !to) return stops[0] ?? 'transparent';
    const part = at - i;
    return toHex([0, 1, 2].map((k) => from[k]! + (to[k]! - from[k]!) * part) as Triple);
  };
}

/** Whether white reads better than black on this #rrggbb. */
export function isDark(hex: string): boolean {
  const [L] = toLab(hex);
  return L < 0.6;
}
