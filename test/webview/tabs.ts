/** Tabs of a browser that are used again: a new document in an old tab costs less than a new tab. */
import type { Browser, ConsoleMessage, Page } from 'playwright-core';

export interface TabOptions {
  readonly width: number;
  readonly height: number;
  readonly reducedMotion?: boolean;
}

/** Opens tabs. What a document leaves in its tab is gone with the next document, which whoever opens the tab loads. */
export class Tabs {
  readonly #browser: Browser;
  readonly #scripts: readonly (string | (() => void))[];
  readonly #idle: Page[] = [];

  /** @param scripts run in every document before its own. */
  constructor(browser: Browser, scripts: readonly (string | (() => void))[] = []) {
    this.#browser = browser;
    this.#scripts = scripts;
  }

  async open({ width, height, reducedMotion = false }: TabOptions): Promise<Tab> {
    const page = this.#idle.pop() ?? (await this.#newPage());
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ reducedMotion: reducedMotion ? 'reduce' : 'no-preference' });
    return new Tab(page, () => this.#idle.push(page));
  }

  async #newPage(): Promise<Page> {
    const page = await this.#browser.newPage();
    // tsx compiles named inner functions to calls of its helper `__name`, also in those we send to the page.
    await page.addInitScript('globalThis.__name ??= (value) => value');
    for (const script of this.#scripts) await page.addInitScript(script);
    return page;
  }
}

/** A tab for one document. */
export class Tab {
  readonly #problems: string[] = [];
  readonly #giveBack: () => void;

  constructor(
    readonly page: Page,
    giveBack: () => void,
  ) {
    this.#giveBack = giveBack;
    page.on('pageerror', this.#onError);
    page.on('console', this.#onConsole);
  }

  /** Uncaught errors and console errors, among them every violation of the content security policy. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  /** Until what came last has been painted and nothing fades any more. */
  settled(): Promise<void> {
    return this.page.evaluate(settle);
  }

  /** Nothing may be asked of it afterwards: it is for another document. */
  async close(): Promise<void> {
    // Nothing of the next document lies under the pointer.
    await this.page.mouse.move(-1, -1);
    this.page.off('pageerror', this.#onError);
    this.page.off('console', this.#onConsole);
    this.#giveBack();
  }

  readonly #onError = ({ message }: Error): void => {
    this.#problems.push(message);
  };

  readonly #onConsole = (message: ConsoleMessage): void => {
    if (message.type() === 'error') this.#problems.push(message.text());
  };
}

/** Runs in the page. */
async function settle(): Promise<void> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  // A theme is read in one frame, charts are drawn in the next, and controls may answer to that in a third.
  for (let i = 0; i < 3; i++) await frame();
  const fading = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
  await Promise.allSettled(fading.map(({ finished }) => finished));
}
