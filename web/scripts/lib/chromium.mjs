// The Chromium of this machine, and how scripts start it: unseen, and silent on the network.

import { which } from './process.mjs';

export const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** For `chromium.launch` of Playwright. */
export function chromiumOptions() {
  return {
    executablePath: process.env.CHROMIUM ?? CHROMIUM_NAMES.map(which).find(Boolean),
    args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  };
}
