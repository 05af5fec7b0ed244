// The browser's address bar, as the store sees it. Browsers count how often a page writes it (Safari
// takes 100 times in 30 seconds, or in 10) and throw at what is more: writes that come too fast are
// put off, and only the last of them is written.

import { partedQuery } from '../config/link/query';

export interface Address {
  read(): string;
  /** Never throws. `replace`: the change belongs to the entry that is already there. */
  write(hash: string, replace: boolean): void;
  /** Called when a person went back, forward, or edited the address. */
  onChange(listener: () => void): void;
}

/** Writes at once, and milliseconds until there may be one more: fewer than 100 in 30 seconds. */
const BURST = 40;
const INTERVAL = 550;
/** Times that a write is tried which the browser refuses, with twice the wait after each. */
const TRIES = 6;

export function browserAddress(target: Window = window, now = () => performance.now()): Address {
  const { location, history } = target;
  const listeners: (() => void)[] = [];
  let left = BURST;
  let counted = now();
  let refused = 0;
  let pending: { hash: string; replace: boolean } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const put = (hash: string, replace: boolean): boolean => {
    const { rest } = partedQuery(location.search);
    // Where nothing but the fragment changes any page may say so, one that is a file too.
    const url =
      hash !== '' && rest === location.search
        ? `#${hash}`
        : location.pathname + rest + (hash && `#${hash}`);
    try {
      if (replace) history.replaceState(null, '', url);
      else history.pushState(null, '', url);
      return true;
    } catch {
      return false;
    }
  };
  const later = (wait: number): void => {
    clearTimeout(timer);
    timer = setTimeout(flush, wait);
  };
  const flush = (): void => {
    const time = now();
    const more = Math.floor((time - counted) / INTERVAL);
    left = Math.min(BURST, left + more);
    counted = left === BURST ? time : counted + more * INTERVAL;
    if (!pending) return;
    if (left === 0) later(INTERVAL);
    else {
      left -= 1;
      if (put(pending.hash, pending.replace)) {
        pending = null;
        refused = 0;
      } else if (refused < TRIES) {
        later(1000 * 2 ** refused);
        refused += 1;
      }
    }
  };
  target.addEventListener('popstate', () => {
    // What was still to be written belonged to the entry that a person has just left.
    pending = null;
    for (const listener of listeners) listener();
  });
  return {
    read: () =>
      [partedQuery(location.search).settings, location.hash.replace(/^#/, '')]
        .filter(Boolean)
        .join('&'),
    write: (hash, replace) => {
      pending = { hash, replace: replace && (pending?.replace ?? true) };
      refused = 0;
      flush();
    },
    onChange: (listener) => listeners.push(listener),
  };
}
