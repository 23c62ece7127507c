import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  LOCALISED_SCHEMAS,
  localise,
  readSchema,
  readWords,
  textsOf,
  type Words,
  writeLocalisedSchemas,
} from './localised-schemas.ts';

const RUNS = { seed: 20260727, numRuns: 300 };

const words = await readWords();
const schemas = new Map<string, unknown>();
for (const name of LOCALISED_SCHEMAS) schemas.set(name, await readSchema(name));
const texts = [...new Set([...schemas.values()].flatMap(textsOf))];

/** Every value that is neither object nor list, with the way to it. */
function* leaves(value: unknown, way: readonly string[] = []): Generator<[way: readonly string[], leaf: unknown]> {
  if (typeof value !== 'object' || value === null) yield [way, value];
  else for (const [key, inner] of Object.entries(value)) yield* leaves(inner, [...way, key]);
}

/** Keywords that editors show, and keys of a snippet; and what holds values, not texts. */
const SHOWN = new Set([
  ...['title', 'description', 'markdownDescription', 'errorMessage'],
  ...['enumDescriptions', 'markdownEnumDescriptions', 'label'],
]);
const DATA = new Set(['body', 'examples', 'enum', 'default', 'const']);

/** The last name on a way that is not the place in a list. */
function keywordOf(way: readonly string[]): string {
  return way.filter((name) => !/^\d+$/.test(name)).at(-1) ?? '';
}

/** Translations that can be undone, and that no English text is. */
function marked(english: readonly string[]): Words {
  return Object.fromEntries(english.map((text) => [text, `«${text}»`]));
}

function inverse(translations: Words): Words {
  return Object.fromEntries(Object.entries(translations).map(([english, other]) => [other, english]));
}

function sortedMatches(text: string, pattern: RegExp): string[] {
  return (text.match(pattern) ?? []).sort();
}

test('every text of the schemas has a translation', () => {
  assert.ok(texts.length > 500);
  assert.deepEqual(
    texts.filter((text) => !Object.hasOwn(words, text) || words[text] === ''),
    [],
  );
});

test('every translation is of a text in the schemas', () => {
  assert.deepEqual(
    Object.keys(words).filter((text) => !texts.includes(text)),
    [],
  );
});

test('every sentence is in Korean', () => {
  for (const [english, korean] of Object.entries(words)) {
    if (english.endsWith('.')) assert.match(korean, /\p{Script=Hangul}/u);
  }
});

/** What reads the same in every language. It is compared sorted, as Korean has its own order of words. */
const KEPT: Readonly<Record<string, RegExp>> = {
  'keys and values in backticks': /`[^`]*`/g,
  'quoted strings': /"[^"]*"/g,
  'numbers but a lone 0': /\d+[.,]\d+|\d*[1-9]\d*/g,
  units: /(?<=\d )(?:[KMG]i|[munpkMGTP])?(?:B|s|m2|m|J|W|Hz|FLOP|%)(?:\/(?:s|bit|FLOP))?(?![a-zA-Z])/g,
  'brackets and signs of JSON and formulas': /[{}[\]/+^=]/g,
  'bold and italics': /\*+/g,
  paragraphs: /\n\n/g,
};

for (const [what, pattern] of Object.entries(KEPT)) {
  test(`translations keep ${what}`, () => {
    assert.ok(texts.some((text) => text.match(pattern)));
    for (const [english, korean] of Object.entries(words)) {
      assert.deepEqual(sortedMatches(korean, pattern), sortedMatches(english, pattern), korean);
    }
  });
}

/** Korean writes 0 where English has the word "zero", so it may have more of them. */
test('translations keep every 0', () => {
  const zero = /(?<![\d.,])0(?![.,]?\d)/g;
  assert.ok(texts.some((text) => text.match(zero)));
  for (const [english, korean] of Object.entries(words)) {
    assert.ok(sortedMatches(korean, zero).length >= sortedMatches(english, zero).length, korean);
  }
});

test('Markdown shows translations as they are meant', () => {
  for (const korean of Object.values(words)) {
    assert.doesNotMatch(korean, /~/, 'two of them strike a text through');
    assert.doesNotMatch(korean, /[^\p{L}\p{N}\s*]\*+\p{L}/u, 'bold does not end between a sign and a letter');
  }
});

test('no keyword with a text for people is forgotten', () => {
  const known = new Set(['cdmaSource', ...SHOWN]);
  for (const schema of schemas.values()) {
    for (const [way, leaf] of leaves(schema)) {
      if (typeof leaf !== 'string' || !/[a-z] [a-z]/.test(leaf) || way.some((name) => DATA.has(name))) continue;
      assert.ok(known.has(keywordOf(way)), way.join('/'));
    }
  }
});

for (const [name, schema] of schemas) {
  test(`${name}: the localised schema differs in texts for people only`, () => {
    const english = [...leaves(schema)];
    const korean = [...leaves(localise(schema, words))];
    assert.deepEqual(
      korean.map(([way]) => way),
      english.map(([way]) => way),
    );
    const changed = english.filter(([, leaf], index) => leaf !== korean[index]?.[1]);
    assert.ok(changed.length > 50);
    for (const [way] of changed) {
      assert.ok(SHOWN.has(keywordOf(way)), way.join('/'));
      assert.ok(!way.some((part) => DATA.has(part)), way.join('/'));
    }
  });

  test(`${name}: translating there and back gives the English schema`, () => {
    const there = marked(textsOf(schema));
    assert.notDeepEqual(localise(schema, there), schema);
    assert.deepEqual(localise(localise(schema, there), inverse(there)), schema);
  });
}

/** Schemas whose property names are keywords and whose data look like texts. */
const anySchema = fc
  .letrec<{ schema: unknown }>((tie) => {
    const text = fc.constantFrom('a text', 'title', 'constructor', '__proto__', '');
    const name = fc.constantFrom('title', 'description', 'errorMessage', 'examples', 'toString');
    return {
      schema: fc.oneof(
        { maxDepth: 3 },
        fc.boolean(),
        fc.record(
          {
            title: text,
            markdownDescription: text,
            errorMessage: text,
            markdownEnumDescriptions: fc.array(text),
            defaultSnippets: fc.array(fc.record({ label: text, description: text, body: text })),
            enum: fc.array(text),
            default: fc.record({ title: text, errorMessage: text }),
            examples: fc.array(fc.record({ title: text, description: text })),
            properties: fc.dictionary(name, tie('schema'), { maxKeys: 3 }),
            items: tie('schema'),
            anyOf: fc.array(tie('schema'), { maxLength: 2 }),
          },
          { requiredKeys: [] },
        ),
      ),
    };
  })
  .schema.map((schema): unknown => JSON.parse(JSON.stringify(schema)));

test('a schema without translations stays as it is, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        anySchema,
        fc.json().map((text): unknown => JSON.parse(text)),
      ),
      (schema) => {
        assert.deepEqual(localise(schema, {}), schema);
      },
    ),
    RUNS,
  );
});

test('the texts of a localised schema are the translated texts, in the same order', () => {
  fc.assert(
    fc.property(anySchema, (schema) => {
      const there = marked(textsOf(schema));
      assert.deepEqual(
        textsOf(localise(schema, there)),
        textsOf(schema).map((text) => `«${text}»`),
      );
    }),
    RUNS,
  );
});

test('data that look like texts are left alone', () => {
  fc.assert(
    fc.property(anySchema, (schema) => {
      const localised = [...leaves(localise(schema, marked(textsOf(schema))))];
      for (const [way, leaf] of localised) {
        if (way.some((name, index) => DATA.has(name) && way[index - 1] !== 'properties')) {
          assert.ok(!String(leaf).includes('«'), way.join('/'));
        }
      }
    }),
    RUNS,
  );
});

test('a label that is the inserted value stays', () => {
  const snippet = { label: '70 KB', description: '70 KB', body: '70 KB' };
  assert.deepEqual(localise({ defaultSnippets: [snippet] }, { '70 KB': 'other' }), {
    defaultSnippets: [{ ...snippet, description: 'other' }],
  });
});

test('the files hold the localised schemas', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'schemas-'));
  try {
    const files = await writeLocalisedSchemas(path.join(folder, 'new'));
    assert.deepEqual(
      files.map((file) => path.basename(file)),
      ['cdma-config.ko.schema.json', 'network.ko.schema.json'],
    );
    const written: unknown[] = [];
    for (const file of files) written.push(JSON.parse(await readFile(file, 'utf8')));
    assert.deepEqual(
      written,
      [...schemas.values()].map((schema) => localise(schema, words)),
    );
    assert.ok(textsOf(written[0]).includes('DRAM 대역폭'));
  } finally {
    await rm(folder, { recursive: true });
  }
});
