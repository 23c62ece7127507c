/**
 * The words of another language, from `l10n/<language>/*.json`: one file for each room of the code, English text to
 * translation. `npm run build` joins them into the bundle that VS Code loads.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LOCALISED_SCHEMAS, readSchema, readWords, type Words } from './localised-schemas.ts';
import { DIST, ROOT } from './project.ts';

const FOLDER = path.join(ROOT, 'l10n', 'ko');
/** Texts of schemas have copies of the schemas, except for the messages that our own check takes from them. */
const SCHEMA_WORDS = 'schema.json';

/** What code says with `say`, in Korean. */
export async function wordsOfCode(): Promise<Words> {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.json') && name !== SCHEMA_WORDS).sort();
  const dictionaries = await Promise.all(
    files.map(async (name): Promise<Words> => JSON.parse(await readFile(path.join(FOLDER, name), 'utf8'))),
  );
  return Object.assign({}, ...dictionaries);
}

/** Everything that is said in Korean at run time. */
export async function koreanWords(): Promise<Words> {
  return { ...(await schemaMessages()), ...(await wordsOfCode()) };
}

async function schemaMessages(): Promise<Words> {
  const words = await readWords();
  const schemas = await Promise.all(LOCALISED_SCHEMAS.map(readSchema));
  const messages = schemas.flatMap((schema) => [...messagesIn(schema)]);
  return Object.fromEntries(
    messages.flatMap((text) => (Object.hasOwn(words, text) ? [[text, words[text] ?? text]] : [])),
  );
}

function* messagesIn(schema: unknown): Generator<string> {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'errorMessage' && typeof value === 'string') yield value;
    else yield* messagesIn(value);
  }
}

/** Writes the bundle of Korean into `dist/l10n`. */
export async function writeDictionaries(): Promise<void> {
  const folder = path.join(DIST, 'l10n');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'bundle.l10n.ko.json'), JSON.stringify(await koreanWords()));
}
