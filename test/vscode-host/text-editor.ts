import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { CONTROL, retry } from './interaction.ts';
import { locateText, type TextBox } from './locate-text.ts';

/** More than stand above the first line. */
const SCROLLED_LINES = 3;

/** Severity of a squiggle. */
export type Squiggle = 'error' | 'warning' | 'info' | 'hint';

/** One file in an editor of the workbench, handled as a user does: by keyboard and mouse. */
export class TextEditor {
  /** @param file path below the workspace folder, with slashes */
  constructor(
    private readonly page: Page,
    private readonly file: string,
  ) {}

  /** The editor's element. */
  get element(): Locator {
    return this.page.locator(`.editor-instance .monaco-editor[data-uri$="/${encodeURI(this.file)}"]`).first();
  }

  /** The editor's tab; it has the class `dirty` while there are unsaved changes. */
  get tab(): Locator {
    return this.page.locator(`.tabs-container .tab[data-resource-name="${path.posix.basename(this.file)}"]`).first();
  }

  /** Waits until the text is drawn. */
  async shown(): Promise<this> {
    await this.element.locator('.view-line').first().waitFor();
    return this;
  }

  /** Gives the keyboard to this editor, also when a webview or a panel has it. */
  async focus(): Promise<void> {
    // On a line's first character, as a CodeLens may lie above it.
    await this.element
      .locator('.view-line')
      .first()
      .click({ position: { x: 2, y: 8 } });
    await this.element.and(this.page.locator('.focused')).waitFor();
  }

  /** The lines that are drawn: those on the screen, not the whole of a long file. */
  async text(): Promise<string> {
    const lines = await this.element.locator('.view-line').evaluateAll((all) =>
      all
        .map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent ?? '' }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text),
    );
    return lines.join('\n').replaceAll('\u00a0', ' ');
  }

  /** Waits until what is drawn matches. */
  async shows(pattern: RegExp): Promise<void> {
    await retry(async () => {
      const text = await this.text();
      if (!pattern.test(text)) throw new Error(`${this.file} does not show ${pattern}:\n${text}`);
    });
  }

  /** Replaces everything by exactly this text: pasted, because typing is helped with brackets and indentation. Ends at the top. */
  async setText(text: string): Promise<void> {
    await this.focus();
    await this.page.keyboard.press(`${CONTROL}+a`);
    await this.page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await this.page.keyboard.press(`${CONTROL}+v`);
    const start = text.trimStart().split('\n', 1)[0]?.trim() ?? '';
    await retry(async () => {
      if (!(await this.text()).includes(start)) throw new Error(`${this.file} does not show the pasted text`);
    });
    // A CodeLens above the first line is out of sight unless the editor is at the very top when it comes.
    await this.page.keyboard.press(`${CONTROL}+Home`);
    for (let line = 0; line < SCROLLED_LINES; line++) await this.page.keyboard.press(`${CONTROL}+ArrowUp`);
  }

  /** Replaces the nth occurrence on the screen of `before` by typing `after` over it. */
  async replace(before: string, after: string, nth = 0): Promise<void> {
    await this.placeCursor(before, 'start', nth);
    for (let i = 0; i < before.length; i++) await this.page.keyboard.press('Shift+ArrowRight');
    await this.page.keyboard.insertText(after);
  }

  /** Types at the cursor, key by key, with all the help the editor gives. */
  async type(keys: string): Promise<void> {
    await this.page.keyboard.type(keys);
  }

  /** Ctrl+S, and waits until the tab is clean. What is to be saved must be there: a quick fix arrives after its menu has gone. */
  async save(): Promise<void> {
    await this.tab.and(this.page.locator('.dirty')).waitFor();
    await this.page.keyboard.press(`${CONTROL}+s`);
    await this.tab.and(this.page.locator(':not(.dirty)')).waitFor();
  }

  /** Squiggles of a severity; wait for the nth one, or count them. */
  squiggles(kind: Squiggle): Locator {
    return this.element.locator(`.view-overlays .squiggly-${kind}`);
  }

  /** A CodeLens above a line, by its title without the icon. */
  lens(title: RegExp): Locator {
    return this.element.locator('.codelens-decoration a', { hasText: title }).first();
  }

  /** A value that is shown behind what is written. */
  inlayHint(text: RegExp): Locator {
    return this.element.locator('.view-line', { hasText: text }).first();
  }

  /** Puts the cursor at the start, in the middle, or at the end of a text on the screen. */
  async placeCursor(needle: string, where: 'start' | 'middle' | 'end' = 'middle', nth = 0): Promise<void> {
    await this.hoversGone();
    const box = await this.locate(needle, nth);
    const x = { start: box.left + 1, middle: (box.left + box.right) / 2, end: box.right - 1 }[where];
    await this.page.mouse.click(x, box.middle);
    await this.element.and(this.page.locator('.focused')).waitFor();
  }

  /** A hover may lie over the text that is meant next, and stays while the mouse is in it. */
  private async hoversGone(): Promise<void> {
    await this.page.mouse.move(5, 5);
    await this.page.locator('.monaco-hover:not(.hidden)').first().waitFor({ state: 'hidden', timeout: 4_000 });
  }

  /** Text of the hover over `needle`, once it contains `expected`. */
  async hover(needle: string, expected: string | RegExp, nth = 0): Promise<string> {
    const hover = this.page.locator('.monaco-hover:not(.hidden) .hover-contents', { hasText: expected }).first();
    // One that was asked for before its provider was there stays empty: move away and come back.
    return retry(async () => {
      await this.hoversGone();
      const box = await this.locate(needle, nth);
      const x = (box.left + box.right) / 2;
      await this.page.mouse.move(x - 1, box.middle);
      await this.page.mouse.move(x, box.middle);
      await hover.waitFor({ timeout: 4_000 });
      return (await hover.allInnerTexts()).join('\n');
    });
  }

  /** Labels of the completion list at the cursor that fit on the screen, once there is one with `expected`. */
  async completions(expected: string): Promise<string[]> {
    const labels = this.page.locator('.suggest-widget.visible .monaco-list-row .label-name');
    return retry(async () => {
      await this.page.keyboard.press('Control+Space'); // Control on a Mac too
      try {
        await labels.filter({ hasText: expected }).first().waitFor({ timeout: 4_000 });
      } catch (error) {
        await this.page.keyboard.press('Escape');
        throw error;
      }
      return labels.allInnerTexts();
    });
  }

  /** Takes the completion `label` from the open list. */
  async accept(label: string): Promise<void> {
    const rows = this.page.locator('.suggest-widget.visible .monaco-list-row');
    await this.moveTo(rows.and(this.page.locator('.focused')).filter({ hasText: label }));
    await this.page.keyboard.press('Enter');
    await this.page.locator('.suggest-widget.visible').waitFor({ state: 'hidden' });
  }

  /** Titles of the quick fixes at `needle`, once `expected` is among them; leaves the menu open. */
  async quickFixes(needle: string, expected: string, nth = 0): Promise<string[]> {
    const rows = this.page.locator('.action-widget .monaco-list-row.action');
    // They go by the markers the window knows of, which lag behind those of the extension host.
    return retry(async () => {
      await this.placeCursor(needle, 'middle', nth);
      await this.page.keyboard.press(`${CONTROL}+.`);
      try {
        await rows.filter({ hasText: expected }).first().waitFor({ timeout: 4_000 });
      } catch (error) {
        await this.page.keyboard.press('Escape');
        throw error;
      }
      return rows.allInnerTexts();
    });
  }

  /** Applies the quick fix `title` at `needle`: by keyboard, as a pointer block covers the fresh menu. */
  async quickFix(needle: string, title: string, nth = 0): Promise<void> {
    await this.quickFixes(needle, title, nth);
    const rows = this.page.locator('.action-widget .monaco-list-row');
    await this.moveTo(rows.and(this.page.locator('.focused')).filter({ hasText: title }));
    await this.page.keyboard.press('Enter');
    await rows.first().waitFor({ state: 'detached' });
  }

  /** Presses the down key until the row that has the focus is the wanted one. */
  private async moveTo(wanted: Locator): Promise<void> {
    for (let presses = 0; presses < 50 && (await wanted.count()) === 0; presses++) {
      await this.page.keyboard.press('ArrowDown');
    }
    await wanted.first().waitFor({ timeout: 2_000 });
  }

  private locate(needle: string, nth: number): Promise<TextBox> {
    return retry(() => locateText(this.element, needle, nth));
  }
}
