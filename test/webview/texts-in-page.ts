/** All that a page says: in its elements, in their names for screen readers, and on its canvases. */
import type { Page } from 'playwright-core';

/** Runs in the page. From now on keeps every text that comes into it, and where on a canvas it is drawn. */
export function collectTexts(): void {
  const texts = new Set<string>();
  /** Texts on canvases that do not fit on them. */
  const cutOff = new Set<string>();
  Object.assign(window, { texts, cutOff });
  const note = (root: Node): void => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node: Node | null = root; node !== null; node = walker.nextNode()) {
      if (node instanceof Text) texts.add(node.data);
      if (!(node instanceof Element)) continue;
      for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'aria-description']) {
        texts.add(node.getAttribute(name) ?? '');
      }
    }
  };
  note(document.body);
  new MutationObserver((mutations) => {
    for (const { target, addedNodes } of mutations) for (const node of [target, ...addedNodes]) note(node);
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });

  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...rest) {
    texts.add(text);
    const width = this.measureText(text).width;
    const left = x - (this.textAlign === 'center' ? width / 2 : this.textAlign === 'right' ? width : 0);
    const { a, e } = this.getTransform();
    if (a * left + e < -1 || a * (left + width) + e > this.canvas.width + 1) cutOff.add(text);
    fillText.call(this, text, x, y, ...rest);
  };
}

/** What `collectTexts` has kept, and the names and descriptions that Chromium gives to screen readers now. */
export async function collectedTexts(page: Page): Promise<string[]> {
  const seen = await page.evaluate(() => [...(Reflect.get(window, 'texts') as Set<string>)]);
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const spoken = nodes
    // The page's title is not its own, and an inline text box is one line of a text that is there as a whole.
    .filter(({ ignored, role }) => !ignored && !['RootWebArea', 'InlineTextBox'].includes(String(role?.value)))
    .flatMap(({ name, description }) => [String(name?.value ?? ''), String(description?.value ?? '')]);
  return [...new Set([...seen, ...spoken])].filter((text) => text.trim() !== '');
}

/** Runs in the page. What is wider than its place: elements outside scrolled tables, and texts on canvases. */
export function textsCutOff(): string[] {
  const wide = [...document.querySelectorAll<HTMLElement>('body, body *')].filter((element) => {
    if (element.closest('.scroll-x, .visually-hidden, [hidden], svg') !== null) return false;
    return (
      element.getBoundingClientRect().right > innerWidth ||
      (element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1)
    );
  });
  return [
    ...wide
      .filter((element) => !wide.some((other) => other !== element && element.contains(other)))
      .map(({ outerHTML }) => outerHTML.slice(0, 200)),
    ...(Reflect.get(window, 'cutOff') as Set<string>),
  ];
}
