import { element } from '../dom.ts';
import { icon } from '../icons.ts';
import { CHART } from '../words.ts';
import type { PictureFormat } from './picture-file.ts';

/** What a picture can be taken away as, and whether in colours for print. */
export interface TakeAway {
  copy(forPrint: boolean): Promise<boolean>;
  save(format: PictureFormat, forPrint: boolean): void;
}

/** A button with a small menu beside a chart's heading: copy, save as PNG, save as SVG, in the theme's colours or for print. */
export class TakeAwayMenu {
  readonly element = element('details', { class: 'menu' });
  readonly #summary = element('summary', { class: 'icon-button', title: CHART.takeAway() }, icon('picture'));
  readonly #forPrint = element('input', { type: 'checkbox' });
  readonly #said = element('p', { class: 'detail', role: 'status' });

  constructor(takeAway: TakeAway) {
    const copy = item(CHART.copyImage(), () => {
      void takeAway.copy(this.#forPrint.checked).then((copied) => {
        this.#said.textContent = copied ? CHART.copied() : CHART.notCopied();
      });
    });
    const save = (format: PictureFormat, label: string): HTMLElement =>
      item(label, () => {
        takeAway.save(format, this.#forPrint.checked);
        this.#close();
      });
    this.element.append(
      this.#summary,
      element(
        'div',
        { class: 'menu-items' },
        copy,
        save('png', CHART.saveAs('PNG')),
        save('svg', CHART.saveAs('SVG')),
        element('label', {}, this.#forPrint, CHART.forPrint()),
        this.#said,
      ),
    );
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.element.open) return;
      event.stopPropagation();
      this.#close();
      this.#summary.focus();
    });
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      // A click into the menu that focuses nothing has no related target.
      if (relatedTarget instanceof Node && !this.element.contains(relatedTarget)) this.#close();
    });
    this.element.addEventListener('toggle', () => {
      this.#said.textContent = '';
    });
  }

  /** Says whose picture the menu is about. */
  setHeading(heading: string): void {
    this.#summary.setAttribute('aria-label', CHART.takeAwayOf(heading));
  }

  #close(): void {
    this.element.open = false;
  }
}

function item(label: string, onPress: () => void): HTMLElement {
  const button = element('button', { class: 'menu-item' }, label);
  button.addEventListener('click', onPress);
  return button;
}

/** Puts a picture into the clipboard; false where the browser does not allow it. */
export async function copyImage(png: Blob | undefined): Promise<boolean> {
  if (png === undefined) return false;
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
    return true;
  } catch {
    return false;
  }
}
