// Archives of .npy arrays. zip.js reads the directory, whichever way it was written; of a member no
// more is read than its array's header, and its numbers when they are asked for.

import { labels, quotedNames } from './names';
import { NPY_HEADER_LIMIT, parseNpyHeader } from './npy';
import { packedWarning } from './packed_words';
import { readBytes, readSource } from '../source';
import {
  FileProblem,
  READABLE,
  type NamedBlob,
  type Progress,
  type Source,
  type TensorEntry,
  type TensorFile,
  type Unreadable,
} from '../tensor_file';

interface Member {
  filename: string;
  directory: boolean;
  encrypted: boolean;
  compressionMethod: number;
  compressedSize: number;
  uncompressedSize: number;
  offset: number;
  /** CRC-32 of the unpacked bytes. */
  signature?: number;
}

/** PKWARE APPNOTE 4.4.5. */
const METHODS: Readonly<Record<number, string>> = {
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'XZ',
  98: 'PPMd',
};

/** Most arrays have headers far shorter than the longest. */
const FIRST_LOOK = 512;
/** Bytes of the archive that are held while its members are looked at. */
const HELD = 1 << 20;
/** Members that are looked at together. */
const AT_ONCE = 64;

export function isZip(head: Uint8Array): boolean {
  const kinds = [0x0403, 0x0605, 0x0807];
  return head[0] === 0x50 && head[1] === 0x4b && kinds.includes((head[3]! << 8) | head[2]!);
}

export async function openNpz(file: NamedBlob, progress: Progress): Promise<TensorFile> {
  const members = (await directoryOf(file, progress)).filter((m) => !isJunk(m));
  const other = otherKind(members.map((m) => m.filename));
  if (other !== null) throw new FileProblem(other);
  const names = members.map((m) => m.filename.replace(/\.npy$/, ''));
  const known = new Set(names);
  const { labels: shown, repeated } = labels(names, ', the one that NumPy reads');
  const tensors: TensorEntry[] = [];
  const unreadable: Unreadable[] = [];
  const notes = new Set<string>();
  let arrays = 0;
  const read = nearby(file);
  for (let from = 0; from < members.length; from += AT_ONCE) {
    progress(from, members.length, 'arrays');
    const some = members.slice(from, from + AT_ONCE);
    const found = await Promise.all(some.map((member) => entryOf(file, member, read)));
    found.forEach((entry, k) => {
      const name = shown[from + k]!;
      if (entry instanceof FileProblem) {
        unreadable.push({ name, reason: entry.message });
        if (some[k]!.filename.endsWith('.npy')) arrays += 1;
        return;
      }
      const { notes: said, ...array } = entry;
      for (const note of said) notes.add(note);
      const warning = packedWarning(names[from + k]!, entry.dtype, (n) => known.has(n));
      tensors.push({ name, ...array, ...(warning !== undefined && { warning }) });
      arrays += 1;
    });
  }
  if (arrays === 0) {
    throw new FileProblem(
      members.length === 0
        ? 'it is an archive with nothing in it: there is no array to read'
        : `there is no array in this archive; it holds ${quotedNames(members.map((m) => m.filename))}. ${capital(READABLE)}, unpacked`,
    );
  }
  if (repeated.length > 0) {
    notes.add(`More than one array is named ${quotedNames(repeated)}; all are listed.`);
  }
  if (['indices', 'indptr', 'data', 'shape'].every((name) => known.has(name))) {
    notes.add('It is a sparse matrix of SciPy: save it with numpy.save(path, matrix.toarray()).');
  }
  return {
    ...{ name: file.name, bytes: file.size, format: 'NumPy archive' },
    ...{ tensors, unreadable, notes: [...notes] },
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

async function directoryOf(file: Blob, progress: Progress): Promise<Member[]> {
  const { ZipReader } = await import('@zip.js/zip.js/lib/zip-core-reader.js');
  const reader = new ZipReader(
    {
      size: file.size,
      readUint8Array: (at: number, length: number) => readBytes(file, at, at + length),
    } as never,
    // Names are only shown here, and archives that other tools accept are read.
    { strictness: 'tolerant', filenameValidation: 'tolerant', checkLocalDirectory: false } as never,
  );
  const members: Member[] = [];
  try {
    for await (const member of reader.getEntriesGenerator()) {
      members.push(member);
      if (members.length % 1000 === 0) progress(0, members.length, 'arrays');
    }
  } catch {
    throw new FileProblem(
      'as an archive its directory is missing or broken: the file is cut off or damaged',
    );
  }
  return members;
}

/** What file managers add. */
function isJunk({ filename, directory }: Member): boolean {
  return (
    directory ||
    /(?:^|[/\\])(?:__MACOSX|\._[^/\\]*|\.DS_Store|Thumbs\.db|desktop\.ini)(?:$|[/\\])/.test(
      filename,
    )
  );
}

/** Archives of other formats, by what they hold. */
function otherKind(names: readonly string[]): string | null {
  const has = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  if (has(/(?:^|\/)data\.pkl$/)) return PICKLE;
  if (has(/^xl\/workbook\.(?:xml|bin)$/)) return 'it is an Excel workbook; save its sheet as .csv';
  if (has(/^word\/document\.xml$/)) return `it is a Word document; ${READABLE}`;
  if (has(/^ppt\/presentation\.xml$/)) return `it is a PowerPoint file; ${READABLE}`;
  if (has(/^content\.xml$/) && has(/^mimetype$/)) {
    return 'it is an OpenDocument file; save its sheet as .csv';
  }
  if (has(/^model\.weights\.h5$/) || (has(/^config\.json$/) && has(/\.h5$/))) {
    return 'it is a Keras model; save its weights with numpy.savez(path, *model.get_weights()) or layer by layer under their names';
  }
  if (has(/^META-INF\/MANIFEST\.MF$/)) return `it is a Java archive; ${READABLE}`;
  return null;
}

export const PICKLE =
  'it is a file of PyTorch or a Python pickle, a program that has to be run to be read; ' +
  `save the weights with safetensors.torch.save_file or numpy.savez; ${READABLE}`;

/** Reads bytes, most of them from one piece that is held: members stand one behind the other. */
function nearby(file: Blob): Read {
  let held: { from: number; to: number; bytes: Promise<Uint8Array<ArrayBuffer>> } | null = null;
  return async (from, end) => {
    const to = Math.min(end, file.size);
    if (to - from > HELD / 4) return readBytes(file, from, to);
    if (!held || from < held.from || to > held.to) {
      const until = Math.min(from + HELD, file.size);
      held = { from, to: until, bytes: readBytes(file, from, until) };
    }
    const { from: begin, bytes } = held;
    return (await bytes).subarray(from - begin, to - begin);
  };
}

type Read = (from: number, to: number) => Promise<Uint8Array<ArrayBuffer>>;

/** An array of the archive, or why it is none. */
async function entryOf(
  file: Blob,
  member: Member,
  read: Read,
): Promise<(Omit<TensorEntry, 'name'> & { notes: string[] }) | FileProblem> {
  try {
    const source = await sourceOf(file, member, read);
    const size = member.uncompressedSize;
    let head = await headOf(source, Math.min(size, FIRST_LOOK), read);
    const needed = 12 + (head[8]! | (head[9]! << 8));
    if (size > FIRST_LOOK && needed > FIRST_LOOK) {
      head = await headOf(source, Math.min(size, NPY_HEADER_LIMIT), read);
    }
    const { dataBegin, ...header } = parseNpyHeader(head, size);
    const { deflated } = source;
    return deflated
      ? { ...header, source: { ...source, deflated: { ...deflated, skip: dataBegin } } }
      : { ...header, source: { ...source, from: source.from + dataBegin } };
  } catch (error) {
    if (error instanceof FileProblem) return error;
    throw error;
  }
}

async function headOf(
  source: Source,
  wanted: number,
  read: Read,
): Promise<Uint8Array<ArrayBuffer>> {
  const { from, to, deflated } = source;
  if (!deflated) return read(from, Math.min(to, from + wanted));
  if (to - from > FIRST_LOOK) return readSource(source, wanted);
  const blob = new Blob([await read(from, to)]);
  return readSource({ blob, from: 0, to: blob.size, deflated }, wanted);
}

async function sourceOf(file: Blob, member: Member, read: Read): Promise<Source> {
  const { compressionMethod: method, compressedSize, uncompressedSize, offset } = member;
  if (member.encrypted) throw new FileProblem('it is encrypted');
  if (method !== 0 && method !== 8) {
    throw new FileProblem(
      `it is packed by ${METHODS[method] ?? `method ${method}`}; readable are stored and deflated members`,
    );
  }
  // The names before the bytes may differ in length from those of the directory.
  const local = await read(offset, offset + 30);
  if (local.length < 30) throw new FileProblem('the file is cut off within it');
  const view = new DataView(local.buffer, local.byteOffset);
  if (view.getUint32(0, true) !== 0x04034b50) {
    throw new FileProblem('it is not where the archive’s directory says: a damaged file');
  }
  const from = offset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  if (from + compressedSize > file.size) throw new FileProblem('the file is cut off within it');
  if (method === 0) {
    if (compressedSize !== uncompressedSize) {
      throw new FileProblem('the archive’s directory gives it two sizes: a damaged file');
    }
    return { blob: file, from, to: from + uncompressedSize };
  }
  return {
    blob: file,
    from,
    to: from + compressedSize,
    deflated: { size: uncompressedSize, skip: 0, crc: member.signature ?? 0 },
  };
}
