/**
 * The user-interface toolkit, and the only module that knows it: `@vscode/webview-ui-toolkit` is archived, so
 * replacing it must cost one file. Its components are imported one by one, because its index pulls in all of them.
 */
import { vsCodeButton } from '@vscode/webview-ui-toolkit/dist/button/index.js';
import { type Dropdown, vsCodeDropdown } from '@vscode/webview-ui-toolkit/dist/dropdown/index.js';
import { vsCodeOption } from '@vscode/webview-ui-toolkit/dist/option/index.js';
import { vsCodeProgressRing } from '@vscode/webview-ui-toolkit/dist/progress-ring/index.js';
import { provideVSCodeDesignSystem } from '@vscode/webview-ui-toolkit/dist/vscode-design-system.js';
import { element } from './dom.ts';

/** Defines the custom elements. Call once, before the first control is made. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeDropdown(), vsCodeOption(), vsCodeProgressRing());
}

export function createButton(label: string, onPress: () => void): HTMLElement {
  const button = document.createElement('vscode-button');
  button.setAttribute('appearance', 'secondary');
  button.append(label);
  button.addEventListener('click', onPress);
  return button;
}

export interface Choice<Value extends string> {
  value: Value;
  label: string;
}

/** A labelled choice of one among several. */
export function createDropdown<Value extends string>(
  label: string,
  choices: readonly Choice<Value>[],
  selected: Value,
  onChoose: (value: Value) => void,
): HTMLElement {
  const dropdown = document.createElement('vscode-dropdown') as Dropdown;
  dropdown.setAttribute('aria-label', label);
  dropdown.append(
    ...choices.map((choice) => {
      const option = document.createElement('vscode-option');
      option.setAttribute('value', choice.value);
      option.append(choice.label);
      option.toggleAttribute('selected', choice.value === selected);
      return option;
    }),
  );
  dropdown.addEventListener('change', () => {
    const choice = choices.find(({ value }) => value === dropdown.value);
    if (choice !== undefined) onChoose(choice.value);
  });
  const caption = element('span', { 'aria-hidden': 'true' }, label);
  return element('div', { class: 'dropdown' }, caption, dropdown);
}

/** Turning ring. Decoration only: whoever shows it says in words what is going on. */
export function createProgressRing(): HTMLElement {
  const ring = document.createElement('vscode-progress-ring');
  // The toolkit announces "Loading" as an alert whenever a ring appears; the wrapper keeps it silent.
  return element('span', { class: 'progress-ring', 'aria-hidden': 'true' }, ring);
}
