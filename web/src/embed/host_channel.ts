// The line between the figure in an iframe and the page around it. Only the parent window is heard,
// and only from the origins that the iframe's address names (`host=`), if it names any. What is
// said without being asked (ready, height) holds nothing about the run; states go to an origin that
// has spoken and was allowed to.

import { parseMessage, PROTOCOL, type Command } from './messages';
import type { Remote } from './remote';

export interface HostWindow {
  /** The window around this one; the window itself when there is none. */
  readonly parent: Pick<Window, 'postMessage'>;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
}

export class HostChannel {
  /** Where states go; null before anybody spoke. */
  private listener: string | null = null;
  private announced = '';
  private height = 0;
  private readonly isFramed: boolean;

  /** @param hosts origins that may talk; null: whichever the parent window has */
  constructor(
    private readonly window: HostWindow,
    private readonly remote: Remote,
    private readonly hosts: readonly string[] | null,
  ) {
    this.isFramed = (window.parent as unknown) !== window;
    if (!this.isFramed) return;
    window.addEventListener('message', (event) => this.receive(event));
  }

  ready(version: string): void {
    this.announce({ type: 'ready', version });
  }

  /** @param height of the figure in CSS pixels */
  resized(height: number): void {
    const whole = Math.ceil(height);
    if (whole === this.height) return;
    this.height = whole;
    // Learning platforms that speak LTI, Canvas among them, hear this name only: one message has both.
    this.announce({ type: 'height', subject: 'lti.frameResize', height: whole });
  }

  /** Call whenever something may have changed. */
  changed(): void {
    if (this.listener === null) return;
    const { signature } = this.remote;
    if (signature === this.announced) return;
    this.announced = signature;
    this.post({ type: 'state', state: this.remote.state }, this.listener);
  }

  private receive(event: MessageEvent<unknown>): void {
    if (event.source !== this.window.parent) return;
    if (this.hosts && !this.hosts.includes(event.origin)) return;
    const message = parseMessage(event.data);
    if (!message) return;
    // A page without an origin (a file, a sandbox) can only be answered as "whoever is there".
    this.listener = event.origin === 'null' ? '*' : event.origin;
    const { command, id } = message;
    if (typeof command === 'string') {
      this.post({ type: 'error', id, message: command }, this.listener);
      return;
    }
    const warnings = this.obey(command);
    this.announced = this.remote.signature;
    this.post({ type: 'state', id, warnings, state: this.remote.state }, this.listener);
  }

  private obey(command: Command): string[] {
    const { remote } = this;
    switch (command.type) {
      case 'configure':
        return remote.configure(command.config);
      case 'open':
        return remote.open(command.link);
      case 'step':
        remote.step(command.by);
        return [];
      case 'seek':
        remote.seek(command.step);
        return [];
      case 'play':
      case 'pause':
        remote[command.type]();
        return [];
      case 'state':
        return [];
    }
  }

  private announce(message: object): void {
    if (this.isFramed) this.post(message, '*');
  }

  private post(message: object, target: string): void {
    this.window.parent.postMessage({ tailcraft: PROTOCOL, ...message }, target);
  }
}

/**
 * Origins in the `host=` of an address, with commas between them; null where there is none. What is
 * no origin is left out, so that a list of mistakes lets nobody in.
 */
export function parseHosts(text: string | null): string[] | null {
  if (text === null) return null;
  return text.split(',').flatMap((word) => {
    try {
      const { origin } = new URL(word.trim());
      return origin === 'null' ? [] : [origin];
    } catch {
      return [];
    }
  });
}
