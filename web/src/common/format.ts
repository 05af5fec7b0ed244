// Numbers as text: the same digits wherever a quantity is shown.

const MINUS = '−';
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** 10^exponent written with superscript digits. */
export function powerOfTen(exponent: number): string {
  const digits = Array.from(String(Math.abs(exponent)), (c) => SUPERSCRIPTS[Number(c)]).join('');
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}

/** A number with `digits` significant figures; large ones grouped, extreme ones as powers of ten. */
export function formatNumber(x: number, digits = 3): string {
  if (Number.isNaN(x)) return '–';
  if (!Number.isFinite(x)) return x > 0 ? '∞' : `${MINUS}∞`;
  if (x === 0) return '0';
  const size = Math.abs(x);
  const sign = x < 0 ? MINUS : '';
  const exponent = Math.floor(Math.log10(size));
  if (exponent >= 6 || exponent < -4) {
    const mantissa = (size / 10 ** exponent).toFixed(Math.max(0, digits - 1));
    // Rounding may have reached the next power.
    return Number(mantissa) >= 10
      ? `${sign}${powerOfTen(exponent + 1)}`
      : `${sign}${mantissa}·${powerOfTen(exponent)}`;
  }
  const decimals = Math.min(6, Math.max(0, digits - 1 - exponent));
  const text = size.toFixed(decimals);
  return sign + (size >= 10000 ? group(text) : text);
}

/** A whole number with thin groups of three from 10,000 on. */
export function formatCount(x: number): string {
  const text = String(Math.round(x));
  return Math.abs(x) >= 10000 ? group(text) : text;
}

function group(text: string): string {
  const [whole = '', rest] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return rest === undefined ? grouped : `${grouped}.${rest}`;
}

/** Seconds as a person would say them. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 0.95) return `${Math.max(0.1, Math.round(seconds * 10) / 10).toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${(seconds / 3600).toFixed(1)} h`;
  return `${formatCount(seconds / 86_400)} days`;
}

/** Bytes in kB, MB or GB. */
export function formatBytes(bytes: number): string {
  const mega = bytes / 1e6;
  if (mega < 0.95) return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
  return mega < 950 ? `${Math.round(mega)} MB` : `${(mega / 1000).toFixed(1)} GB`;
}

/** At most `digits` significant figures, without trailing zeros: for values put into fields. */
export function roundTo(x: number, digits: number): number {
  return Number.isFinite(x) ? Number(x.toPrecision(digits)) : x;
}
