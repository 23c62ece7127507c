import assert from 'node:assert/strict';
import { test } from 'node:test';
import { objections, zipEntries } from './package-contents.ts';

const GOOD = [
  'extension.vsixmanifest',
  '[Content_Types].xml',
  'extension/package.json',
  'extension/package.nls.json',
  'extension/package.nls.ko.json',
  'extension/readme.md',
  'extension/changelog.md',
  'extension/LICENSE.txt',
  'extension/media/icon.png',
  'extension/media/walkthrough/edit.svg',
  'extension/docs/findings.md',
  'extension/docs/findings/dram-bandwidth.md',
  'extension/examples/own-network.cdma.json',
  'extension/examples/tiny.cdma-network.json',
  'extension/capture/cdma_capture.py',
  'extension/dist/cdma.cjs',
  'extension/dist/THIRD-PARTY-NOTICES.txt',
  'extension/dist/l10n/bundle.l10n.ko.json',
  'extension/dist/schemas/network.ko.schema.json',
  'extension/dist/extension.cjs',
  'extension/dist/extension.cjs.js',
  'extension/dist/panel.js',
  'extension/dist/panel.css',
  'extension/schemas/cdma-config.schema.json',
];

test('a package with all we ship and nothing else is accepted', () => {
  assert.deepEqual(objections(GOOD), []);
});

for (const name of [
  'extension/dist/panel.js.map',
  'extension/src/simulate.ts',
  'extension/.env',
  'extension/examples/traces/manifest.json',
  'extension/docs/images/dram-bottleneck-dark.png',
]) {
  test(`${name} is refused`, () =>
    assert.deepEqual(objections([...GOOD, name]), [`${name} must not be in the package`]));
}

test('a missing bundle is told', () => {
  const without = GOOD.filter((name) => !name.endsWith('panel.js'));
  assert.deepEqual(objections(without), ['extension/dist/panel.js is missing from the package']);
});

/** A zip archive of empty files: only the directory counts here. */
function archive(names: readonly string[], comment = ''): Buffer {
  const entries = names.map((name) => {
    const entry = Buffer.alloc(46 + Buffer.byteLength(name));
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt32LE(7, 20);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.write(name, 46);
    return entry;
  });
  const end = Buffer.alloc(22 + Buffer.byteLength(comment));
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(names.length, 10);
  end.writeUInt16LE(comment.length, 20);
  end.write(comment, 22);
  return Buffer.concat([...entries, end]);
}

test('the directory of a zip archive is read, with non-ASCII names and a comment at the end', () => {
  const entries = zipEntries(archive(['a.txt', 'folder/ä.json'], 'made by hand'));
  assert.deepEqual(entries, [
    { name: 'a.txt', compressedBytes: 7 },
    { name: 'folder/ä.json', compressedBytes: 7 },
  ]);
});

test('something else is not taken for a zip archive', () => {
  assert.throws(() => zipEntries(Buffer.from('no archive at all, but long enough to be one')), /not a zip archive/);
});
