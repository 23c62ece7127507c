/**
 * The schemas in another language. Editors show a schema's texts while a file is written (hover, completion, squiggles) and
 * cannot translate them, so a language has copies of the schemas in which nothing but the texts differs.
 * Run by `npm run build`. As a script it prints the texts that have no translation yet.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { DIST, ROOT } from './project.ts';
import { MAPS_OF_SCHEMAS, SCHEMAS_WITHIN } from './schema-keywords.ts';

/** English text to its translation. */
export type Words = Readonly<Record<string, string>>;

/** Schemas of the files that users write in the editor: `schemas/<name>.schema.json`. */
export const LOCALISED_SCHEMAS = ['cdma-config', 'network'] as const;

type Translate = (text: string) => string;
type JsonObject = Readonly<Record<string, unknown>>;

const TEXTS = new Set(['title', 'description', 'markdownDescription', 'errorMessage']);
const LISTS_OF_TEXTS = new Set(['enumDescriptions', 'markdownEnumDescriptions']);
/** The schema with every text for people replaced by its translation; a text without one stays English. */
export function localise(schema: unknown, words: Words): unknown {
  return withTexts(schema, (text) => (Object.hasOwn(words, text) ? (words[text] ?? text) : text));
}

/** The texts for people in a schema, in its order, each once. */
export function textsOf(schema: unknown): string[] {
  const texts = new Set<string>();
  withTexts(schema, (text) => {
    texts.add(text);
    return text;
  });
  return [...texts];
}

/** Writes `<name>.ko.schema.json` for every schema; `folder` is where. Returns the files. */
export async function writeLocalisedSchemas(folder = path.join(DIST, 'schemas')): Promise<string[]> {
  const words = await readWords();
  await mkdir(folder, { recursive: true });
  return Promise.all(
    LOCALISED_SCHEMAS.map(async (name) => {
      const file = path.join(folder, `${name}.ko.schema.json`);
      await writeFile(file, `${JSON.stringify(localise(await readSchema(name), words))}\n`);
      return file;
    }),
  );
}

/** A schema as it is in `schemas/`. */
export async function readSchema(name: (typeof LOCALISED_SCHEMAS)[number]): Promise<unknown> {
  return JSON.parse(await readFile(path.join(ROOT, 'schemas', `${name}.schema.json`), 'utf8'));
}

/** The Korean translations. */
export async function readWords(): Promise<Words> {
  return JSON.parse(await readFile(path.join(ROOT, 'l10n', 'ko', 'schema.json'), 'utf8'));
}

/** Follows the keywords that hold schemas, and no others: what looks like a text in `examples` or `default` is data. */
function withTexts(schema: unknown, translate: Translate): unknown {
  if (Array.isArray(schema)) return schema.map((each) => withTexts(each, translate));
  if (!isObject(schema)) return schema;
  return mapValues(schema, (value, keyword) => {
    if (TEXTS.has(keyword)) return translated(value, translate);
    if (LISTS_OF_TEXTS.has(keyword)) return each(value, (text) => translated(text, translate));
    if (keyword === 'defaultSnippets') return each(value, (snippet) => snippetWithTexts(snippet, translate));
    if (MAPS_OF_SCHEMAS.has(keyword) && isObject(value)) return mapValues(value, (each) => withTexts(each, translate));
    return SCHEMAS_WITHIN.has(keyword) ? withTexts(value, translate) : value;
  });
}

/** A label that is what the snippet inserts, such as "70 KB", is the same in every language. */
function snippetWithTexts(snippet: unknown, translate: Translate): unknown {
  if (!isObject(snippet)) return snippet;
  return mapValues(snippet, (value, key) => {
    const isText = key === 'description' || (key === 'label' && value !== snippet['body']);
    return isText ? translated(value, translate) : value;
  });
}

function translated(value: unknown, translate: Translate): unknown {
  return typeof value === 'string' ? translate(value) : value;
}

function each(value: unknown, change: (item: unknown) => unknown): unknown {
  return Array.isArray(value) ? value.map(change) : value;
}

function mapValues(object: JsonObject, change: (value: unknown, key: string) => unknown): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const words = await readWords();
  const texts = (await Promise.all(LOCALISED_SCHEMAS.map(readSchema))).flatMap(textsOf);
  for (const text of new Set(texts)) if (!Object.hasOwn(words, text)) console.log(JSON.stringify(text));
}
