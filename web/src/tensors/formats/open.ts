// Opens a weight file by its content: by what it begins with, whatever its name says.

import { quoted } from '../../common/text';
import { foreignKind, foreignText, unknownKind } from './content';
import { isNpy, NPY_HEADER_LIMIT, parseNpyHeader } from './npy';
import { isZip, openNpz } from './npz';
import { headerLength, isSafetensors, openSafetensors } from './safetensors';
import { readBytes, unpack } from '../source';
import {
  FileProblem,
  READABLE,
  type NamedBlob,
  type Progress,
  type TensorFile,
} from '../tensor_file';
import { decodeText } from '../text/decode';
import { AS_FOUND, type TextReading } from '../text_reading';

/** Texts, and what gzip unpacks to, are held in memory whole. */
const MAX_TEXT = 400e6;
const MAX_UNPACKED = 2e9;
const HEAD = 4096;

/** @throws FileProblem whose message says what is wrong, to follow “… could not be read: ” */
export async function openTensors(
  file: NamedBlob,
  reading: TextReading = AS_FOUND,
  progress: Progress = () => undefined,
): Promise<TensorFile> {
  const opened = await openAny(file, reading, progress);
  const notes = [...(opened.notes ?? []), ...partNotes(file.name)];
  return { ...opened, name: file.name, bytes: file.size, notes };
}

async function openAny(
  file: NamedBlob,
  reading: TextReading,
  progress: Progress,
): Promise<TensorFile> {
  if (file.size === 0) throw new FileProblem('it is empty');
  const head = await readBytes(file, 0, HEAD);
  if (isNpy(head)) return openNpy(file);
  if (isZip(head)) return openNpz(file, progress);
  if (head[0] === 0x1f && head[1] === 0x8b) return openGzip(file, reading, progress);
  if (isSafetensors(head, file.size)) return openSafetensors(file, progress);
  const foreign = foreignKind(head);
  if (foreign !== null) throw new FileProblem(foreign);
  const text = decodeText(head, head.length < file.size);
  if (text !== null) return openText(file, text, reading, progress);
  // Archives that unpack themselves begin with a program.
  if (/\.(?:npz|zip)$/i.test(file.name) && head.some((byte) => byte !== 0))
    return openNpz(file, progress);
  throw new FileProblem(await unreadable(file, head));
}

async function openNpy(file: NamedBlob): Promise<TensorFile> {
  const head = await readBytes(file, 0, NPY_HEADER_LIMIT);
  const { dataBegin, notes, ...header } = parseNpyHeader(head, file.size);
  const source = { blob: file, from: dataBegin, to: file.size };
  const tensors = [{ name: file.name, ...header, source }];
  return { name: file.name, bytes: file.size, format: 'NumPy', tensors, unreadable: [], notes };
}

async function openGzip(
  file: NamedBlob,
  reading: TextReading,
  progress: Progress,
): Promise<TensorFile> {
  const bytes = await unpack(file, 'gzip', Infinity, MAX_UNPACKED);
  const name = file.name.replace(/\.gz$/i, '');
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    throw new FileProblem('it is packed by gzip twice: unpack it first');
  }
  const opened = await openAny(new File([bytes], name), reading, progress);
  return { ...opened, format: `${opened.format}, packed by gzip` };
}

async function openText(
  file: NamedBlob,
  begin: string,
  reading: TextReading,
  progress: Progress,
): Promise<TensorFile> {
  const foreign = foreignText(begin);
  if (foreign !== null) {
    // A list of parts names them far down.
    const whole = file.size < 5e6 ? decodeText(await readBytes(file, 0, file.size), false) : null;
    throw new FileProblem(foreignText(whole ?? begin) ?? foreign);
  }
  if (!/\d|nan|inf/i.test(begin)) {
    const line = begin.trim().split(/[\r\n]/)[0] ?? '';
    throw new FileProblem(
      line === ''
        ? 'there is nothing in it but blanks'
        : `it is a text that begins ${quoted(line)}, and there is no number in it; ${READABLE}`,
    );
  }
  if (file.size > MAX_TEXT) {
    throw new FileProblem(`text of ${Math.round(file.size / 1e6)} MB is too long; save it as .npy`);
  }
  const text = decodeText(await readBytes(file, 0, file.size), false);
  if (text === null) throw new FileProblem('it begins as text and goes on as something else');
  const { openTable } = await import('../text/table');
  return openTable(file, text, reading, progress);
}

async function unreadable(file: NamedBlob, head: Uint8Array): Promise<string> {
  const { name, size } = file;
  const length = headerLength(head);
  const isCut = length > 0 && length < 100e6 && head[8] === 0x7b;
  if (isCut) return 'it ends within its header: the file is cut off';
  if (/\.safetensors$/i.test(name) && size < 8) return 'it is too short to hold a header';
  const tail = await readBytes(file, Math.max(0, size - HEAD), size);
  const isZero = head.every((byte) => byte === 0) && tail.every((byte) => byte === 0);
  return unknownKind(isZero || head.some((byte) => byte !== 0) ? head : tail, name, size);
}

function partNotes(name: string): string[] {
  const notes: string[] = [];
  const [, part, parts] = /-0*(\d+)-of-0*(\d+)\.safetensors/i.exec(name) ?? [];
  if (part !== undefined && parts !== undefined && parts !== '1') {
    notes.push(
      `This is part ${part} of ${parts}: the other layers of the model are in the other parts.`,
    );
  }
  if (/\.(?:crdownload|part|partial|download|tmp)$/i.test(name)) {
    notes.push('Its name says that a browser was still downloading it.');
  }
  return notes;
}
