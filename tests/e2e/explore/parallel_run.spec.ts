// A run large enough to be shared among the workers of the page: the same digits as in Node, and
// what happens when one of them dies.

import { readFileSync } from 'node:fs';
import { loadEngine } from '../../../web/cli/load_engine';
import { DEFAULTS } from '../../../web/src/config/schema/config';
import { expect, test } from '../explorer';

const SIZE = 'n=1000&d=300&h=400&test=300';

test('a run on several workers has the digits of a run in Node', async ({ explorer, page }) => {
  await explorer.open(`${SIZE}&steps=3&at=3`);
  await explorer.toEnd();
  const cores = await page.evaluate(() => navigator.hardwareConcurrency);
  expect(page.workers()).toHaveLength(Math.min(cores, 4));

  await page.locator('summary', { hasText: 'File' }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /Save this run/ }).click(),
  ]);
  const saved = JSON.parse(readFileSync(await file.path(), 'utf8')) as {
    snapshots: { eigenvalues: number[]; trainLoss: number; testLoss: number; kta: number }[];
  };

  const engine = await loadEngine();
  const run = new engine.Run({ ...DEFAULTS, n: 1000, d: 300, h: 400, nTest: 300, steps: 3 });
  try {
    expect(saved.snapshots).toHaveLength(4);
    for (const snapshot of saved.snapshots) {
      const expected = run.probe();
      expect(snapshot.eigenvalues).toEqual([...expected.eigenvalues]);
      expect(snapshot.trainLoss).toBe(expected.trainLoss);
      expect(snapshot.testLoss).toBe(expected.testLoss);
      expect(snapshot.kta).toBe(expected.kta);
      run.step();
    }
  } finally {
    run.delete();
  }
});

test('a helper that dies is replaced, the run resumes, and Cancel is heard', async ({
  explorer,
  page,
}) => {
  const cores = await page.evaluate(() => navigator.hardwareConcurrency);
  test.skip(cores < 2, 'one core: no helpers');
  await explorer.openLong('n=1200&d=400&h=600&test=400&steps=2000');
  await expect.poll(() => page.workers().length).toBe(Math.min(cores, 4));
  await page.workers()[1]!.evaluate(() => {
    setTimeout(() => {
      throw new Error('out of memory');
    });
  });
  await expect(page.locator('.notices')).toContainText(
    /The engine stopped .*out of memory.* goes on from step \d+/,
  );
  await expect(page.locator('.status')).toHaveText(/computing step/);
  await expect.poll(() => page.workers().length).toBe(Math.min(cores, 4));
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.locator('.status')).toHaveText(/stopped after step/);
});
