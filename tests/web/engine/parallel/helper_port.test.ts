// The two ends of a port, with a fake engine at the far one.

import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../../../../web/src/config/schema/config';
import { HelperFailure, HelperPort } from '../../../../web/src/engine/parallel/helper_port';
import { serveShards } from '../../../../web/src/engine/parallel/shard_helper';
import type { Port } from '../../../../web/src/engine/protocol/port';
import { fakeEngine } from '../../fake_engine';

/** Two ports; what one is sent arrives at the other later. */
function channel(): { near: Port; far: Port; moved: ArrayBuffer[] } {
  const moved: ArrayBuffer[] = [];
  const end = (other: () => Port): Port => ({
    onmessage: null,
    postMessage: (data, transfer) => {
      moved.push(...transfer);
      queueMicrotask(() => other().onmessage?.({ data } as MessageEvent));
    },
  });
  const near: Port = end(() => far);
  const far: Port = end(() => near);
  return { near, far, moved };
}

const CONFIG = { ...DEFAULTS, n: 20, d: 6, h: 8 };

function connect(patch: object = {}) {
  const { engine } = fakeEngine();
  Object.assign(engine.Run.prototype as object, {
    share: () => undefined,
    update: () => ({ step: 1, learningRate: 1, loss: 1, status: 'ok' }),
    squaredNorms: () => new Float64Array([1, 2]),
    shardWeights: () => ({ w: new Float32Array(3), a: new Float64Array(2) }),
    ...patch,
  });
  const { near, far, moved } = channel();
  const helper = new HelperPort(near);
  serveShards(engine, far);
  return { helper, moved };
}
const open = { config: CONFIG, index: 1, parts: 2 };

describe('the port of a helper', () => {
  it('is ready when the helper has loaded the module', async () => {
    await expect(connect().helper.ready).resolves.toBeUndefined();
  });

  it('gives each request its own reply, in their order', async () => {
    const { helper } = connect();
    const replies = await Promise.all([
      helper.request('open', open),
      helper.request('squaredNorms', null),
      helper.request('update', null),
      helper.request('weights', null),
    ]);
    expect(replies).toEqual([
      null,
      new Float64Array([1, 2]),
      { step: 1, learningRate: 1, loss: 1, status: 'ok' },
      { w: new Float32Array(3), a: new Float64Array(2) },
    ]);
  });

  it('hands arrays over instead of copying them', async () => {
    const { helper, moved } = connect();
    await helper.request('open', open);
    await helper.request('weights', null);
    await helper.request('squaredNorms', null);
    expect(moved.map((buffer) => buffer.byteLength)).toEqual([12, 16, 16]);
  });

  it('rejects one request with the engine’s message and goes on with the next', async () => {
    const { helper } = connect();
    const early = helper.request('update', null);
    const opened = helper.request('open', open);
    await expect(early).rejects.toThrow('no run is open');
    await expect(early).rejects.toMatchObject({ fatal: false });
    await expect(opened).resolves.toBeNull();
  });

  it('says whether the module itself has crashed', async () => {
    const { helper } = connect({
      update: () => {
        throw new WebAssembly.RuntimeError('unreachable');
      },
    });
    await helper.request('open', open);
    const crashed = helper.request('update', null);
    await expect(crashed).rejects.toBeInstanceOf(HelperFailure);
    await expect(crashed).rejects.toMatchObject({ message: 'unreachable', fatal: true });
  });
});
