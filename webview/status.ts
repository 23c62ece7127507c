import type { PanelCommand, PanelState } from '../protocol/messages.ts';
import { createButton, createProgressRing } from './controls.ts';
import { type Child, element } from './dom.ts';
import { count, milliseconds } from './format.ts';
import { type IconName, icon } from './icons.ts';
import { PANEL_ACTIONS, STATUS } from './words.ts';

/** A run shorter than this passes without a ring or dimming, so that saving does not make the panel flicker. */
const PATIENCE_MS = 200;

/**
 * One line that says what the result below it is worth. It is always there and keeps its place, so that a change of
 * status moves nothing; `outdated` is called with whether the result below is to look like an old one.
 */
export class StatusLine {
  readonly element = element('header', { class: 'status-line' });
  readonly #outdated: (outdated: boolean) => void;
  readonly #message = element('div', { class: 'status-message' });
  readonly #actions: { simulate: HTMLElement; retry: HTMLElement; showProblems: HTMLElement };
  readonly #result: readonly HTMLElement[];
  readonly #lock: HTMLElement;
  readonly #unlock: HTMLElement;
  readonly #ring = createProgressRing();
  #patience: ReturnType<typeof setTimeout> | undefined;

  constructor(command: (command: PanelCommand) => void, outdated: (outdated: boolean) => void) {
    this.#outdated = outdated;
    this.#actions = {
      simulate: createButton(STATUS.simulate(), () => command('simulate')),
      retry: createButton(STATUS.retry(), () => command('simulate')),
      showProblems: createButton(STATUS.showProblems(), () => command('showProblems')),
    };
    this.#result = [
      iconButton('pin', PANEL_ACTIONS.pin(), () => command('pin')),
      iconButton('export', PANEL_ACTIONS.export(), () => command('export')),
    ];
    this.#lock = iconButton('unlocked', PANEL_ACTIONS.lock(), () => command('lock'));
    this.#unlock = iconButton('locked', PANEL_ACTIONS.unlock(), () => command('unlock'));
    this.element.append(this.#message, ...this.#result, this.#lock, this.#unlock);
  }

  show({ status, report, run, isLocked }: PanelState): void {
    this.#lock.hidden = isLocked;
    this.#unlock.hidden = !isLocked;
    for (const button of this.#result) button.hidden = report === null;
    const identity =
      report === null || run === null
        ? ''
        : PANEL_ACTIONS.identity(report.config.hash.slice(0, 12), count(run.version));
    this.#message.title = identity;
    const again = this.element.dataset['kind'] === status.kind && status.kind === 'running';
    if (again) return;
    clearTimeout(this.#patience);
    this.element.dataset['kind'] = status.kind;
    switch (status.kind) {
      case 'running':
        // What the result looks like stays as it is for now: it is dimmed already if it was out of date.
        this.#fill(element('span', { class: 'icon' }), STATUS.running());
        this.#patience = setTimeout(() => {
          this.#fill(this.#ring, STATUS.running());
          this.#outdated(true);
        }, PATIENCE_MS);
        return;
      case 'current':
        this.#fill(icon('check'), STATUS.current(), run ? STATUS.simulatedIn(milliseconds(run.durationMs)) : '');
        break;
      case 'stale':
        this.#fill(icon('edited'), STATUS.stale(), '', this.#actions.simulate);
        break;
      case 'problems':
        this.#fill(
          icon('warning'),
          STATUS.problems(status.count, report !== null),
          status.first,
          this.#actions.showProblems,
        );
        break;
      case 'failed':
        this.#fill(icon('error'), STATUS.failed(report !== null), status.message, this.#actions.retry);
        break;
    }
    this.#outdated(status.kind !== 'current');
  }

  #fill(mark: Node, text: string, detail = '', action: Child = ''): void {
    const words = element('div', { class: 'words' }, element('strong', {}, text));
    if (detail !== '') words.append(' · ', element('span', { class: 'detail' }, detail));
    this.#message.replaceChildren(mark, words, action);
  }
}

function iconButton(name: IconName, label: string, onPress: () => void): HTMLElement {
  const button = element('button', { class: 'icon-button', title: label, 'aria-label': label }, icon(name));
  button.addEventListener('click', onPress);
  return button;
}
