// A short name for a text.

/** Odd multipliers, one for each 32-bit lane. */
const LANES = [0x01000193, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f] as const;

/** 128 bits of a text in hexadecimal: each lane a multiplicative hash with a multiplier of its own. */
export function hashText(text: string): string {
  let [a, b, c, d] = LANES.map((multiplier) => multiplier ^ text.length) as Four;
  // One walk for all lanes, without arrays: maps ask for the names of 20,000 runs at once.
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, LANES[0]);
    b = Math.imul(b ^ code, LANES[1]);
    c = Math.imul(c ^ code, LANES[2]);
    d = Math.imul(d ^ code, LANES[3]);
    a ^= a >>> 15;
    b ^= b >>> 15;
    c ^= c >>> 15;
    d ^= d >>> 15;
  }
  return [a, b, c, d].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
}

type Four = [number, number, number, number];
