// What a file is, by what it begins with: people bring pointers, web pages and files of other
// programs under every name. What cannot be read is named, with what to do about it.

import { READABLE } from '../tensor_file';

const asText = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);

/* eslint-disable no-control-regex */
/** Beginning of the file, as latin-1 text -> what it is and what to do, to follow "it is ". */
const KINDS: readonly [RegExp, string][] = [
  [
    /^\x89HDF\r\n\x1a\n/,
    `an HDF5 file (Keras .h5, MATLAB 7.3): save its arrays with numpy.savez, for instance from h5py`,
  ],
  [/^GGUF/, 'a GGUF file of quantised weights: open the .safetensors it was made from'],
  [
    /^(?:ggml|ggjt|ggla|lmgg|tjgg)/,
    'an old GGML file of quantised weights: open the .safetensors it was made from',
  ],
  [/^[\s\S]{4}TFL3/, 'a TensorFlow Lite model: save the weights of the original with numpy.savez'],
  [
    /^\x80[\x02-\x05]/,
    'a Python pickle, which is a program that has to be run to be read (PyTorch’s .pt, .pth and .bin are such): save the weights with safetensors.torch.save_file or numpy.savez',
  ],
  [
    /^\x08[\x01-\x14](?:\x12|\x1a|\x3a|"|\*|B)/,
    'a model in protocol buffers, as ONNX, Core ML and TensorFlow write it: save its weights with numpy.savez, those of ONNX from onnx.numpy_helper.to_array',
  ],
  [/^MATLAB [57]\.\d/, 'a MATLAB file: save the matrix with writematrix or as .npy'],
  [/^(?:RD[AX][23]\n|[XAB]\n\0\0\0)/, 'a file of R: save the matrix with write.csv'],
  [/^PAR1/, 'a Parquet table: save it as .csv or .npy'],
  [/^(?:ARROW1|FEA1)/, 'an Arrow or Feather table: save it as .csv or .npy'],
  [/^\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1/, 'an old Excel or Word file: save the sheet as .csv'],
  [/^BZh[1-9]/, 'packed by bzip2: unpack it first'],
  [/^\xfd7zXZ\0/, 'packed by xz: unpack it first'],
  [/^\x28\xb5\x2f\xfd/, 'packed by Zstandard: unpack it first'],
  [/^\x04\x22\x4d\x18/, 'packed by LZ4: unpack it first'],
  [/^7z\xbc\xaf\x27\x1c/, 'a 7-Zip archive: unpack it first'],
  [/^Rar!\x1a\x07/, 'a RAR archive: unpack it first'],
  [/^[\s\S]{257}ustar/, 'a tar archive: unpack it first'],
  [/^%PDF-/, 'a PDF document'],
  [/^(?:\x89PNG|\xff\xd8\xff|GIF8|RIFF[\s\S]{4}WEBP|II\*\0|MM\0\*)/, 'a picture'],
  [/^SQLite format 3\0/, 'a SQLite database'],
  [/^(?:\x7fELF|MZ[\s\S]{58}|\xcf\xfa\xed\xfe|\0asm)/, 'a program'],
];

/* eslint-enable no-control-regex */

/** @returns what a file of another format is; null where it may be one that is read here */
export function foreignKind(head: Uint8Array): string | null {
  const text = asText(head);
  const found = KINDS.find(([mark]) => mark.test(text));
  return found ? `it is ${found[1]}; ${READABLE}` : null;
}

const POINTER = /^version https:\/\/(?:git-lfs\.github\.com|hawser\.github\.com)\/spec\/v\d/;

/** What a text is that is no table: a pointer to the weights, a page, a message. Null for others. */
export function foreignText(text: string): string | null {
  const begin = text.trimStart().slice(0, 4000);
  if (POINTER.test(begin)) {
    const size = Number(/^size (\d{1,15})\s*$/m.exec(begin)?.[1] ?? NaN);
    const how = Number.isFinite(size) ? ` (${megabytes(size)})` : '';
    return `it is a Git LFS pointer: the weights themselves${how} were not downloaded; run “git lfs pull”, or download the file from the site`;
  }
  if (/^(?:\.\.\/)*(?:\.git)?\/?annex\/objects\/|^\/annex\/objects\//.test(begin)) {
    const size = Number(/-s(\d{1,15})-/.exec(begin)?.[1] ?? NaN);
    const how = Number.isFinite(size) ? ` (${megabytes(size)})` : '';
    return `it is a git-annex pointer: the weights themselves${how} are not here; run “git annex get”, or “datalad get”`;
  }
  const tracked = /^(?:outs:\s*\n|# xet version)/.exec(begin);
  if (tracked) {
    const size = Number(/^\W*(?:file)?size\s*[:=]\s*(\d{1,15})\s*$/m.exec(begin)?.[1] ?? NaN);
    const how = Number.isFinite(size) ? ` (${megabytes(size)})` : '';
    return `it is a pointer to the weights, which are not in it${how}: fetch them with “${tracked[0].startsWith('outs') ? 'dvc pull' : 'git xet'}”, or download the file from the site`;
  }
  if (/^(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|meta)\b/i.test(begin)) {
    const title = /<title[^>]*>\s*([^<]{1,60}?)\s*</i.exec(begin)?.[1];
    const how = title === undefined ? '' : `, “${title}”`;
    return `it is a web page${how}, not weights: the download needs a sign-in or another address`;
  }
  if (/^<\?xml|^<[A-Za-z][\w:.-]*[\s/>]/.test(begin)) {
    const code = /<Code>([^<]{1,60})</.exec(begin)?.[1];
    return code === undefined
      ? 'it is an XML text, not weights'
      : `it is an error message of the server, “${code}”, not weights`;
  }
  return /^[{[]\s*(?:["{}[\]\d.-]|$)/.test(begin) ? jsonKind(text, begin) : null;
}

function megabytes(size: number): string {
  return size < 1e6 ? `${size} bytes` : `${Math.round(size / 1e6)} MB`;
}

function jsonKind(text: string, begin: string): string {
  if (/"weight_map"\s*:/.test(text.slice(0, 1e6))) {
    const parts = new Set(text.match(/"[^"]+\.(?:safetensors|bin)"/g) ?? []);
    const first = [...parts][0];
    const how =
      first === undefined
        ? ''
        : `: ${first.slice(1, -1)}${parts.size > 1 ? ` and ${parts.size - 1} more` : ''}`;
    return `it is the list of the parts of a model; open the parts themselves${how}`;
  }
  if (/"(?:weightsManifest|modelTopology)"\s*:/.test(begin)) {
    return 'it is the description of a TensorFlow.js model; save the weights of the original with numpy.savez';
  }
  const message =
    /"(?:error|message|detail|error_description)"\s*:\s*"((?:[^"\\]|\\.){1,120})/i.exec(begin)?.[1];
  if (message !== undefined) {
    return `it is an error message of the server, “${message}”, not weights`;
  }
  if (/^\{\s*"(?:architectures|_name_or_path|model_type)"/.test(begin)) {
    return 'it is the configuration of a model, not its weights';
  }
  if (/^(?:\[|\{\s*[{\d.-])/.test(begin)) {
    return 'it is a list in brackets, not a table; write one row a line, without brackets';
  }
  if (/^\{\s*"cells"\s*:/.test(begin)) return 'it is a Jupyter notebook, not weights';
  return `it is JSON, not weights; ${READABLE}`;
}

/** Why bytes without any known mark are not read. */
export function unknownKind(head: Uint8Array, name: string, size: number): string {
  if (head.every((byte) => byte === 0)) {
    return `it holds nothing but zeros at its beginning: ${size} bytes that a download has set aside and not filled`;
  }
  const suffix = /\.([a-z0-9_]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  switch (suffix) {
    case 'npy':
    case 'npz':
      return `it does not begin with the mark of that format: a damaged file, or another format; ${READABLE}`;
    case 'safetensors':
      return `it does not begin with the header of that format: a damaged file, or another format; ${READABLE}`;
    case 'bin':
    case 'dat':
    case 'raw':
      return `it has no mark of a known format: perhaps plain numbers, such as the .bin files of TensorFlow.js, whose shapes stand in another file; ${READABLE}`;
    case 'onnx':
    case 'pb':
      return `it looks like a model of ONNX or TensorFlow: save its weights with numpy.savez; ${READABLE}`;
    default:
      return `its format is not known here; ${READABLE}`;
  }
}
