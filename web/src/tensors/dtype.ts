// Types of the numbers in weight files, and how to read one. All are little-endian, as is every
// machine that runs WebAssembly.

export type Dtype =
  | ('f64' | 'f32' | 'f16' | 'bf16' | 'e4m3' | 'e5m2')
  | ('i64' | 'i32' | 'i16' | 'i8' | 'u64' | 'u32' | 'u16' | 'u8');

/** Bytes of one number. */
export const SIZES: Record<Dtype, number> = {
  f64: 8,
  f32: 4,
  f16: 2,
  bf16: 2,
  e4m3: 1,
  e5m2: 1,
  i64: 8,
  i32: 4,
  i16: 2,
  i8: 1,
  u64: 8,
  u32: 4,
  u16: 2,
  u8: 1,
};

/** Names in .safetensors files. */
export const SAFETENSORS_TYPES: ReadonlyMap<string, Dtype> = new Map([
  ['F64', 'f64'],
  ['F32', 'f32'],
  ['F16', 'f16'],
  ['BF16', 'bf16'],
  ['F8_E4M3', 'e4m3'],
  ['F8_E5M2', 'e5m2'],
  ['I64', 'i64'],
  ['I32', 'i32'],
  ['I16', 'i16'],
  ['I8', 'i8'],
  ['U64', 'u64'],
  ['U32', 'u32'],
  ['U16', 'u16'],
  ['U8', 'u8'],
  ['BOOL', 'u8'],
]);

/** Whole numbers, in which quantised weights are packed. */
export function isWhole(dtype: Dtype): boolean {
  return /^[iu]/.test(dtype);
}

/** IEEE 754 binary16. */
function half(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const size =
    exponent === 31
      ? fraction === 0
        ? Infinity
        : NaN
      : exponent === 0
        ? fraction * 2 ** -24
        : (1024 + fraction) * 2 ** (exponent - 25);
  return bits & 0x8000 ? -size : size;
}

/** The upper half of a binary32. */
function brain(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}

/** E4M3 of the OCP specification for 8-bit floats ("fn"): bias 7, no infinities, one NaN. */
function e4m3(bits: number): number {
  const exponent = (bits >> 3) & 15;
  const fraction = bits & 7;
  if (exponent === 15 && fraction === 7) return NaN;
  const size = exponent === 0 ? fraction * 2 ** -9 : (8 + fraction) * 2 ** (exponent - 10);
  return bits & 0x80 ? -size : size;
}

/** The numbers of all 256 codes. E5M2 is the upper half of a binary16. */
const CODES = {
  e4m3: Float64Array.from({ length: 256 }, (_, bits) => e4m3(bits)),
  e5m2: Float64Array.from({ length: 256 }, (_, bits) => half(bits << 8)),
};

const scratch = new DataView(new ArrayBuffer(4));

/** @returns the number at an index of `bytes` */
export function numberReader(
  bytes: Uint8Array<ArrayBuffer>,
  dtype: Dtype,
): (index: number) => number {
  const count = Math.floor(bytes.byteLength / SIZES[dtype]);
  // Typed arrays ask for an aligned start.
  const aligned = bytes.byteOffset % SIZES[dtype] === 0 ? bytes : bytes.slice();
  const { buffer, byteOffset: at } = aligned;
  switch (dtype) {
    case 'f16': {
      const words = new Uint16Array(buffer, at, count);
      return (k) => half(words[k]!);
    }
    case 'bf16': {
      const words = new Uint16Array(buffer, at, count);
      return (k) => brain(words[k]!);
    }
    case 'e4m3':
    case 'e5m2': {
      const codes = CODES[dtype];
      const words = new Uint8Array(buffer, at, count);
      return (k) => codes[words[k]!]!;
    }
    case 'i64':
    case 'u64': {
      const wide = dtype === 'i64' ? BigInt64Array : BigUint64Array;
      const words = new wide(buffer, at, count);
      return (k) => Number(words[k]);
    }
    default: {
      const words = plain(dtype, buffer, at, count);
      return (k) => words[k]!;
    }
  }
}

type Plain = Exclude<Dtype, 'f16' | 'bf16' | 'e4m3' | 'e5m2' | 'i64' | 'u64'>;

function plain(
  dtype: Plain,
  buffer: ArrayBuffer,
  at: number,
  count: number,
):
  | Float64Array
  | Float32Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint32Array
  | Uint16Array
  | Uint8Array {
  switch (dtype) {
    case 'f64':
      return new Float64Array(buffer, at, count);
    case 'f32':
      return new Float32Array(buffer, at, count);
    case 'i32':
      return new Int32Array(buffer, at, count);
    case 'i16':
      return new Int16Array(buffer, at, count);
    case 'i8':
      return new Int8Array(buffer, at, count);
    case 'u32':
      return new Uint32Array(buffer, at, count);
    case 'u16':
      return new Uint16Array(buffer, at, count);
    case 'u8':
      return new Uint8Array(buffer, at, count);
  }
}
