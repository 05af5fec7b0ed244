// Opening in a worker: what it says is passed on, and it ends with the opening in every case.

import { describe, expect, it } from 'vitest';
import { openFile, type ReaderLike } from '../../../../web/src/tensors/reader/open_file';
import type { OpenReply, OpenRequest } from '../../../../web/src/tensors/reader/messages';
import { FileProblem, type TensorFile } from '../../../../web/src/tensors/tensor_file';

class FakeReader implements ReaderLike {
  onmessage: ReaderLike['onmessage'] = null;
  onerror: ReaderLike['onerror'] = null;
  asked: OpenRequest[] = [];
  isEnded = false;
  postMessage(request: OpenRequest): void {
    this.asked.push(request);
  }
  terminate(): void {
    this.isEnded = true;
  }
  reply(data: OpenReply): void {
    this.onmessage?.({ data } as MessageEvent<OpenReply>);
  }
}

const opened: TensorFile = { name: 'w', bytes: 1, format: 'text', tensors: [], unreadable: [] };

function open(): {
  reader: FakeReader;
  stop: AbortController;
  said: number[][];
  result: Promise<TensorFile>;
} {
  const reader = new FakeReader();
  const stop = new AbortController();
  const said: number[][] = [];
  const options = {
    reading: { header: true },
    progress: (done: number, total: number) => void said.push([done, total]),
    signal: stop.signal,
  };
  const result = openFile(new File(['1'], 'w.csv'), options, () => reader);
  return { reader, stop, said, result };
}

describe('opening a file in a worker', () => {
  it('hands over file and reading, reports, and ends', async () => {
    const { reader, said, result } = open();
    expect(reader.asked[0]).toMatchObject({ name: 'w.csv', reading: { header: true } });
    reader.reply({ kind: 'progress', done: 1, total: 9, unit: 'bytes' });
    expect([said, reader.isEnded]).toEqual([[[1, 9]], false]);
    reader.reply({ kind: 'opened', opened });
    expect(await result).toBe(opened);
    expect(reader.isEnded).toBe(true);
  });

  it('passes on why a file cannot be read', async () => {
    const { reader, result } = open();
    reader.reply({ kind: 'refused', message: 'it is empty' });
    await expect(result).rejects.toThrow(new FileProblem('it is empty'));
    expect(reader.isEnded).toBe(true);
  });

  it('explains a worker that stops', async () => {
    const { reader, result } = open();
    reader.onerror?.({ message: 'out of memory' } as ErrorEvent);
    await expect(result).rejects.toThrow(/reads files stopped.*out of memory.*reload/);
    expect(reader.isEnded).toBe(true);
  });

  it('explains a worker that a policy refuses', async () => {
    const { reader, result } = open();
    reader.onerror?.({ message: '' } as ErrorEvent);
    await expect(result).rejects.toThrow(
      /reads files could not be loaded: its worker did not start/,
    );
    const refused = openFile(
      new File(['1'], 'w.csv'),
      { reading: {}, progress: () => undefined, signal: new AbortController().signal },
      () => {
        throw new TypeError("This document requires 'TrustedScriptURL' assignment.");
      },
    );
    await expect(refused).rejects.toThrow(/trusted-types.*policy name “tailcraft”/);
  });

  it('ends at once when it is no longer wanted', async () => {
    const { reader, stop, result } = open();
    stop.abort(new Error('enough'));
    await expect(result).rejects.toThrow('enough');
    expect(reader.isEnded).toBe(true);
  });
});
