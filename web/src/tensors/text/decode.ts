// Bytes as text, whatever the program that wrote them took for text.

/**
 * @param isPart  the bytes are the beginning of more
 * @returns  null where the bytes are no text
 */
export function decodeText(bytes: Uint8Array, isPart: boolean): string | null {
  const encoding = encodingOf(bytes);
  const text =
    encoding === null
      ? eightBits(bytes, isPart)
      : new TextDecoder(encoding).decode(bytes, { stream: isPart });
  // DOS ends a text with Ctrl-Z, C with NUL.
  // eslint-disable-next-line no-control-regex
  const clean = text.replace(/[\0\x1a]+\s*$/, '').replace(/^\ufeff/, '');
  if (clean === '' && bytes.includes(0)) return null;
  // Whatever is in another alphabet altogether is no table of numbers.
  if (
    encoding === null &&
    clean.slice(0, 4096).replace(/[ -~\s]/g, '').length > 0.5 * Math.min(4096, clean.length)
  )
    return null;
  // eslint-disable-next-line no-control-regex
  return /[\0-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]/.test(clean.slice(0, 1 << 16)) ? null : clean;
}

function eightBits(bytes: Uint8Array, isPart: boolean): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isPart });
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** UTF-16, by its mark or by the NULs between letters that English and numbers have in it. */
function encodingOf(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, 512);
  const nulls = [0, 0];
  head.forEach((byte, i) => (nulls[i % 2]! += byte === 0 ? 1 : 0));
  const half = head.length / 2;
  if (half < 2) return null;
  if (nulls[1]! > 0.9 * half && nulls[0]! < 0.1 * half) return 'utf-16le';
  return nulls[0]! > 0.9 * half && nulls[1]! < 0.1 * half ? 'utf-16be' : null;
}
