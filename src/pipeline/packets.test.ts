import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { packedBytes, wireBandwidth, wireBytes } from './packets.ts';

const packing = (kind: 'stream' | 'sector' | 'line') => ({ packing: kind, maxPayload: 128, packetHeader: 24 });

test('sectors are of 32 B', () => {
  assert.deepEqual([...packedBytes([0, 4, 32, 33, 132], packing('sector'))], [0, 32, 32, 64, 160]);
  assert.deepEqual([...packedBytes([0, 4, 132], packing('stream'))], [0, 4, 132]);
});

test('a line pays for the packets that it completes, and the last one for the rest', () => {
  // 100, 200, 400 and 404 B of payload: the second line completes a packet, the third two more, 20 B are left.
  const packed = Float64Array.of(100, 100, 200, 4);
  assert.deepEqual([...wireBytes(packed, packing('stream'))], [100, 124, 248, 28]);
  assert.deepEqual([...wireBytes(packed, packing('line'))], [124, 124, 248, 28]);
});

test('a stream has one header for each packet, partial or not', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 160 }), { minLength: 1 }), (sizes) => {
      const payload = sizes.reduce((sum, size) => sum + size, 0);
      const wire = wireBytes(Float64Array.from(sizes), packing('stream')).reduce((sum, size) => sum + size, 0);
      assert.equal(wire, payload + 24 * Math.ceil(payload / 128));
    }),
    { seed: 20180304 },
  );
});

test('full packets carry the payload bandwidth', () => {
  assert.equal(wireBandwidth({ linkBandwidth: 12.8e9, maxPayload: 128, packetHeader: 24 }), 15.2e9);
});
