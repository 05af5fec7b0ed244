// What is to be known about the file that was opened: what is odd about it, and what of it could be
// read in another way, with a button that does.

import type { Weights } from '../../state/weights';
import type { TensorFile } from '../../tensors/tensor_file';
import { h, on } from '../common/dom';

export class FileNotes {
  readonly element = h('ul', { class: 'file-notes', 'aria-label': 'How the file was read' });
  private drawn: TensorFile | null = null;

  constructor(private readonly weights: Weights) {}

  render(): void {
    const { file } = this.weights;
    const { notes = [], choices = [] } = file ?? {};
    this.element.hidden = notes.length + choices.length === 0;
    if (this.drawn === file) return;
    this.drawn = file;
    this.element.replaceChildren(
      ...choices.map(({ sentence, label, reading }) => {
        const button = h('button', { type: 'button', class: 'quiet' }, label);
        on(button, 'click', () => this.weights.reopen(reading));
        return h('li', { class: 'is-choice' }, h('span', {}, sentence), button);
      }),
      ...notes.map((note) => h('li', {}, note)),
    );
  }
}
