// Workers for unit tests: a real Dispatcher on the engine in memory, with messages that arrive
// later, as they do. Tests kill them.

import type { WorkerLike } from '../../web/src/engine/client/worker_like';
import type { Reply, Request } from '../../web/src/engine/protocol/messages';
import { Dispatcher } from '../../web/src/engine/worker/dispatcher';
import { fakeEngine, type FakeControls } from './fake_engine';

export class SessionWorker implements WorkerLike {
  onmessage: ((event: MessageEvent<Reply>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  readonly received: Request[] = [];
  readonly controls: FakeControls;
  isTerminated = false;
  /** It has stopped without a word. */
  isMute = false;
  private readonly session: Dispatcher;
  private ended = 0;

  constructor(readonly version = '0.0.0-fake') {
    const { engine, controls } = fakeEngine();
    this.controls = controls;
    let time = 0;
    this.session = new Dispatcher(engine, {
      post: (reply) => setTimeout(() => this.say(reply)),
      now: () => (time += 5),
      yieldToEventLoop: () => new Promise((resolve) => setTimeout(resolve)),
    });
    setTimeout(() => this.say({ kind: 'ready', version, build: '' }));
  }

  postMessage(request: Request): void {
    this.received.push(request);
    setTimeout(() => {
      if (!this.isTerminated && !this.isMute) this.session.handle(structuredClone(request));
    });
  }

  terminate(): void {
    this.isTerminated = true;
  }

  /** Dies as a worker dies whose script throws. */
  die(message = 'killed'): void {
    this.isTerminated = true;
    this.onerror?.({ message } as ErrorEvent);
  }

  /** Runs of a map it has been given and has not answered. */
  get open(): number {
    return this.mapRuns.length - this.ended;
  }

  /** Runs of a map it was given. */
  get mapRuns(): Extract<Request, { kind: 'map-run' }>[] {
    return this.received.filter((request) => request.kind === 'map-run');
  }

  private say(reply: Reply): void {
    if (reply.kind === 'done' || reply.kind === 'failed') this.ended += 1;
    if (!this.isTerminated && !this.isMute)
      this.onmessage?.({ data: structuredClone(reply) } as MessageEvent<Reply>);
  }
}
