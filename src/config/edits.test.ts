import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseDocument } from './document.ts';
import { setValueEdits, setValues } from './edits.ts';
import { valueAt } from './json.ts';

const buffer = (value: string) => [{ path: ['dma', 'buffer'], value }];

const CASES: readonly [what: string, before: string, after: string][] = [
  ['replaces a value', '{ "dma": { "buffer": "1 KB" } } // x', '{ "dma": { "buffer": "70 KB" } } // x'],
  ['replaces a value of another type', '{ "dma": 3 }', '{ "dma": {\n    "buffer": "70 KB"\n  } }'],
  ['fills an empty file', '', '{\n  "dma": {\n    "buffer": "70 KB"\n  }\n}'],
  ['fills an empty config', '{}\n', '{\n  "dma": {\n    "buffer": "70 KB"\n  }\n}\n'],
  ['stays on the line', '{ "dma": { "codec": "zvc" } }', '{ "dma": { "codec": "zvc", "buffer": "70 KB" } }'],
  ['stays on the line behind a comma', '{"dma": {"codec": "zvc",}}', '{"dma": {"codec": "zvc", "buffer": "70 KB"}}'],
  [
    'keeps a comment with its key',
    '{\n\t"dma": {\n\t\t"codec": "zvc" // slide 50\n\t}\n}',
    '{\n\t"dma": {\n\t\t"codec": "zvc", // slide 50\n\t\t"buffer": "70 KB"\n\t}\n}',
  ],
  [
    'keeps a trailing comma and the line ends',
    '{\r\n    "dma": {\r\n        "codec": "zvc", /* slide 50 */\r\n    },\r\n}',
    '{\r\n    "dma": {\r\n        "codec": "zvc", /* slide 50 */\r\n        "buffer": "70 KB",\r\n    },\r\n}',
  ],
  [
    'keeps a comment alone between the braces',
    '{\n  "dma": {\n    // nothing yet\n  }\n}',
    '{\n  "dma": {\n    // nothing yet\n    "buffer": "70 KB"\n  }\n}',
  ],
  ['keeps a comment alone in the file', '// c', '// c\n{\n  "dma": {\n    "buffer": "70 KB"\n  }\n}'],
  ['leaves unfinished text alone', '{ "dma": { "codec": "zvc"', '{ "dma": { "codec": "zvc"'],
  ['leaves broken text alone', '{ "dma": { "buffer": }', '{ "dma": { "buffer": }'],
];

for (const [what, before, after] of CASES) {
  test(what, () => assert.equal(setValues(before, buffer('70 KB')), after));
}

const REMOVED: readonly [what: string, before: string, after: string][] = [
  ['the only key', '{ "codec": "zvc" }', '{ }'],
  ['the first on a line', '{ "codec": "zvc", "buffer": "1 KB" }', '{ "buffer": "1 KB" }'],
  ['the last on a line', '{ "buffer": "1 KB", "codec": "zvc" }', '{ "buffer": "1 KB" }'],
  ['its line with its comment', '{\n  "codec": "zvc", // slide 50\n  "buffer": "1 KB"\n}', '{\n  "buffer": "1 KB"\n}'],
  [
    'the last line; the comment of the one before stays',
    '{\r\n  "buffer": "1 KB", // 1, 2\r\n  "codec": "zvc"\r\n}',
    '{\r\n  "buffer": "1 KB" // 1, 2\r\n}',
  ],
  [
    'the last line behind a trailing comma',
    '{\n  "buffer": "1 KB",\n  "codec": "zvc",\n}',
    '{\n  "buffer": "1 KB",\n}',
  ],
  [
    'a comma in a comment is not the comma',
    '{"buffer": "1 KB" /* a, b */, "codec": "zvc"}',
    '{"buffer": "1 KB" /* a, b */}',
  ],
  ['nothing where the key is not written', '{ "buffer": "1 KB" }', '{ "buffer": "1 KB" }'],
];
for (const [what, before, after] of REMOVED) {
  test(`removes ${what}`, () => assert.equal(setValues(before, [{ path: ['codec'], value: undefined }]), after));
}

test('removing any key of any JSON text leaves the other keys as they are', () => {
  const object = fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'd'),
    fc.dictionary(fc.constantFrom('a', 'b'), fc.integer()),
  );
  fc.assert(
    fc.property(object, fc.constantFrom(undefined, 2), fc.constantFrom('a', 'b', 'c', 'd'), (value, indent, key) => {
      const changed = setValues(JSON.stringify(value, null, indent), [{ path: [key], value: undefined }]);
      const { [key]: _, ...others } = value;
      const document = parseDocument(changed, 'file:///a');
      assert.deepEqual(document.findings, []);
      assert.equal(JSON.stringify(document.value), JSON.stringify(others));
    }),
  );
});

test('sets several values at once in one edit', () => {
  const settings = [...buffer('70 KB'), { path: ['dma', 'codec'], value: 'rle' }];
  const edits = setValueEdits('{\n  "name": "a"\n}', settings);
  const text = ',\n  "dma": {\n    "buffer": "70 KB",\n    "codec": "rle"\n  }';
  const place = { line: 1, character: 13 };
  assert.deepEqual(edits, [{ range: { start: place, end: place }, text }]);
});

test('gives no edit when nothing changes', () => {
  assert.deepEqual(setValueEdits('{ "dma": { "buffer": "70 KB" } }', buffer('70 KB')), []);
});

test('any JSON text holds the value afterwards', () => {
  const keys = fc.constantFrom('dma', 'buffer', 'x', '__proto__');
  const object = fc.dictionary(keys, fc.oneof(fc.integer(), fc.dictionary(keys, fc.integer())));
  fc.assert(
    fc.property(
      object,
      fc.constantFrom(undefined, 2),
      fc.array(keys, { minLength: 1, maxLength: 3 }),
      (value, indent, path) => {
        const changed = setValues(JSON.stringify(value, null, indent), [{ path, value: 'new' }]);
        const document = parseDocument(changed, 'file:///a');
        assert.deepEqual(document.findings, []);
        assert.equal(valueAt(document.value, path), 'new');
      },
    ),
  );
});
