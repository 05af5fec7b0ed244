// A store with everything below it, down to a session on the fake engine, and none of the page.

import type { Part } from '../../web/src/config/link/view_state';
import { EngineClient } from '../../web/src/engine/client/engine_client';
import { type WorkerLike } from '../../web/src/engine/client/worker_like';
import type { Reply, Request } from '../../web/src/engine/protocol/messages';
import { Dispatcher } from '../../web/src/engine/worker/dispatcher';
import type { Address } from '../../web/src/state/address';
import { Store } from '../../web/src/state/store';
import { fakeEngine, type FakeControls } from './fake_engine';

/** A worker in this thread: messages still arrive later, and as copies. */
function threadWorker(controls: FakeControls[]): WorkerLike {
  const { engine, controls: seen } = fakeEngine();
  controls.push(seen);
  const worker: WorkerLike & { dead: boolean } = {
    dead: false,
    onmessage: null,
    onerror: null,
    postMessage: (request: Request) => {
      const copy = structuredClone(request);
      queueMicrotask(() => session.handle(copy));
    },
    terminate: () => (worker.dead = true),
  };
  const session = new Dispatcher(engine, {
    post: (reply: Reply) => {
      const copy = structuredClone(reply);
      queueMicrotask(() => {
        if (!worker.dead) worker.onmessage?.({ data: copy } as MessageEvent<Reply>);
      });
    },
    now: () => performance.now(),
    yieldToEventLoop: () => new Promise((resolve) => setTimeout(resolve)),
  });
  return worker;
}

class FakeAddress implements Address {
  entries = [''];
  private at = 0;
  private listener: () => void = () => undefined;
  read(): string {
    return this.entries[this.at] ?? '';
  }
  write(hash: string, replace: boolean): void {
    if (replace) this.entries[this.at] = hash;
    else {
      this.entries = [...this.entries.slice(0, this.at + 1), hash];
      this.at += 1;
    }
  }
  onChange(listener: () => void): void {
    this.listener = listener;
  }
  go(direction: number): void {
    this.at += direction;
    this.listener();
  }
}

/** A link of a run that takes no time. */
export const SMALL = 'n=40&d=10&h=20&steps=5';

export function makeStore(hash = SMALL, still = true, part?: Part) {
  const address = new FakeAddress();
  address.entries = [hash];
  const controls: FakeControls[] = [];
  let frames: ((time: number) => void)[] = [];
  let time = 0;
  const store = new Store({
    address,
    client: (_slot, events) =>
      new EngineClient({ spawn: () => threadWorker(controls), cancelTimeout: 50, ...events }),
    storage: null,
    frame: (callback) => frames.push(callback),
    still,
    ...(part === undefined ? {} : { part }),
  });
  /** Lets time pass, frame by frame. */
  const pass = async (count = 30): Promise<void> => {
    for (let i = 0; i < count; i += 1) {
      await new Promise((resolve) => setTimeout(resolve));
      time += 100;
      const now = frames;
      frames = [];
      for (const callback of now) callback(time);
    }
  };
  const run = (slot: 0 | 1 = 0) => {
    const found = store.runner(slot);
    if (!found) throw new Error('no run');
    return found;
  };
  return { store, address, controls, pass, run };
}
