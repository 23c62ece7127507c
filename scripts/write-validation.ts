/**
 * Writes what `cdma validation` says today: docs/validation.md, the table that the panel shows, and the verdicts that its
 * test expects.
 * Read the difference before committing it: a verdict that changed is a finding about the model.
 *   npx tsx scripts/write-validation.ts
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Memo } from '../src/memo.ts';
import { nodeHost } from '../src/node/node-host.ts';
import { validationJson, validationPage } from '../src/validation/markdown.ts';
import { validate } from '../src/validation/validate.ts';
import { ROOT } from './project.ts';

const rows = await validate({
  host: nodeHost(),
  memo: new Memo(),
  manifestUri: pathToFileURL(path.join(ROOT, 'examples/traces/manifest.json')).href,
  onNetwork: (network) => console.error(`simulating ${network} ...`),
});
const verdicts = Object.fromEntries(rows.map(({ id, verdict }) => [id, verdict]));
writeFileSync(path.join(ROOT, 'docs/validation.md'), validationPage(rows));
writeFileSync(path.join(ROOT, 'docs/validation.json'), validationJson(rows));
writeFileSync(path.join(ROOT, 'test/golden/validation-verdicts.json'), `${JSON.stringify(verdicts, null, 2)}\n`);
