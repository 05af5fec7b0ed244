// Opens a weight file: by what it begins with where a format has a mark, else by its name.

import { isNpy, NPY_HEADER_LIMIT, parseNpyHeader } from './npy';
import { isSafetensors, openSafetensors } from './safetensors';
import { openText } from './text_table';
import {
  FileProblem,
  readBytes,
  type NamedBlob,
  type TensorEntry,
  type TensorFile,
  type Unreadable,
} from './tensor_file';
import { isZip, zipMembers, type ZipMember } from './zip';

export const ACCEPTED = '.npy,.npz,.safetensors,.csv,.tsv,.txt';

/** @throws FileProblem whose message says what is wrong, to follow “… could not be read: ” */
export async function openTensors(file: NamedBlob): Promise<TensorFile> {
  const head = await readBytes(file, 0, 16);
  const name = file.name.toLowerCase();
  if (file.size === 0) throw new FileProblem('it is empty');
  if (isNpy(head)) return openNpy(file);
  if (isZip(head)) return openNpz(file);
  if (isSafetensors(head, name)) return openSafetensors(file);
  if (/\.(csv|tsv|txt|dat)$/.test(name)) return openText(file);
  throw new FileProblem(unknownFormat(name));
}

function unknownFormat(name: string): string {
  const readable = 'readable are .npy, .npz, .safetensors, .csv and .tsv';
  if (/\.np[yz]$/.test(name)) return `it does not begin with the mark of that format; ${readable}`;
  if (/\.(pt|pth|bin|ckpt|pkl)$/.test(name)) return pickle(readable);
  if (/\.(h5|hdf5|keras|onnx|gguf)$/.test(name)) {
    return `this format is not one this page reads; ${readable}`;
  }
  return `its format is not known here; ${readable}`;
}

function pickle(readable: string): string {
  return (
    'PyTorch’s own files are pickles, programs that have to be run to be read; ' +
    `save the weights with safetensors.torch.save_file or numpy.savez; ${readable}`
  );
}

async function openNpy(file: NamedBlob): Promise<TensorFile> {
  const head = await readBytes(file, 0, NPY_HEADER_LIMIT);
  const { dataBegin, ...header } = parseNpyHeader(head, file.size);
  const tensor: TensorEntry = {
    name: file.name,
    ...header,
    read: () => readBytes(file, dataBegin, file.size),
  };
  return { name: file.name, bytes: file.size, format: 'NumPy', tensors: [tensor], unreadable: [] };
}

async function openNpz(file: NamedBlob): Promise<TensorFile> {
  const members = await zipMembers(file);
  if (members.some((m) => m.name.endsWith('/data.pkl') || m.name === 'data.pkl')) {
    throw new FileProblem(pickle('readable are .npy, .npz, .safetensors, .csv and .tsv'));
  }
  const tensors: TensorEntry[] = [];
  const unreadable: Unreadable[] = [];
  for (const member of members) {
    const name = member.name.replace(/\.npy$/, '');
    try {
      tensors.push(await npzEntry(name, member));
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error;
      unreadable.push({ name, reason: error.message });
    }
  }
  return { name: file.name, bytes: file.size, format: 'NumPy archive', tensors, unreadable };
}

async function npzEntry(name: string, member: ZipMember): Promise<TensorEntry> {
  const head = await member.read(NPY_HEADER_LIMIT);
  const { dataBegin, ...header } = parseNpyHeader(head, member.size);
  return {
    name,
    ...header,
    read: async () => (await member.read()).subarray(dataBegin),
  };
}
