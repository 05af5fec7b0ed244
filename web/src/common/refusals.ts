// What the policy of the page has refused, so that a worker that did not start can be explained.

import { messageOf } from './errors';

const refused = new Set<string>();

/** Listens to a document; call once. */
export function watchRefusals(target: EventTarget): void {
  target.addEventListener('securitypolicyviolation', (event) => {
    refused.add((event as SecurityPolicyViolationEvent).effectiveDirective);
  });
}

/** Why no worker started, and what would help. `thrown`: what the browser said when it was asked to. */
export function whyNoWorker(thrown = ''): string {
  const policy = (directive: string, cure: string): string =>
    `the host’s policy (Content-Security-Policy: ${directive}) forbids its worker; ${cure}.`;
  if (/trusted/i.test(thrown) || refused.has('require-trusted-types-for')) {
    return policy('trusted-types', 'it has to allow the policy name “tailcraft”');
  }
  for (const directive of ['worker-src', 'child-src', 'script-src', 'script-src-elem']) {
    if (refused.has(directive)) {
      return policy(
        directive,
        'it has to allow this page’s own scripts, and blob: for the single file',
      );
    }
  }
  if (thrown !== '') return `its worker was refused (${thrown}).`;
  return 'its worker did not start: the file was not there, or something between here and the host blocks it.';
}

/** A worker; where a sandbox or a policy refuses one, what does nothing until `told` hears why. */
export function spawnOr<Worker>(spawn: () => Worker, told: (why: string) => void): Worker {
  try {
    return spawn();
  } catch (error) {
    const thrown = messageOf(error);
    queueMicrotask(() => told(whyNoWorker(thrown)));
    return {
      postMessage: () => undefined,
      terminate: () => undefined,
      onmessage: null,
      onerror: null,
    } as Worker;
  }
}
