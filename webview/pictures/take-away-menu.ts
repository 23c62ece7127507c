import { element } from '../dom.ts';
import { icon } from '../icons.ts';
import type { Theme } from '../theme.ts';
import { CHART } from '../words.ts';
import { type Drawing, type Frame, type PictureFormat, pictureFile, pngOf } from './picture-file.ts';
import { printTheme } from './print-theme.ts';

/** A drawing with what stands around it. */
export interface FramedDrawing {
  drawing: Drawing;
  frame: Frame;
}

/** Keeps a picture as a file. */
export type SavePicture = (name: string, format: PictureFormat, content: Uint8Array) => void;

/** A button with a small menu beside a chart's heading: copy, save as PNG, save as SVG, in the theme's colours or for print. */
export class TakeAwayMenu {
  readonly element = element('details', { class: 'menu' });
  readonly #summary = element('summary', { class: 'icon-button', title: CHART.takeAway() }, icon('picture'));
  readonly #forPrint = element('input', { type: 'checkbox' });
  readonly #said = element('p', { class: 'detail', role: 'status' });

  /**
   * @param pictureIn what is shown, drawn in other colours; undefined while nothing is.
   */
  constructor(pictureIn: (inColours: (theme: Theme) => Theme) => FramedDrawing | undefined, savePicture: SavePicture) {
    const picture = (): FramedDrawing | undefined => pictureIn(this.#forPrint.checked ? printTheme : (theme) => theme);
    const copy = item(CHART.copyImage(), async () => {
      const shown = picture();
      const copied = shown !== undefined && (await copyImage(await pngOf(shown.drawing, shown.frame)));
      this.#said.textContent = copied ? CHART.copied() : CHART.notCopied();
    });
    const save = (format: PictureFormat, label: string): HTMLElement =>
      item(label, async () => {
        const shown = picture();
        this.#close();
        const content = shown && (await pictureFile(shown.drawing, shown.frame, format));
        if (shown && content) savePicture(shown.frame.heading, format, content);
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

function item(label: string, onPress: () => Promise<void>): HTMLElement {
  const button = element('button', { class: 'menu-item' }, label);
  button.addEventListener('click', () => void onPress());
  return button;
}

/** Puts a picture into the clipboard; false where the browser does not allow it. */
async function copyImage(png: Blob | undefined): Promise<boolean> {
  if (png === undefined) return false;
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
    return true;
  } catch {
    return false;
  }
}
