import type { Page } from 'playwright-core';

/**
 * Ends what VS Code animates although it is asked to reduce motion: scroll bars that fade, icons that flash. Every frame of it
 * draws the whole window anew, which takes a machine without a graphics processor half of its time.
 */
export async function withoutAnimations(page: Page): Promise<void> {
  await page.addInitScript(() => {
    if (window !== window.top) return; // webviews look after themselves
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('*, *::before, *::after { animation: none !important; transition: none !important; }');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });
}
