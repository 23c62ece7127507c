import { element } from '../dom.ts';
import type { Theme } from '../theme.ts';
import type { LegendEntry } from './legend.ts';

/** The names of the series beside a picture. A single one needs none. */
export class LegendList {
  readonly element = element('ul', { class: 'legend', hidden: '' });
  #shown: { labels: string; theme: Theme } | undefined;

  show(entries: readonly LegendEntry[], theme: Theme): void {
    const labels = entries.map(({ label }) => label).join('\n');
    if (this.#shown?.labels === labels && this.#shown.theme === theme) return;
    this.#shown = { labels, theme };
    this.element.hidden = entries.length < 2;
    this.element.replaceChildren(...entries.map((entry) => element('li', {}, swatchOf(entry), entry.label)));
  }
}

function swatchOf({ drawSwatch }: LegendEntry): HTMLCanvasElement {
  const canvas = element('canvas', { width: '14', height: '10', 'aria-hidden': 'true' });
  const context = canvas.getContext('2d');
  if (context !== null) drawSwatch(context, 0, 0);
  return canvas;
}
