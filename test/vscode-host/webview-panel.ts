import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';
import { CONTROL } from './interaction.ts';

const PAINT_LIMIT_MS = 30_000;

/** What a webview shows once it is up to date. */
export interface Expectation {
  readonly selector: string;
  /** The element's whole text, where its mere presence does not say enough. */
  readonly text?: string;
}

/** A webview panel. VS Code puts its document into a frame inside a frame of another origin. */
export class WebviewPanel {
  /** @param nth which one, if several are open */
  constructor(
    private readonly page: Page,
    private readonly nth = 0,
  ) {}

  /** The panel's document, for locators that wait. */
  get content(): FrameLocator {
    return this.outer.contentFrame().frameLocator('iframe#active-frame');
  }

  /** The same document, to evaluate code in. */
  async frame(): Promise<Frame> {
    const outer = await (await this.outer.elementHandle())?.contentFrame();
    const inner = await (await outer?.waitForSelector('iframe#active-frame'))?.contentFrame();
    if (!inner) throw new Error('The webview has no document');
    return inner;
  }

  /**
   * Presses Ctrl+S and returns the milliseconds from that key event to the frame in which the webview is
   * painted with what is expected, VS Code's own saving included. The editor must have the keyboard.
   */
  async saveToPainted(expected: Expectation): Promise<number> {
    const frame = await this.frame();
    const painted = frame.evaluate(timeOfPainting, { ...expected, limit: PAINT_LIMIT_MS });
    painted.catch(() => {}); // reported where it is awaited
    const pressed = this.page.evaluate(timeOfSaveKey);
    await this.page.evaluate(() => {}); // the listener is in place when this is answered
    await this.page.keyboard.press(`${CONTROL}+s`);
    return (await painted) - (await pressed);
  }

  private get outer(): Locator {
    return this.page.locator('iframe.webview.ready').nth(this.nth);
  }
}

/** Runs in the page: wall-clock time of the next Ctrl+S. */
function timeOfSaveKey(): Promise<number> {
  return new Promise((resolve) => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
      removeEventListener('keydown', listen, { capture: true });
      resolve(performance.timeOrigin + performance.now());
    };
    addEventListener('keydown', listen, { capture: true });
  });
}

/** Runs in the webview: wall-clock time after the frame that first shows what is expected. */
function timeOfPainting(expected: { selector: string; text?: string; limit: number }): Promise<number> {
  const shown = () =>
    [...document.querySelectorAll(expected.selector)].some(
      (element) => expected.text === undefined || element.textContent?.trim() === expected.text,
    );
  return new Promise((resolve, reject) => {
    if (shown()) return reject(new Error(`The webview shows ${expected.selector} before the save`));
    const fail = () => reject(new Error(`The webview does not show ${expected.selector} after the save`));
    const limit = setTimeout(fail, expected.limit);
    const observer = new MutationObserver(() => {
      if (!shown()) return;
      observer.disconnect();
      clearTimeout(limit);
      // A message posted in an animation frame arrives after that frame has been painted.
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve(performance.timeOrigin + performance.now());
        channel.port2.postMessage(undefined);
      });
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  });
}
