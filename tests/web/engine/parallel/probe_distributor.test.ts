import { describe, expect, it } from 'vitest';
import type { HelperPort } from '../../../../web/src/engine/parallel/helper_port';
import { ProbeDistributor } from '../../../../web/src/engine/parallel/probe_distributor';
import type { RunHolder } from '../../../../web/src/engine/parallel/shard_protocol';

/** A worker that leads, as "0", and helpers that answer with their own name. */
function make(helpers: number) {
  const order: string[] = [];
  const holder = {
    handle: (name: string) => {
      order.push(`0 ${name}`);
      return 0;
    },
  } as unknown as RunHolder;
  const ports = Array.from({ length: helpers }, (_, i) => ({
    request: (name: string) => {
      order.push(`${i + 1} ${name}`);
      return Promise.resolve(i + 1);
    },
  })) as unknown as HelperPort[];
  return { distributor: new ProbeDistributor(holder, ports), order };
}

describe('the distributor of probes', () => {
  it('gives each worker as much as any other, and none two of the same', async () => {
    const { distributor, order } = make(1);
    const halves = (['ridge', 'ridge', 'spectral', 'spectral'] as const).map((name) =>
      distributor.assign(name, null),
    );
    expect(order).toEqual([]);
    distributor.start();
    expect((await Promise.all(halves)) as unknown[]).toEqual([0, 1, 1, 0]);
    expect([...order].sort()).toEqual(['0 ridge', '0 spectral', '1 ridge', '1 spectral']);
  });

  it('gives the halves of a single probe to two workers, the helpers’ first', async () => {
    const { distributor, order } = make(3);
    const halves = [distributor.assign('ridge', null), distributor.assign('spectral', null)];
    distributor.start();
    expect((await Promise.all(halves)) as unknown[]).toEqual([0, 1]);
    expect(order).toEqual(['1 spectral', '0 ridge']);
  });
});
