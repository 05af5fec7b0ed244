// The story: a text, the live explorer set to what it speaks of, and a question that is answered by
// moving a control. The explorer is the real one: its views, fed by the store.

import teaching from '../../../docs/teaching.md?url';
import { LESSONS } from '../../content/lessons';
import type { Block } from '../../content/lesson';
import { chapterBase } from '../../config/link/story';
import { DEFAULT_VIEW } from '../../config/link/view_state';
import type { Store } from '../../state/store';
import { CurvesView } from '../explore/curves_view';
import { h, on, setText, setValue } from '../common/dom';
import { formula } from '../formula/formula';
import { LearnQuestion } from './question';
import type { PartView } from '../common/part_view';
import { SpectrumView } from '../explore/spectrum_view';
import { Timeline } from '../explore/timeline';

export class Learn implements PartView {
  readonly element: HTMLElement;
  private readonly heading = h('h2', { class: 'chapter-title', tabindex: '-1' });
  private readonly body = h('div', { class: 'chapter-body' });
  private readonly references = h('ul', { class: 'references' });
  private readonly place = h('select', { class: 'inline-select', 'aria-label': 'Chapter' });
  private readonly previous = this.step(-1, 'Previous', 'p');
  private readonly next = this.step(1, 'Next', 'n');
  private readonly question: LearnQuestion;
  private readonly spectrum: SpectrumView;
  private readonly timeline: Timeline;
  private readonly curves: CurvesView;
  private shown = 0;

  constructor(private readonly store: Store) {
    this.question = new LearnQuestion(store);
    this.spectrum = new SpectrumView(store);
    this.timeline = new Timeline(store);
    this.curves = new CurvesView(store);
    LESSONS.forEach(({ title }, i) =>
      this.place.append(h('option', { value: i + 1 }, `${i + 1}. ${title}`)),
    );
    on(this.place, 'change', () => store.openChapter(Number(this.place.value)));
    const again = h('button', { type: 'button', class: 'quiet' }, 'Start this chapter again');
    on(again, 'click', () => store.openChapter(this.chapter));
    const explore = h('button', { type: 'button', class: 'quiet' }, 'Open in Explore');
    on(explore, 'click', () => store.openPart('explore'));
    this.element = h(
      'main',
      { class: 'learn' },
      h(
        'div',
        { class: 'learn-text' },
        h(
          'nav',
          { class: 'chapters', 'aria-label': 'Chapters' },
          this.previous,
          this.place,
          this.next,
        ),
        this.heading,
        this.body,
      ),
      h(
        'div',
        { class: 'learn-figure' },
        this.spectrum.element,
        this.timeline.element,
        this.curves.element,
      ),
      h(
        'div',
        { class: 'learn-answer' },
        this.question.element,
        h('div', { class: 'learn-tools' }, again, explore),
        h('h3', { class: 'group-title' }, 'Sources'),
        this.references,
        h(
          'p',
          { class: 'note' },
          'Teaching with this? ',
          h('a', { href: teaching }, 'How to use it in a course'),
          ' (text).',
        ),
      ),
    );
  }

  render(): void {
    const { chapter } = this;
    if (chapter !== this.shown) this.show(chapter);
    this.element.classList.toggle('is-comparing', this.store.isComparing);
    this.spectrum.render();
    this.timeline.render();
    // Only where the chapter speaks of curves over the steps.
    const hasCurves = chapterBase(chapter).view.curves !== DEFAULT_VIEW.curves;
    this.curves.element.hidden = !hasCurves;
    if (hasCurves) this.curves.render();
    this.question.render(chapter);
  }

  retheme(): void {
    this.spectrum.retheme();
    this.curves.retheme();
  }

  key(event: KeyboardEvent): boolean {
    if (event.key === 'n' || event.key === 'p') {
      const button = event.key === 'n' ? this.next : this.previous;
      button.click();
      return true;
    }
    return this.timeline.key(event);
  }

  private get chapter(): number {
    const { chapter } = this.store.view;
    return Math.min(LESSONS.length, Math.max(DEFAULT_VIEW.chapter, chapter));
  }

  private show(chapter: number): void {
    const isTurned = this.shown > 0;
    this.shown = chapter;
    const lesson = LESSONS[chapter - 1]!;
    setValue(this.place, String(chapter));
    this.previous.disabled = chapter === 1;
    this.next.disabled = chapter === LESSONS.length;
    setText(this.heading, `${chapter}. ${lesson.title}`);
    this.body.replaceChildren(...lesson.blocks.map((block) => draw(block)));
    this.references.replaceChildren(
      ...lesson.references.map(({ text, href }) =>
        h('li', {}, h('a', { href, rel: 'noopener noreferrer' }, text)),
      ),
    );
    // Who turned the page reads on from its top.
    if (isTurned) this.heading.focus();
  }

  private step(by: 1 | -1, text: string, key: string): HTMLButtonElement {
    const button = h(
      'button',
      { type: 'button', class: 'secondary', title: `${text} chapter (${key.toUpperCase()})` },
      text,
    );
    on(button, 'click', () => this.store.openChapter(this.chapter + by));
    return button;
  }
}

function draw(block: Block): HTMLElement {
  if ('p' in block) return h('p', {}, block.p);
  const element = formula(block.tex);
  // A long one scrolls sideways on a narrow page, with the keyboard too.
  element.tabIndex = 0;
  element.setAttribute('role', 'group');
  element.setAttribute('aria-label', 'Formula');
  return element;
}
