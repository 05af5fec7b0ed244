// How far the map is, and what can be done about it: pause, resume, stop, compute again.

import { formatBytes, formatCount, formatDuration } from '../../common/format';
import type { MapCost } from '../../state/map_cost';
import type { MapStore } from '../../state/map_store';
import { h, on, setText } from '../common/dom';

export class PhasesProgress {
  readonly element: HTMLElement;
  private readonly bar = h('progress', { max: 1, value: 0, 'aria-label': 'Cells computed' });
  private readonly text = h('span', { class: 'note', role: 'status' });
  private readonly pause = h('button', { type: 'button', class: 'quiet' });
  private readonly stop = h('button', { type: 'button', class: 'quiet' }, 'Cancel');

  constructor(private readonly maps: MapStore) {
    on(this.pause, 'click', () => {
      if (maps.status === 'computing') maps.pause();
      else if (maps.status === 'paused') maps.resume();
      else if (maps.status === 'waiting') maps.start();
      else maps.restart();
    });
    on(this.stop, 'click', () => maps.cancel());
    this.element = h('div', { class: 'map-progress' }, this.bar, this.pause, this.stop, this.text);
  }

  render(): void {
    const { status, progress, cost } = this.maps;
    const { done, total } = progress;
    const isOn = status === 'computing' || status === 'paused';
    this.bar.value = total > 0 ? done / total : 0;
    this.stop.disabled = !isOn;
    this.pause.classList.toggle('primary', status === 'waiting');
    this.pause.classList.toggle('quiet', status !== 'waiting');
    const canStart = status !== 'waiting' || cost?.refusal === null;
    this.pause.disabled = status === 'complete' || status === 'idle' || !canStart;
    setText(
      this.pause,
      status === 'paused'
        ? 'Resume'
        : status === 'waiting'
          ? 'Start'
          : status === 'cancelled' || status === 'failed'
            ? 'Compute the rest'
            : 'Pause',
    );
    setText(this.text, this.sentence());
  }

  private sentence(): string {
    const { status, progress, message, cost } = this.maps;
    const { done, total, cached, remainingSeconds } = progress;
    const count = `${formatCount(done)} of ${formatCount(total)} cells`;
    const kept = cached > 0 ? `, ${formatCount(cached)} of them from the cache` : '';
    switch (status) {
      case 'idle':
        return '';
      case 'waiting':
        return cost
          ? costSentence(cost, this.maps.data?.runs.length ?? 0)
          : 'Estimating what this map takes …';
      case 'computing':
        return Number.isFinite(remainingSeconds)
          ? `${count}${kept}; about ${formatDuration(remainingSeconds)} left`
          : `${count}${kept}`;
      case 'paused':
        return `${count}${kept}; paused`;
      case 'cancelled':
        return `${count}${kept}; cancelled`;
      case 'failed':
        return message || `${count}; the map could not be finished`;
      case 'complete':
        return cached >= total
          ? `${formatCount(total)} cells, all from the cache`
          : `${formatCount(total)} cells${kept}`;
    }
  }
}

function costSentence({ seconds, memory, measured, refusal }: MapCost, runs: number): string {
  if (refusal !== null) return `No run of this map can start: ${refusal}.`;
  const about = measured ? 'about' : 'roughly';
  return `These ${formatCount(runs)} runs take ${about} ${formatDuration(seconds)} and ${formatBytes(memory)} on this machine.`;
}
