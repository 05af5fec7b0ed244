import { beforeEach, describe, expect, it, vi } from 'vitest';

// What was refused is remembered for the page's whole life.
const load = async () => {
  vi.resetModules();
  return import('../../../web/src/common/refusals');
};
let refusals: Awaited<ReturnType<typeof load>>;
beforeEach(async () => {
  refusals = await load();
});

/** A document whose policy has refused something. */
function refuse(effectiveDirective: string): void {
  const document = new EventTarget();
  refusals.watchRefusals(document);
  document.dispatchEvent(
    Object.assign(new Event('securitypolicyviolation'), { effectiveDirective }),
  );
}

describe('a worker that does not start', () => {
  it.each(['worker-src', 'child-src', 'script-src', 'script-src-elem'])(
    'is explained by the policy’s %s',
    (directive) => {
      refuse(directive);
      expect(refusals.whyNoWorker()).toContain(`(Content-Security-Policy: ${directive})`);
      expect(refusals.whyNoWorker()).toContain('blob:');
    },
  );

  it('is explained by trusted types, as the event or the browser says', () => {
    expect(refusals.whyNoWorker('This document requires TrustedScriptURL')).toContain('tailcraft');
    refuse('require-trusted-types-for');
    expect(refusals.whyNoWorker()).toContain('trusted-types');
  });

  it('is not explained by what else was refused', () => {
    refuse('img-src');
    expect(refusals.whyNoWorker()).toContain('the file was not there');
    expect(refusals.whyNoWorker('denied')).toBe('its worker was refused (denied).');
  });

  it('is replaced by one that does nothing, and the reason follows', async () => {
    const told = vi.fn();
    const worker = refusals.spawnOr(() => {
      throw new DOMException('denied', 'SecurityError');
    }, told) as unknown as Worker;
    worker.postMessage('x');
    worker.terminate();
    expect(told).not.toHaveBeenCalled();
    await Promise.resolve();
    expect(told).toHaveBeenCalledExactlyOnceWith('its worker was refused (denied).');
  });
});
