import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { CONTROL, retry } from './interaction.ts';
import { THEME_LABELS, type Theme } from './settings.ts';
import { TextEditor } from './text-editor.ts';
import { WebviewPanel } from './webview-panel.ts';

const STEP_LIMIT_MS = 30_000;
const START_LIMIT_MS = 90_000;
const ASKED_AGAIN_AFTER_MS = 8_000;

/** The VS Code window in a browser page. Nothing here sleeps for a guessed time: each step waits for a state. */
export class Workbench {
  private constructor(readonly page: Page) {}

  /** Opens the workbench at an address of a `VSCodeServer`, and waits until everything is restored. */
  static async open(page: Page, address: string): Promise<Workbench> {
    page.setDefaultTimeout(STEP_LIMIT_MS);
    // tsx compiles named inner functions to calls of its helper `__name`, also in those we send to the page.
    await page.addInitScript('globalThis.__name ??= (value) => value');
    const workbench = new Workbench(page);
    await page.goto(address, { waitUntil: 'commit', timeout: START_LIMIT_MS });
    await workbench.ready();
    return workbench;
  }

  /** VS Code marks the phases of its life on the page's performance timeline. */
  private async ready(): Promise<void> {
    await this.marked('code/LifecyclePhase/Restored');
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
  }

  /** Waits until all extensions are known, so that their commands can be run. */
  async extensionsReady(): Promise<void> {
    await this.marked('code/didLoadExtensions');
  }

  private async marked(name: string): Promise<void> {
    const seen = (mark: string) => performance.getEntriesByName(mark).length > 0;
    await this.page.waitForFunction(seen, name, { timeout: START_LIMIT_MS });
  }

  /** The editor of a file that is open. */
  editor(file: string): TextEditor {
    return new TextEditor(this.page, file);
  }

  /** Opens a file of the workspace by its name, or by its whole path: only so are files found that came after the first search. */
  async openFile(file: string): Promise<TextEditor> {
    const name = path.posix.basename(file);
    await this.pick(`${CONTROL}+p`, file, name);
    const editor = this.editor(path.isAbsolute(file) ? name : file);
    await editor.tab.waitFor();
    return editor.shown();
  }

  /** Closes all editors and panels beside them, and drops what is not saved. */
  async closeAllEditors(): Promise<void> {
    await this.command('View: Close All Editors');
    const tabs = this.page.locator('.tabs-container .tab');
    const drop = this.page.getByRole('button', { name: /^Don.t Save$/ });
    await retry(async () => {
      if (await drop.isVisible()) await drop.click();
      await tabs.first().waitFor({ state: 'detached', timeout: 2_000 });
    });
  }

  /** Runs a command by its title in the palette, `Category: Title`. */
  async command(title: string): Promise<void> {
    await this.extensionsReady();
    await this.pick('F1', `>${title}`, title);
    const left = `>${title}`;
    await this.page.waitForFunction((typed) => {
      const widget = document.querySelector<HTMLElement>('.quick-input-widget');
      const input = widget?.querySelector<HTMLInputElement>('input.input');
      return widget?.style.display === 'none' || input?.value !== typed;
    }, left);
  }

  /** The list that drops down from the top of the window, for commands that ask something. */
  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  /** Picks a row of the list that a command has opened; the next list may follow at once. */
  async choose(text: string, followedBy?: string): Promise<void> {
    const input = this.quickInput.locator('input.input').first();
    await input.fill(text);
    await this.take(text);
    if (followedBy === undefined) await this.quickInput.waitFor({ state: 'hidden' });
    else await this.page.locator(`.quick-input-widget:visible input[placeholder*="${followedBy}"]`).waitFor();
  }

  /** Changes the colour theme; webviews follow a moment later. */
  async theme(theme: Theme): Promise<void> {
    await this.command('Preferences: Color Theme');
    await this.choose(THEME_LABELS[theme]);
  }

  /** A webview panel; the first one unless told otherwise. */
  webview(nth = 0): WebviewPanel {
    return new WebviewPanel(this.page, nth);
  }

  /** Opens the Problems view if need be and returns its rows: one per file, and one per problem below it. */
  async problems(): Promise<Locator> {
    const view = this.page.locator('.markers-panel');
    if (!(await view.isVisible())) {
      await this.page.keyboard.press(`${CONTROL}+Shift+m`);
      await view.waitFor();
    }
    return view.locator('.monaco-list-row');
  }

  /** Texts of the Problems view's rows, once one contains `expected`. */
  async problemTexts(expected: string): Promise<string[]> {
    const rows = await this.problems();
    await rows.filter({ hasText: expected }).first().waitFor();
    return rows.allInnerTexts();
  }

  /** Puts the view at the bottom away. */
  async hideBottomPanel(): Promise<void> {
    const panel = this.page.locator('.part.panel');
    if (!(await panel.isVisible())) return;
    await this.command('View: Hide Panel').catch(() => this.command('View: Close Panel')); // its name in older versions
    await panel.waitFor({ state: 'hidden' });
  }

  /** A message at the lower right corner. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item', { hasText: text });
  }

  /** An entry of the status bar, by text. */
  statusItem(text: string | RegExp): Locator {
    return this.page.locator('.part.statusbar .statusbar-item', { hasText: text });
  }

  /**
   * Loads the window anew, as a user does. Files named in the address go: with them VS Code restores neither
   * editors nor webview panels.
   */
  async reload(): Promise<void> {
    const address = new URL(this.page.url());
    address.searchParams.delete('payload');
    await this.page.goto(address.href, { waitUntil: 'commit', timeout: START_LIMIT_MS });
    await this.ready();
  }

  /** Saves a picture of the window, or of one part of it. */
  async screenshot(file: string, part?: Locator): Promise<void> {
    const options = { path: file, animations: 'disabled', caret: 'hide' } as const;
    await (part ? part.screenshot(options) : this.page.screenshot(options));
  }

  private async pick(key: string, typed: string, row: string): Promise<void> {
    const input = this.quickInput.locator('input.input').first();
    // A key that comes while the window still arranges its parts may be lost, and a list may be of what was there before.
    await retry(async () => {
      await this.page.keyboard.press(key);
      await input.waitFor({ timeout: 4_000 });
      await input.fill(typed);
      try {
        await this.take(row, ASKED_AGAIN_AFTER_MS);
      } catch (error) {
        await this.page.keyboard.press('Escape');
        throw error;
      }
    });
  }

  private async take(row: string, timeout = STEP_LIMIT_MS): Promise<void> {
    // Where the mouse was left over the list, what VS Code tells of that row would lie over this one.
    await this.page.mouse.move(5, 5);
    await this.quickInput.locator('.monaco-list-row', { hasText: row }).first().click({ timeout });
  }
}
