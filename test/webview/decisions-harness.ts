/** The pictures for deciding over a design space in a real Chromium, in a page of their own. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../vscode-host/browser.ts';
import type { DecisionFixture } from './fixture-decisions.ts';
import { toPlain } from './plain.ts';
import { type Tab, Tabs } from './tabs.ts';
import { THEMES, type ThemeName, themeStyleSheet } from './themes.ts';

const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

export interface DecisionsOptions {
  theme?: ThemeName;
  width?: number;
}

/** Opens pages with all pictures. One for a test file; close it afterwards. */
export class DecisionsHarness {
  readonly #browser: Browser;
  readonly #tabs: Tabs;
  readonly #script: string;
  readonly #styles: string;

  private constructor(browser: Browser, script: string, styles: string) {
    this.#browser = browser;
    this.#tabs = new Tabs(browser);
    this.#script = script;
    this.#styles = styles;
  }

  static async start(): Promise<DecisionsHarness> {
    const { outputFiles } = await build({
      entryPoints: { page: pathOf('decisions-page.ts'), style: pathOf('../../webview/panel.css') },
      bundle: true,
      format: 'iife',
      target: 'chrome128',
      outdir: '/',
      write: false,
      logLevel: 'error',
    });
    const textOf = (ending: string): string => outputFiles.find((file) => file.path.endsWith(ending))?.text ?? '';
    return new DecisionsHarness(await launchBrowser(), textOf('.js'), textOf('.css'));
  }

  /** The pictures of some content, which have been drawn. */
  async open(content: DecisionFixture, { theme = 'dark', width = 752 }: DecisionsOptions = {}): Promise<Tab> {
    const tab = await this.#tabs.open({ width, height: 900 });
    const { page } = tab;
    const { bodyClass } = THEMES[theme];
    const sheets = `<style>${this.#styles}</style><style>${themeStyleSheet(theme)}</style>`;
    await page.goto('about:blank');
    await page.setContent(
      `<!DOCTYPE html><html lang="en"><head>${sheets}</head><body class="${bodyClass}"></body></html>`,
    );
    await page.addScriptTag({ content: this.#script });
    await page.evaluate((plain) => Reflect.get(window, 'showDecisions')(plain), toPlain(content));
    await tab.settled();
    return tab;
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}
