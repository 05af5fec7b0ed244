// What moves on a page without being asked to, as the browser counts it.

import type { Page } from '@playwright/test';

/** Counts from now on. @returns  how much has moved since, in the unit of Cumulative Layout Shift */
export async function watchShifts(page: Page): Promise<() => Promise<number>> {
  const shifts = await page.evaluateHandle(() => {
    const found: number[] = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        found.push((entry as unknown as { value: number }).value);
      }
    }).observe({ type: 'layout-shift' });
    return found;
  });
  return () => shifts.evaluate((found) => found.reduce((sum, x) => sum + x, 0));
}
