// A short name for a text.

/** Odd multipliers, one for each 32-bit lane. */
const LANES = [0x01000193, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f];

/** 128 bits of a text in hexadecimal: each lane a multiplicative hash with a multiplier of its own. */
export function hashText(text: string): string {
  return LANES.map((multiplier) => {
    let lane = multiplier ^ text.length;
    for (let i = 0; i < text.length; i += 1) {
      lane = Math.imul(lane ^ text.charCodeAt(i), multiplier);
      lane ^= lane >>> 15;
    }
    return (lane >>> 0).toString(16).padStart(8, '0');
  }).join('');
}
