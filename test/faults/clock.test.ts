/** A clock that jumps by hours or stands still: results are the same bytes, and runs end. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { Command, type Outcome } from './command.ts';

const command = await Command.create();
after(() => command.remove());

/** Takes the place of all clocks that a program can read, on every thread. */
function clockOf(next: string): string[] {
  const lines = [
    'let time = 1.7e12;',
    'let reads = 0;',
    `const next = () => { ${next} };`,
    'const RealDate = Date;',
    'globalThis.Date = class extends RealDate {',
    '  constructor(...given) { super(...(given.length === 0 ? [next()] : given)); }',
    '  static now() { return next(); }',
    '};',
    "const { performance } = require('node:perf_hooks');",
    "Object.defineProperty(performance, 'now', { value: next });",
    "process.on('exit', () => process.stderr.write(reads + ' readings of the clock\\n'));",
  ];
  return ['--require', command.write(`clock-${clocks++}.cjs`, lines.join('\n'))];
}
let clocks = 0;

const HOUR = 3_600_000;
const CLOCKS: [what: string, node: string[]][] = [
  ['jumps back and forth by hours', clockOf(`reads += 1; return time += (reads % 2 ? 7 : -9) * ${HOUR};`)],
  ['stands still', clockOf('reads += 1; return time;')],
];

const CONFIG = command.write('simulated.cdma.json', { workload: { batch: 64 } });
/** Points are run one by one, so that chunks are sized by the time that they take. */
const SWEEP = command.write('sweep.cdma.json', {
  workload: { sync: 'async', staging: '200 MB', batch: 64 },
  explore: {
    parameters: {
      'dma.buffer': ['16 KB', '35 KB', '70 KB'],
      'gpu.memoryControllers': [4, 6],
      'dma.codec': ['rle', 'zvc'],
    },
  },
});

/** What is printed; the exit code is that of a success. */
function printed({ status, stdout, stderr }: Outcome): string {
  assert.equal(status, 0, stderr);
  assert.ok(stdout.length > 1000, 'there is a result');
  return stdout;
}

const simulated = printed(command.run(['simulate', CONFIG, '--json']));
const lines = command.at('points.ndjson');
const swept = printed(command.run(['explore', SWEEP, '--json', '--ndjson', lines, '--threads', '1']));

for (const [index, [what, node]] of CLOCKS.entries()) {
  test(`a clock that ${what}: simulate and explore, on one thread and on two, give the same bytes`, () => {
    assert.equal(printed(command.run(['simulate', CONFIG, '--json'], { node })), simulated);
    for (const threads of ['1', '2']) {
      const file = command.at(`points-${index}-${threads}.ndjson`);
      const outcome = command.run(['explore', SWEEP, '--json', '--ndjson', file, '--threads', threads], { node });
      assert.equal(printed(outcome), swept, `${threads} threads`);
      assert.ok(readFileSync(file).equals(readFileSync(lines)), `${threads} threads`);
      const readings = Math.max(...[...outcome.stderr.matchAll(/(\d+) readings/g)].map(([, count]) => Number(count)));
      assert.ok(readings > 5, `${readings} readings: the clock was not that of the test`);
    }
  });
}
