import { afterEach, describe, expect, it, vi } from 'vitest';
import { CoreBudget, ownLocks } from '../../../../web/src/engine/client/core_budget';

type Held = (lock: object | null) => Promise<void> | undefined;

/** What two frames of one origin see of the browser's locks. */
function lockManager() {
  const held = new Set<string>();
  return {
    held,
    async request(name: string, _options: object, callback: Held): Promise<void> {
      if (held.has(name)) {
        await callback(null);
        return;
      }
      held.add(name);
      await callback({});
      held.delete(name);
    },
  };
}

afterEach(() => void vi.unstubAllGlobals());

describe('The cores for helpers', () => {
  it('are shared by all frames of an origin, through the locks of the browser', async () => {
    const locks = lockManager();
    vi.stubGlobal('navigator', { hardwareConcurrency: 4, locks });
    const [first, second] = [new CoreBudget(), new CoreBudget()];
    const taken = await first.take(2);
    expect(taken).toHaveLength(2);
    expect(await second.take(2)).toHaveLength(1);
    expect(await second.take(1)).toHaveLength(0);
    taken[0]!();
    await vi.waitFor(() => expect(locks.held.size).toBe(2));
    expect(await second.take(2)).toHaveLength(1);
  });

  it('are those of the page alone where the browser has no locks', async () => {
    vi.stubGlobal('navigator', { hardwareConcurrency: 3 });
    const budget = new CoreBudget();
    const taken = await budget.take(5);
    expect(taken).toHaveLength(2);
    expect(await budget.take(1)).toHaveLength(0);
    taken[1]!();
    expect(await budget.take(5)).toHaveLength(1);
  });

  it('are those of the page alone where the browser denies the locks', async () => {
    const request = (): Promise<void> => Promise.reject(new Error('denied'));
    vi.stubGlobal('navigator', { hardwareConcurrency: 3, locks: { request } });
    const budget = new CoreBudget();
    expect(await budget.take(5)).toHaveLength(2);
    expect(await budget.take(5)).toHaveLength(0);
  });

  it('are three at most, and none on a machine that does not say how many it has', () => {
    const total = (cores: number): number => new CoreBudget(cores, ownLocks()).total;
    expect([64, 4, 2, 1, 0].map(total)).toEqual([3, 3, 1, 0, 0]);
  });
});
