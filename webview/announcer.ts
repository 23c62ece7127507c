import { element } from './dom.ts';

/** Says one sentence to screen readers, politely; a newer one replaces it. */
export class Announcer {
  readonly element = element('div', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite' });

  say(sentence: string): void {
    this.element.replaceChildren(sentence);
  }
}
