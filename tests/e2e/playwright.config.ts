import { fileURLToPath } from 'node:url';
import { defineConfig, devices } from '@playwright/test';

const root = fileURLToPath(new URL('../..', import.meta.url));
const port = process.env['TAILCRAFT_PORT'] ?? '4317';
const report = process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'];

// The built site (build/site) in the system's Chromium, as a visitor would meet it.
// `npm run test:e2e -- --grep spectrum` passes its arguments on to Playwright.
export default defineConfig({
  testDir: '.',
  outputDir: '../../build/e2e',
  fullyParallel: true,
  workers: 2,
  // A second try on a busy machine is reported as flaky, not as passed at once.
  retries: process.env['CI'] === undefined ? 0 : 1,
  forbidOnly: process.env['CI'] !== undefined,
  // Generous: a machine that is busy elsewhere is slow, not wrong.
  timeout: 180_000,
  expect: { timeout: 45_000 },
  reporter: report === undefined ? [['list']] : [['list'], ['json', { outputFile: report }]],
  use: {
    baseURL: `http://127.0.0.1:${port}/`,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--headless=new',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [{ name: 'chromium', use: { ...devices['Desktop Chrome'] } }],
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --config web/vite.config.ts --host 127.0.0.1 --port ${port} --strictPort`,
    cwd: root,
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: process.env['TAILCRAFT_PORT'] === undefined,
  },
});
