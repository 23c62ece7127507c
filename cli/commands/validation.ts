import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Memo } from '../../src/memo.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import { validationPage } from '../../src/validation/markdown.ts';
import {
  countVerdicts,
  errorText,
  publishedText,
  simulatedText,
  toleranceText,
  VERDICTS,
} from '../../src/validation/present.ts';
import { ROW_GROUPS, type ValidationRow } from '../../src/validation/row.ts';
import { validate } from '../../src/validation/validate.ts';
import { type Column, formatTable } from '../table.ts';
import { EXIT_FINE, readArguments, UsageError } from '../usage.ts';

const COLUMNS: readonly Column<ValidationRow>[] = [
  { heading: 'verdict', align: 'left', cell: ({ verdict }) => verdict },
  { heading: 'quantity', align: 'left', cell: ({ quantity }) => quantity },
  { heading: 'published or measured', align: 'right', cell: publishedText },
  { heading: 'ours', align: 'right', cell: simulatedText },
  { heading: 'error', align: 'right', cell: errorText },
  { heading: 'tolerance', align: 'right', cell: toleranceText },
  { heading: 'worth', align: 'left', cell: ({ status }) => status },
];

/** `cdma validation`: every published and measured figure beside ours, as tables, JSON or the page of the documents. */
export async function validation(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    json: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
  });
  if (positionals.length > 0) throw new UsageError(`no file expected, ${positionals.length} given`);
  if (values.json && values.markdown) throw new UsageError('either --json or --markdown, not both');
  const rows = await validate({
    host: nodeHost(),
    memo: new Memo(),
    manifestUri: recordedTensors(),
    onNetwork: (network) => console.error(`simulating ${network} ...`),
  });
  if (values.json) console.log(JSON.stringify({ counts: countVerdicts(rows), rows }, null, 2));
  else process.stdout.write(values.markdown ? validationPage(rows) : describe(rows));
  return EXIT_FINE;
}

function describe(rows: readonly ValidationRow[]): string {
  const groups = ROW_GROUPS.map((group) => {
    const members = rows.filter((row) => row.group === group);
    const explained = members.filter(({ verdict }) => verdict !== 'agrees');
    const reasons = explained.map(({ verdict, quantity, reason }) => `  ${verdict}: ${quantity}. ${reason}`);
    return [`${group} (${counts(members)})`, formatTable(COLUMNS, members), ...reasons].join('\n');
  });
  return `${[...groups, `${rows.length} figures: ${counts(rows)}`].join('\n\n')}\n`;
}

function counts(rows: readonly ValidationRow[]): string {
  const number = countVerdicts(rows);
  return VERDICTS.map((verdict) => `${number[verdict]} ${verdict}`).join(', ');
}

/** The example tensors, which lie beside the folder of this program. */
function recordedTensors(): string {
  let folder = path.dirname(realpathSync(process.argv[1] ?? '.'));
  for (;;) {
    const manifest = path.join(folder, 'examples', 'traces', 'manifest.json');
    if (existsSync(manifest)) return pathToFileURL(manifest).href;
    const parent = path.dirname(folder);
    if (parent === folder) throw new UsageError('the recorded tensors of examples/traces are not beside this program');
    folder = parent;
  }
}
