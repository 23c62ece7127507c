/** The examples of docs/exploration.md are sweeps that can be run. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Explorer } from '../../src/explore.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import { Runner } from '../../src/run.ts';

const page = readFileSync(new URL('../../docs/exploration.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```jsonc\n([\s\S]*?)```/g)].map(([, example = '']) => example);
const runner = new Runner(nodeHost());

test('the page has examples', () => assert.ok(examples.length >= 4));

for (const [index, example] of examples.entries()) {
  test(`example ${index + 1} is a sweep without an error`, async () => {
    const uri = 'file:///designs/example.cdma.json';
    const findings = await runner.validate(example, uri);
    assert.deepEqual(
      findings.filter(({ severity }) => severity === 'error'),
      [],
    );
    assert.ok(await new Explorer(runner).prepare(example, uri), 'there is something to run');
  });
}
