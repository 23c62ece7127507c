import type { ConfigPath, LocatedFinding, TextRange } from '../findings/finding.ts';
import type { SchemaFault } from '../generated/validators.js';
import { say, translationOf } from '../words.ts';
import { type ConfigDocument, MOST_FAULTS, rangeOf, startOf } from './document.ts';
import { isObject, quoteValue, shortened, valueAt } from './json.ts';
import { CONFIG_FILE, type FileKind, schemaOfValue } from './schema.ts';
import { didYouMean } from './suggest.ts';
import { firstCharacter } from './text.ts';

/** What the schema of its kind has to say about a file: one finding for each key or value at fault. */
export function checkSchema(document: ConfigDocument, kind: FileKind = CONFIG_FILE): LocatedFinding[] {
  if (document.value === undefined || kind.validate(document.value)) return [];
  // Where a value has alternatives (`anyOf`), ajv reports each of them; the place is the same.
  const places = new Map<string, SchemaFault>();
  for (const fault of kind.validate.errors ?? []) {
    if (places.size === MOST_FAULTS) break;
    const place = JSON.stringify(pathOf(fault, document.value));
    if (!places.has(place)) places.set(place, fault);
  }
  return [...places.values()].map((fault) => describe(fault, document, kind));
}

function describe(fault: SchemaFault, document: ConfigDocument, kind: FileKind): LocatedFinding {
  const path = pathOf(fault, document.value);
  const { replacement, ...words } = wordsFor(fault, path, document.value, kind);
  const range = placeOf(fault, path, document) ?? startOf(document);
  return {
    ...words,
    severity: 'error',
    uri: document.uri,
    range,
    related: [],
    fixes:
      replacement === undefined
        ? []
        : [
            {
              title: say`Change to "${replacement}"`,
              isCorrection: true,
              edits: [{ range, text: JSON.stringify(replacement) }],
            },
          ],
    origin: 'schema',
  };
}

interface Words {
  code: string;
  message: string;
  help?: string;
  replacement?: string;
}

/** A key that is missing has no place of its own: its object's first character stands for it. */
function placeOf({ keyword }: SchemaFault, path: ConfigPath, document: ConfigDocument): TextRange | undefined {
  const written = rangeOf(document, path, keyword === 'additionalProperties' ? 'key' : 'value');
  if (written !== undefined) return written;
  const parent = rangeOf(document, path.slice(0, -1));
  return parent && firstCharacter(parent);
}

function wordsFor(fault: SchemaFault, path: ConfigPath, value: unknown, kind: FileKind): Words {
  if (fault.keyword === 'additionalProperties') return unknownKey(path, value, kind);
  if (valueAt(value, path) === undefined) return missingKey(path, value, kind);
  return wrongValue(fault, path, value, kind);
}

function missingKey(path: ConfigPath, value: unknown, { schema }: FileKind): Words {
  const expected = schemaOfValue(schema, value, path)?.errorMessage;
  const key = shortened(String(path.at(-1)));
  const section = shortened(path.slice(0, -1).join('.'));
  const message =
    section === '' ? say`${key}: this key is needed here.` : say`${key}: this key is needed in "${section}".`;
  return { code: 'missing-key', message, ...(expected !== undefined && { help: translationOf(expected) }) };
}

function unknownKey(path: ConfigPath, value: unknown, { noun, schema }: FileKind): Words {
  const key = String(path.at(-1));
  const parent = valueAt(value, path.slice(0, -1));
  const known = Object.keys(schemaOfValue(schema, value, path.slice(0, -1))?.properties ?? {});
  const unused = known.filter((name) => !isObject(parent) || !Object.hasOwn(parent, name));
  const section = shortened(path.slice(0, -1).join('.'));
  const message =
    section === ''
      ? say`${shortened(key)}: this is not a key of ${translationOf(noun)}.`
      : say`${shortened(key)}: this is not a key in "${section}".`;
  return { code: 'unknown-key', message, ...suggest(didYouMean(key, unused), say`Known keys: ${known.join(', ')}.`) };
}

const CODES: Readonly<Record<string, string>> = {
  type: 'wrong-type',
  enum: 'unknown-choice',
  minimum: 'out-of-range',
  maximum: 'out-of-range',
  minLength: 'out-of-range',
  maxLength: 'out-of-range',
  minItems: 'out-of-range',
  maxItems: 'out-of-range',
  uniqueItems: 'out-of-range',
  discriminator: 'unknown-choice',
};

function wrongValue(fault: SchemaFault, path: ConfigPath, root: unknown, { noun, schema }: FileKind): Words {
  const node = schemaOfValue(schema, root, path);
  const expected = translationOf(node?.errorMessage ?? 'Expected an object, such as {}.');
  const value = valueAt(root, path);
  const names = node?.enum?.filter((choice) => typeof choice === 'string');
  const nearest = typeof value === 'string' && names ? didYouMean(value, names) : undefined;
  return {
    code: CODES[fault.keyword] ?? 'wrong-type',
    message: say`${nameOf(path) || translationOf(noun).replace(/^a /, '')}: found ${translationOf(quoteValue(value))}. ${expected}`,
    ...suggest(nearest),
  };
}

/** `buffer`, or `layers.3` where the last step is a place in a list. */
function nameOf(path: ConfigPath): string {
  return shortened(path.slice(typeof path.at(-1) === 'number' ? -2 : -1).join('.'));
}

function suggest(nearest: string | undefined, otherwise?: string): Pick<Words, 'help' | 'replacement'> {
  if (nearest !== undefined) return { help: say`Did you mean "${nearest}"?`, replacement: nearest };
  return otherwise === undefined ? {} : { help: otherwise };
}

/** The path at fault: ajv names the object that holds an unknown key or lacks one, not the key. */
function pathOf(fault: SchemaFault, value: unknown): ConfigPath {
  const keys = fault.instancePath.split('/').slice(1);
  const { additionalProperty, missingProperty, tag } = fault.params;
  const named = additionalProperty ?? missingProperty ?? tag;
  const path: (string | number)[] = [];
  for (const key of keys) {
    const name = key.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(valueAt(value, path)) ? Number(name) : name);
  }
  return typeof named === 'string' ? [...path, named] : path;
}
