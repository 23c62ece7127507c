import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PROTOCOL_VERSION, readPanelMessage } from './messages.ts';

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const picture = (change: object) => ({
  protocol: PROTOCOL_VERSION,
  type: 'savePicture',
  name: 'Layers',
  png: PNG,
  ...change,
});

test('a picture is taken as it is', () => {
  assert.deepEqual(readPanelMessage(picture({})), picture({}));
});

for (const [what, change] of [
  ['bytes that are no PNG', { png: new Uint8Array(100) }],
  ['a text in place of bytes', { png: 'data:image/png;base64,AAAA' }],
  ['more than twenty megabytes', { png: Object.assign(new Uint8Array(20_000_001), [...PNG]) }],
  ['no name', { name: 7 }],
  ['another version', { protocol: 99 }],
] as const) {
  test(`${what} is dropped`, () => assert.equal(readPanelMessage(picture(change)), undefined));
}
