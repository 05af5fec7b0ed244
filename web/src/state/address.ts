// The browser's address bar, as the store sees it.

export interface Address {
  read(): string;
  /** `replace`: the change belongs to the entry that is already there. */
  write(hash: string, replace: boolean): void;
  /** Called when a person went back, forward, or edited the address. */
  onChange(listener: () => void): void;
}

export function browserAddress(target: Window = window): Address {
  const listeners: (() => void)[] = [];
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  target.addEventListener('popstate', tell);
  return {
    read: () => target.location.hash,
    write: (hash, replace) => {
      const url = hash === '' ? target.location.pathname + target.location.search : `#${hash}`;
      if (replace) target.history.replaceState(null, '', url);
      else target.history.pushState(null, '', url);
    },
    onChange: (listener) => listeners.push(listener),
  };
}
