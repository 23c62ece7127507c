import { element } from './dom.ts';

export interface Tab<Name extends string> {
  name: Name;
  label: string;
  content: HTMLElement;
}

/** Views of which one is in sight, chosen by a list of tabs above them (ARIA Authoring Practices, tabs with automatic activation). */
export class Tabs<Name extends string> {
  readonly list = element('div', { class: 'tabs', role: 'tablist' });
  readonly #tabs: readonly { tab: Tab<Name>; button: HTMLButtonElement }[];
  readonly #onChange: (name: Name) => void;

  constructor(label: string, tabs: readonly Tab<Name>[], chosen: Name, onChange: (name: Name) => void) {
    this.#onChange = onChange;
    this.list.setAttribute('aria-label', label);
    this.#tabs = tabs.map((tab) => {
      const button = element(
        'button',
        { role: 'tab', id: `tab-${tab.name}`, 'aria-controls': `view-${tab.name}` },
        tab.label,
      );
      button.addEventListener('click', () => this.choose(tab.name));
      tab.content.setAttribute('role', 'tabpanel');
      tab.content.id = `view-${tab.name}`;
      tab.content.setAttribute('aria-labelledby', button.id);
      return { tab, button };
    });
    this.list.append(...this.#tabs.map(({ button }) => button));
    this.list.addEventListener('keydown', (event) => this.#onKey(event));
    this.#mark(chosen);
  }

  choose(name: Name): void {
    this.#mark(name);
    this.#onChange(name);
  }

  #mark(name: Name): void {
    for (const { tab, button } of this.#tabs) {
      const isChosen = tab.name === name;
      button.ariaSelected = String(isChosen);
      button.tabIndex = isChosen ? 0 : -1;
      tab.content.hidden = !isChosen;
    }
  }

  #onKey(event: KeyboardEvent): void {
    const at = this.#tabs.findIndex(({ button }) => button === document.activeElement);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const to = { Home: 0, End: this.#tabs.length - 1 }[event.key] ?? (step === undefined ? undefined : at + step);
    const next = to === undefined ? undefined : this.#tabs[(to + this.#tabs.length) % this.#tabs.length];
    if (next === undefined) return;
    event.preventDefault();
    this.choose(next.tab.name);
    next.button.focus();
  }
}
