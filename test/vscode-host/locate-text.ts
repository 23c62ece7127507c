import type { Locator } from 'playwright-core';

/** Where a piece of text is drawn on the page. */
export interface TextBox {
  readonly left: number;
  readonly right: number;
  readonly middle: number;
}

/**
 * Finds the nth place where the editor draws `needle`. A line is made of many coloured spans, so the text is
 * put together first and the range then looked up in the nodes it runs through.
 */
export async function locateText(editor: Locator, needle: string, nth = 0): Promise<TextBox> {
  const box = await editor.evaluate(findBox, { needle, nth });
  if (!box) throw new Error(`The editor does not show ${JSON.stringify(needle)} (occurrence ${nth + 1})`);
  return box;
}

/** Runs in the page. It is sent as text, so it must not refer to anything outside itself. */
function findBox(editor: Element, { needle, nth }: { needle: string; nth: number }): TextBox | undefined {
  const lines = [...editor.querySelectorAll('.view-lines .view-line')];
  lines.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
  let left = nth;
  for (const line of lines) {
    const nodes: { node: Text; start: number }[] = [];
    let text = '';
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode as Text;
      nodes.push({ node, start: text.length });
      text += node.data.replace(/\u00a0/g, ' ');
    }
    for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
      if (left-- > 0) continue;
      const range = document.createRange();
      const first = nodes.filter(({ start }) => start <= at).pop();
      const last = nodes.filter(({ start }) => start < at + needle.length).pop();
      if (!first || !last) return undefined;
      range.setStart(first.node, at - first.start);
      range.setEnd(last.node, at + needle.length - last.start);
      const { x, y, width, height } = range.getBoundingClientRect();
      return { left: x, right: x + width, middle: y + height / 2 };
    }
  }
  return undefined;
}
