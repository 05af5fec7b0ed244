// What the page and the worker that opens files say to each other.

import type { TensorFile } from '../tensor_file';
import type { TextReading } from '../text_reading';

export interface OpenRequest {
  file: Blob;
  name: string;
  reading: TextReading;
}

export type OpenReply =
  | { kind: 'progress'; done: number; total: number; unit: 'arrays' | 'bytes' }
  | { kind: 'opened'; opened: TensorFile }
  | { kind: 'refused'; message: string };
