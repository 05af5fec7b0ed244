// Opens a weight file in a worker of its own, which ends with the opening or when nobody waits for it.

import { spawnOr, whyNoWorker } from '../../common/refusals';
import { FileProblem, type NamedBlob, type Progress, type TensorFile } from '../tensor_file';
import type { TextReading } from '../text_reading';
import type { OpenReply, OpenRequest } from './messages';
import { spawnReader } from './spawn';

const PART = 'the part of this page that reads files';

/** What is needed of a Worker; tests pass their own. */
export interface ReaderLike {
  postMessage(request: OpenRequest): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<OpenReply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

export interface OpenOptions {
  reading: TextReading;
  progress: Progress;
  /** Ends the opening. */
  signal: AbortSignal;
}

/** @throws FileProblem that says what is wrong; the signal's reason once it is aborted */
export function openFile(
  file: NamedBlob,
  { reading, progress, signal }: OpenOptions,
  spawn: () => ReaderLike = spawnReader,
): Promise<TensorFile> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = spawnOr(spawn, (why) => {
      end();
      reject(new FileProblem(`${PART} could not be loaded: ${why}`));
    });
    const end = (): void => {
      signal.removeEventListener('abort', abort);
      worker.onmessage = null;
      worker.onerror = null;
      worker.terminate();
    };
    const abort = (): void => {
      end();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort);
    worker.onmessage = ({ data }) => {
      if (data.kind === 'progress') return progress(data.done, data.total, data.unit);
      end();
      if (data.kind === 'opened') resolve(data.opened);
      else reject(new FileProblem(data.message));
    };
    worker.onerror = (event) => {
      end();
      const what = event.message
        ? `stopped (${event.message}); reload the page and try again`
        : `could not be loaded: ${whyNoWorker()}`;
      reject(new FileProblem(`${PART} ${what}`));
    };
    worker.postMessage({ file, name: file.name, reading });
  });
}
