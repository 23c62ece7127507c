import type { SweepColumns } from '../../src/exploration/columns.ts';
import { createButton } from '../controls.ts';
import { element, setText } from '../dom.ts';
import type { Host } from '../host.ts';
import { parametersOf, pointText } from './columns.ts';
import { SWEEP } from './words.ts';

/** The point that was chosen in a picture, in words, and the button that puts it into the config. */
export class ChosenPoint {
  readonly element: HTMLElement;
  readonly #host: Host;
  readonly #use: HTMLElement;
  readonly #text = element('p', { class: 'detail' });
  #columns: SweepColumns | undefined;
  #row: number | null = null;

  constructor(host: Host) {
    this.#host = host;
    this.#use = createButton(SWEEP.use(), () => this.#useIt());
    this.element = element('div', { class: 'controls' }, this.#use, this.#text);
  }

  show(columns: SweepColumns, row: number | null): void {
    this.#columns = columns;
    this.choose(row);
  }

  choose(row: number | null): void {
    this.#row = row;
    this.#use.hidden = row === null;
    const columns = this.#columns;
    setText(this.#text, row === null || columns === undefined ? SWEEP.selectOne() : pointText(columns, row));
  }

  #useIt(): void {
    if (this.#row === null || this.#columns === undefined) return;
    this.#host.post({ type: 'useValues', values: parametersOf(this.#columns, this.#row) });
  }
}
