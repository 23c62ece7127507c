import { formatMetric } from '../metrics/metric.ts';
import { say } from '../words.ts';
import type { ComparedFigure, Comparison } from './comparison.ts';
import type { ComparedLayer } from './layer-deltas.ts';
import { letterOf } from './letters.ts';
import { relativeChange } from './relative-change.ts';

/** A comparison as Markdown, for notes: what was compared, what differs, what came of it, and every layer. */
export function comparisonMarkdown({ contestants, differences, figures, layers, cautions }: Comparison): string {
  const letters = contestants.map((_, index) => letterOf(index));
  const parts = [
    `# ${say`Results beside each other`}`,
    table(
      ['', say`Result`, say`Network`, say`Config hash`, say`Model version`],
      contestants.map(({ name, network, hash, modelVersion }, index) => [
        letterOf(index),
        plain(name),
        plain(network),
        code(hash),
        plain(modelVersion),
      ]),
    ),
    ...cautions.map((caution) => `> ${caution}`),
    `## ${say`What differs in the configs`}`,
    differences.length === 0
      ? say`Nothing: the resolved configs are the same.`
      : table(
          [say`Key`, ...letters],
          differences.map(({ path, values }) => [code(path.join('.')), ...values.map(plain)]),
        ),
    `## ${say`Figures`}`,
    table([say`Figure`, ...letters], figures.map(figureRow)),
    `## ${say`Layers`}`,
    table(
      [say`Layer`, ...letters.flatMap((letter) => [say`${letter} ratio`, say`${letter} offload`])],
      layers.filter(isMovedByAny).map(layerRow),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

function figureRow({ figure, values, changes }: ComparedFigure): string[] {
  const written = values.map((value) => (value === null ? '–' : formatMetric(figure, value)));
  return [code(figure), ...written.map((text, index) => withChange(text, index, changes[index] ?? null))];
}

/** Maps that stay on the GPU are neither compressed nor copied. */
function isMovedByAny({ entries }: ComparedLayer): boolean {
  return entries.some((entry) => entry?.offloaded);
}

function layerRow({ layer, entries }: ComparedLayer): string[] {
  const moved = entries.map((entry) => (entry?.offloaded ? entry : null));
  const first = moved[0] ?? null;
  const cells = moved.flatMap((entry, index) => {
    if (entry === null) return ['–', '–'];
    const ratio = relativeChange(first?.ratio ?? null, entry.ratio);
    const offload = relativeChange(first?.offloadMs ?? null, entry.offloadMs);
    return [
      withChange(`${entry.ratio.toFixed(3)}x`, index, ratio),
      withChange(`${entry.offloadMs.toFixed(2)} ms`, index, offload),
    ];
  });
  return [plain(layer), ...cells];
}

/** The first result is what changes are counted from. */
function withChange(text: string, index: number, change: number | null): string {
  if (index === 0 || change === null) return text;
  const sign = change > 0 ? '+' : change < 0 ? '-' : '±';
  return `${text} (${sign}${Math.abs(change * 100).toFixed(1)} %)`;
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(headings), `|${headings.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** Names from files are text: they neither end a cell nor begin a link or a tag. */
function plain(text: string): string {
  return text.replace(/[\\|`*_[\]<>#]/g, '\\$&').replace(/[\r\n]+/g, ' ');
}

/** Keys and hashes stand as they are, to be searched for. */
function code(text: string): string {
  return /[`|\\\r\n]/.test(text) ? plain(text) : `\`${text}\``;
}
