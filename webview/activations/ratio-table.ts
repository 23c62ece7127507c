import type { ActivationStudy, CodedLayer, StudiedLayer } from '../../src/activations/activation-study.ts';
import type { CodecId, Layout } from '../../src/config/resolved-config.ts';
import { CODEC, CODECS_BY_LAYOUT } from '../codecs.ts';
import { createDropdown } from '../controls.ts';
import { element } from '../dom.ts';
import { factor, percent, shortNumber } from '../format.ts';
import { CHART } from '../words.ts';
import { ACTIVATIONS } from './words.ts';

const LAYOUTS: readonly Layout[] = ['NCHW', 'NHWC', 'CHWN'];

/** Which design the config has: its column stands out. */
export interface Configured {
  codec: CodecId;
  layout: Layout | null;
}

/**
 * Ratio of every layer with every codec in every memory order, at one point of training, and the mean run of zeros: a table,
 * whose cells are bars as well.
 */
export class RatioTable {
  readonly element = element('figure');
  #chosen: number | undefined;

  show(study: ActivationStudy, configured: Configured): void {
    const points = study.points.map(({ trainingProgress }) => trainingProgress);
    const chosen = points.find((point) => point === this.#chosen) ?? points.at(-1);
    this.element.hidden = chosen === undefined;
    if (chosen === undefined) return;
    const choices = points.map((point) => ({ value: String(point), label: percent(point, 2) }));
    const dropdown = createDropdown(ACTIVATIONS.training(), choices, String(chosen), (value) => {
      this.#chosen = Number(value);
      this.show(study, configured);
    });
    const rows = study.layers.flatMap((layer): [StudiedLayer, CodedLayer][] => {
      const coded = layer.coded.find(({ trainingProgress }) => trainingProgress === chosen);
      return coded === undefined ? [] : [[layer, coded]];
    });
    const titleRow = element('div', { class: 'title-row' }, element('h2', {}, ACTIVATIONS.ratioHeading()), dropdown);
    const description = element('p', { class: 'description' }, ACTIVATIONS.ratioDescription(CODEC.zvc.short));
    this.element.replaceChildren(
      element('figcaption', {}, titleRow, description),
      element(
        'div',
        { class: 'scroll-x', tabindex: '0', role: 'region', 'aria-label': CHART.tableOf(ACTIVATIONS.ratioHeading()) },
        table(rows, configured),
      ),
    );
  }
}

function table(rows: readonly [StudiedLayer, CodedLayer][], configured: Configured): HTMLTableElement {
  const largest = Math.max(1, ...rows.flatMap(([, coded]) => ratiosOf(coded)));
  const isConfigured = (codec: CodecId, layout: Layout | null) =>
    configured.codec === codec && (codec === 'zvc' || configured.layout === layout);
  const group = (text: string, span: number) => element('th', { scope: 'colgroup', colspan: String(span) }, text);
  const heading = (text: string, strong: boolean) =>
    element('th', strong ? { scope: 'col', class: 'configured' } : { scope: 'col' }, text);
  return element(
    'table',
    { class: 'ratios' },
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        element('td'),
        element('td'),
        group(CODEC.zvc.short, 1),
        ...CODECS_BY_LAYOUT.map((codec) => group(CODEC[codec].short, LAYOUTS.length)),
        group(ACTIVATIONS.meanRun(), LAYOUTS.length),
      ),
      element(
        'tr',
        {},
        heading(ACTIVATIONS.layer(), false),
        heading(ACTIVATIONS.density(), false),
        heading(ACTIVATIONS.anyOrder(), isConfigured('zvc', null)),
        ...CODECS_BY_LAYOUT.flatMap((codec) => LAYOUTS.map((layout) => heading(layout, isConfigured(codec, layout)))),
        ...LAYOUTS.map((layout) => heading(layout, false)),
      ),
    ),
    element(
      'tbody',
      {},
      ...rows.map(([layer, coded]) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, layer.name),
          element('td', {}, percent(coded.density, 1)),
          ratioCell(coded, 'zvc', 'NCHW', largest, isConfigured('zvc', null)),
          ...CODECS_BY_LAYOUT.flatMap((codec) =>
            LAYOUTS.map((layout) => ratioCell(coded, codec, layout, largest, isConfigured(codec, layout))),
          ),
          ...LAYOUTS.map((layout) => element('td', {}, shortNumber(coded.layouts[layout].meanZeroRun))),
        ),
      ),
    ),
  );
}

function ratioCell(
  coded: CodedLayer,
  codec: CodecId,
  layout: Layout,
  largest: number,
  isConfigured: boolean,
): HTMLElement {
  const { bytes, halfWidth } = coded.layouts[layout].sizes[codec];
  const ratio = coded.rawBytes / bytes;
  const interval = halfWidth === 0 ? [] : [element('span', { class: 'detail' }, ` ±${percent(halfWidth, 1)}`)];
  const classes = ['ratio', ...(isConfigured ? ['configured'] : []), ...(ratio < 1 ? ['expands'] : [])];
  const cell = element('td', { class: classes.join(' ') }, factor(ratio), ...interval);
  // A bar on a logarithmic scale, as in the charts: 1x has none.
  cell.style.setProperty('--share', String(Math.max(0, Math.log2(ratio) / Math.log2(Math.max(2, largest)))));
  return cell;
}

function ratiosOf(coded: CodedLayer): number[] {
  return LAYOUTS.flatMap((layout) =>
    Object.values(coded.layouts[layout].sizes).map(({ bytes }) => coded.rawBytes / bytes),
  );
}
