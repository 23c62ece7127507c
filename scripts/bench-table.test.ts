import assert from 'node:assert/strict';
import { test } from 'node:test';
import { benchTable } from './bench-table.ts';

const machine = { processor: 'A CPU', cores: 2, memoryGB: 16, node: 'v20.0.0', platform: 'linux x64', load: 0.3 };

test('every budget has a line with figure, rival, ratio and verdict', () => {
  const table = benchTable({
    machine,
    benchmarks: {
      codecs: [
        {
          name: 'size',
          value: 22.6432,
          unit: 'GB/s',
          rival: { name: 'C++', value: 21 },
          ratio: 1.0782,
          budget: { of: 'ratio', bound: 'at least', limit: 0.8 },
          rounds: 9,
          isMet: true,
        },
      ],
      memory: [
        {
          name: 'a file',
          value: 1312.4,
          unit: 'MB',
          budget: { of: 'value', bound: 'at most', limit: 300 },
          rounds: 1,
          isMet: false,
        },
        { name: 'all', whyNot: 'the build failed' },
      ],
    },
  });
  assert.deepEqual(table.split('\n'), [
    'A CPU, 2 cores, 16 GB; Node.js v20.0.0, linux x64; load at the start 0.3',
    '',
    'budget          measured   rival         ratio  wanted          met',
    'codecs: size    22.6 GB/s  C++, 21 GB/s  1.08   at least 0.8 x  yes',
    'memory: a file  1312 MB    -             -      at most 300 MB  NO',
    'memory: all     -          -             -      -               not measured: the build failed',
  ]);
});
