import { countVerdicts, errorText, publishedText, simulatedText, toleranceText, VERDICTS } from './present.ts';
import { ROW_GROUPS, type ValidationRow } from './row.ts';

const INTRODUCTION = `# Validation

<!-- Generated: npx tsx scripts/write-validation.ts. Do not edit. -->

Every figure on the slides, in the abstracts and in the measured tables, beside ours. \`cdma validation\` computes the same
table again; \`--json\` gives it to scripts. A test fails when a verdict changes in either direction.

* **agrees**: within the stated tolerance (in points where the unit is %, else relative), or within the stated range.
* **close**: within twice the tolerance, unless the row states another limit; or the figure lies between two
  readings that we cannot decide between (zero-copy or copying concat, say).
* **misses**: neither.

**Nothing is scaled to make a row agree.** One set of constants serves all GPUs and networks. *calibrated*: a constant was
fitted or a rule chosen with this very figure in view, so that it agrees proves nothing. *predicted*: nothing was.
*input*: a setting; only its arithmetic is compared. *identity*: must hold exactly.`;

const CALIBRATED = `## What was calibrated

| what | on |
|---|---|
| convolution, streaming and pooling shares | layers timed with Caffe on a Maxwell Titan X |
| gain of Winograd's algorithm | VGG-16 under three cuDNN versions on the same card |
| density law | four densities of AlexNet on slides 22, 25, 26 and 66 |
| which of three depth laws | chosen with 2.6x (slide 61) in view |
| which of three run-length formats | chosen with slide 49 in view |
| clustering of zeros | tensors recorded from six small networks |
| packet headers of the link | 12.8 GB/s, recalled as measured |
| area of an engine | 1.5 mm2 (slide 52) |
| \`layerScatter\` | 13.8x (slide 61); an option, off by default; used here in the row that names it and nowhere else |

All times of the six networks, the mean sparsity and ratios, the effect of the layout and the gap of zlib are predictions.`;

const NOT_COMPARED = `## Figures without a counterpart

* Bars of slides 57-60: their values are not in the text of the slides. Only the axes and the averages are compared.
* Slides 10-12 draw four to eight GPUs below a root complex: a setting (\`link.gpusSharing\`), with no result to compare.
* 70 KB, 350 ns, 200 GB/s, 4 KiB windows and the batch sizes are recalled: settings with defaults, not results.
* Energy: no figure is published.`;

/** The page \`docs/validation.md\`. The same rows give the same text. */
export function validationPage(rows: readonly ValidationRow[]): string {
  const groups = ROW_GROUPS.map((group) => ({ group, members: rows.filter((row) => row.group === group) }));
  const counts = groups.map(({ group, members }) => [
    group,
    ...VERDICTS.map((verdict) => countVerdicts(members)[verdict]),
  ]);
  const total = countVerdicts(rows);
  const misses = rows.filter(({ verdict }) => verdict === 'misses');
  return `${[
    INTRODUCTION,
    table(['group', ...VERDICTS], [...counts, ['all', ...VERDICTS.map((verdict) => total[verdict])]]),
    `## The ${misses.length} misses`,
    table(
      ['quantity', 'published or measured', 'ours', 'error', 'why'],
      misses.map((row) => [row.quantity, publishedText(row), simulatedText(row), errorText(row), row.reason]),
    ),
    CALIBRATED,
    ...groups.flatMap(({ group, members }) => [`## ${group}`, groupTable(members)]),
    NOT_COMPARED,
  ].join('\n\n')}\n`;
}

function groupTable(rows: readonly ValidationRow[]): string {
  return table(
    ['quantity', 'published or measured', 'ours', 'error', 'tolerance', 'verdict', 'worth', 'source', 'reason'],
    rows.map((row) => [
      row.quantity,
      publishedText(row),
      simulatedText(row),
      errorText(row),
      toleranceText(row),
      row.verdict === 'agrees' ? row.verdict : `**${row.verdict}**`,
      row.status,
      row.source,
      row.reason,
    ]),
  );
}

function table(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The file `docs/validation.json`, which ships with the extension: a row on each line, so that differences can be read. */
export function validationJson(rows: readonly ValidationRow[]): string {
  return `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`;
}
