// Opens a weight file apart from the page. It opens one file; whoever no longer wants it ends it.

import { messageOf } from '../../common/errors';
import { openTensors } from '../formats/open';
import { FileProblem, type Progress } from '../tensor_file';
import type { OpenReply, OpenRequest } from './messages';

const scope = self as unknown as {
  postMessage(reply: OpenReply): void;
  onmessage: ((event: MessageEvent<OpenRequest>) => void) | null;
};

/** Milliseconds between two reports. */
const PAUSE = 100;

scope.onmessage = ({ data: { file, name, reading } }) => {
  let next = performance.now() + PAUSE;
  const progress: Progress = (done, total, unit) => {
    if (performance.now() < next) return;
    next = performance.now() + PAUSE;
    scope.postMessage({ kind: 'progress', done, total, unit });
  };
  openTensors(new File([file], name), reading, progress).then(
    (opened) => scope.postMessage({ kind: 'opened', opened }),
    (error: unknown) => scope.postMessage({ kind: 'refused', message: reasonOf(error) }),
  );
};

function reasonOf(error: unknown): string {
  if (error instanceof FileProblem) return error.message;
  const what = messageOf(error);
  if (/import/i.test(what)) {
    return `a part of this page that it needs could not be loaded (${what}); reload the page and try again`;
  }
  return `the browser could not read it (${what}): it was moved or changed, or is too large`;
}
