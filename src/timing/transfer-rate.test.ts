import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOfRatio, MAXWELL_PATH, uncompressedRate } from '../../test/golden/pipeline-reference.ts';
import { MAXWELL_TITAN_X, referenceConfig } from '../../test/golden/reference-configs.ts';
import { runOffload } from '../pipeline/offload.ts';
import {
  bindingBound,
  bufferForRatio,
  criticalRatio,
  interleavingBound,
  offloadBounds,
  plainCopyBounds,
  prefetchBounds,
  type TransferPath,
} from './transfer-rate.ts';

/** docs/model.md, "Offload rate": 70 KB buffer, 32 B/clk engines, compute taking 70 % of DRAM. */
const TABLE = [
  {
    name: 'Titan X, PCIe 3',
    link: 12.8,
    latency: 350,
    controllers: 6,
    clock: 1.075,
    dram: 336,
    expected: { buffer: '15.6', engine: '16.1', dram: '6.3', crossbar: '2.7', kb: ['12', '62'] },
  },
  {
    name: 'Titan Xp, PCIe 3',
    link: 12.8,
    latency: 350,
    controllers: 12,
    clock: 1.58,
    dram: 547.6,
    expected: { buffer: '15.6', engine: '47', dram: '10.3', crossbar: '4.0', kb: ['12', '62'] },
  },
  {
    name: 'V100, PCIe 3',
    link: 12.8,
    latency: 400,
    controllers: 8,
    clock: 1.53,
    dram: 900,
    expected: { buffer: '13.7', engine: '31', dram: '16.9', crossbar: '3.8', kb: ['13', '71'] },
  },
  {
    name: 'V100, NVLink 2',
    link: 68,
    latency: 400,
    controllers: 8,
    clock: 1.53,
    dram: 900,
    expected: { buffer: '2.6', engine: '5.8', dram: '3.2', crossbar: '0.7', kb: ['71', '375'] },
  },
  {
    name: 'A100, PCIe 4',
    link: 25.6,
    latency: 450,
    controllers: 10,
    clock: 1.41,
    dram: 1555,
    expected: { buffer: '6.1', engine: '17.6', dram: '14.6', crossbar: '1.8', kb: ['30', '159'] },
  },
  {
    name: 'H100, PCIe 5',
    link: 51.2,
    latency: 500,
    controllers: 10,
    clock: 1.755,
    dram: 3350,
    expected: { buffer: '2.7', engine: '11.0', dram: '15.7', crossbar: '1.1', kb: ['67', '353'] },
  },
  {
    name: 'GH200, C2C',
    link: 420,
    latency: 500,
    controllers: 12,
    clock: 1.755,
    dram: 4000,
    expected: { buffer: '0.3', engine: '1.6', dram: '2.3', crossbar: '0.1', kb: ['546', '2898'] },
  },
];

for (const { name, link, latency, controllers, clock, dram, expected } of TABLE) {
  test(`critical ratios of ${name}`, () => {
    const reference = referenceConfig(MAXWELL_TITAN_X, 'alexnet');
    const path: TransferPath = {
      gpu: {
        ...reference.gpu,
        memoryControllers: controllers,
        dramBandwidth: dram * 1e9,
        dramLatency: latency * 1e-9,
        coreClock: clock * 1e9,
      },
      link: { ...reference.link, bandwidth: link * 1e9 },
      dma: reference.dma,
    };
    const afterCrossbar: TransferPath = { ...path, dma: { ...path.dma, placement: 'dma-engine' } };
    const digits = (text: string) => text.split('.')[1]?.length ?? 0;
    assert.equal(criticalRatio(path, 'buffer').toFixed(digits(expected.buffer)), expected.buffer);
    assert.equal(criticalRatio(path, 'engine').toFixed(digits(expected.engine)), expected.engine);
    assert.equal(criticalRatio(path, 'dram', 0.7).toFixed(digits(expected.dram)), expected.dram);
    assert.equal(criticalRatio(afterCrossbar, 'crossbar').toFixed(digits(expected.crossbar)), expected.crossbar);
    assert.deepEqual(
      [2.6, 13.8].map((ratio) => (bufferForRatio(path, ratio) / 1e3).toFixed(0)),
      expected.kb,
    );
  });
}

const path = referenceConfig(MAXWELL_TITAN_X, 'alexnet');

test('before the crossbar, compression spares it; after it, the crossbar binds above 2.7x (slides 46-47)', () => {
  assert.equal(criticalRatio(path, 'crossbar'), Number.POSITIVE_INFINITY);
  assert.equal(bindingBound(offloadBounds(path, 4)).resource, 'link');
  const after: TransferPath = { ...path, dma: { ...path.dma, placement: 'dma-engine' } };
  assert.deepEqual(bindingBound(offloadBounds(after, 4)), { resource: 'crossbar', rate: 32 * 1.075e9 });
});

test('GPUs below one root complex share the link (slides 10-12)', () => {
  const shared: TransferPath = { ...path, link: { ...path.link, gpusSharing: 4 } };
  assert.equal(offloadBounds(shared, 2).link, 6.4e9);
  assert.equal(plainCopyBounds(shared).link, 3.2e9);
});

test('prefetch holds no buffer for a DRAM round trip, and finds one mask a cycle', () => {
  const bounds = prefetchBounds(path, 20);
  assert.equal(bounds.buffer, Number.POSITIVE_INFINITY);
  assert.equal(bounds.engine, 128 * 1.075e9);
  assert.equal(bindingBound(bounds).resource, 'engine');
});

test('outstanding reads of host memory limit the prefetch, plain or compressed, but no offload', () => {
  // 32 reads of 128 B in 1 us.
  const few: TransferPath = { ...path, link: { ...path.link, readRequests: 32, readRequestSize: 128 } };
  assert.ok(Math.abs(prefetchBounds(few, 2).link / (2 * 4.096e9) - 1) < 1e-12);
  assert.ok(Math.abs(plainCopyBounds(few, 'prefetch').link / 4.096e9 - 1) < 1e-12);
  assert.equal(offloadBounds(few, 2).link, 25.6e9);
  assert.equal(plainCopyBounds(few, 'offload').link, 12.8e9);
});

test('a wider parser finds more masks a cycle', () => {
  const wide: TransferPath = { ...path, dma: { ...path.dma, parsedLinesPerCycle: 1.25 } };
  assert.equal(prefetchBounds(wide, 20).engine, 1.25 * 128 * 1.075e9);
});

test('dedicated zlib hardware compresses 2.5 GB/s at each controller (slide 49), and other codecs do not use it', () => {
  const dma = { ...path.dma, zlibEngine: 'dedicated-hardware' as const };
  assert.equal(offloadBounds({ ...path, dma: { ...dma, codec: 'zlib' } }, 2).engine, 6 * 2.5e9);
  assert.equal(offloadBounds({ ...path, dma }, 2).engine, offloadBounds(path, 2).engine);
});

test('whole sectors and packets of their own take more of the link', () => {
  const packed = (packing: 'stream' | 'sector' | 'line') =>
    offloadBounds({ ...path, dma: { ...path.dma, packing } }, 128 / 52).link / 12.8e9;
  assert.ok(Math.abs(packed('stream') - 128 / 52) < 1e-12);
  assert.equal(packed('sector'), 2);
  // 76 B on the wire, where a full packet has 152 for its 128.
  assert.ok(Math.abs(packed('line') - 152 / 76) < 1e-12);
});

// docs/pipeline.md, "The closed form beside it".
test('with blocks of 4 KB and more the pipeline lies between the bound by interleaving and the buffer’s', () => {
  const lines = linesOfRatio(7.3);
  for (const interleaving of [4096, 16_384, 65_536]) {
    const design = { ...MAXWELL_PATH, interleaving, linkBandwidth: Number.POSITIVE_INFINITY };
    const { picoseconds } = runOffload(design, lines);
    const rate = uncompressedRate(lines.length, picoseconds) * 1e9;
    const blocks: TransferPath = { ...path, gpu: { ...path.gpu, interleaving } };
    assert.ok(
      interleavingBound(blocks) <= rate && rate <= offloadBounds(blocks, 7.3).buffer,
      `${interleaving}: ${rate}`,
    );
  }
  // 70 KB in 350 ns and the 4096 B at 34.4 GB/s.
  const blocks: TransferPath = { ...path, gpu: { ...path.gpu, interleaving: 4096 } };
  assert.ok(Math.abs(interleavingBound(blocks) / (70e3 / (350e-9 + 4096 / 34.4e9)) - 1) < 1e-12);
});
