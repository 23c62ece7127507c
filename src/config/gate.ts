import type { ConfigPath, LocatedFinding } from '../findings/finding.ts';
import { type SchemaFault, validateConfig } from '../generated/validators.js';
import { type ConfigDocument, rangeOf, startOf } from './document.ts';
import { isObject, quoteValue, valueAt } from './json.ts';
import { type SchemaNode, schemaAt } from './schema.ts';
import { didYouMean } from './suggest.ts';

/** What the config schema has to say about a file: one finding for each key or value at fault. */
export function checkSchema(document: ConfigDocument): LocatedFinding[] {
  if (document.value === undefined || validateConfig(document.value)) return [];
  // Where a value has alternatives (`anyOf`), ajv reports each of them; the place is the same.
  const places = new Map<string, SchemaFault>();
  for (const fault of validateConfig.errors ?? []) {
    const place = JSON.stringify(pathOf(fault, document.value));
    if (!places.has(place)) places.set(place, fault);
  }
  return [...places.values()].map((fault) => describe(fault, document));
}

function describe(fault: SchemaFault, document: ConfigDocument): LocatedFinding {
  const path = pathOf(fault, document.value);
  const { replacement, ...words } =
    fault.keyword === 'additionalProperties'
      ? unknownKey(path, valueAt(document.value, path.slice(0, -1)))
      : wrongValue(fault, path, valueAt(document.value, path));
  const range =
    rangeOf(document, path, fault.keyword === 'additionalProperties' ? 'key' : 'value') ?? startOf(document);
  return {
    ...words,
    severity: 'error',
    uri: document.uri,
    range,
    related: [],
    fixes:
      replacement === undefined
        ? []
        : [{ title: `Change to "${replacement}"`, edits: [{ range, text: JSON.stringify(replacement) }] }],
    origin: 'schema',
  };
}

interface Words {
  code: string;
  message: string;
  help?: string;
  replacement?: string;
}

function unknownKey(path: ConfigPath, parent: unknown): Words {
  const key = String(path.at(-1));
  const known = Object.keys(schemaAt(path.slice(0, -1))?.properties ?? {});
  const unused = known.filter((name) => !isObject(parent) || !Object.hasOwn(parent, name));
  const place = path.length > 1 ? `in "${path.slice(0, -1).join('.')}"` : 'of a config';
  const message = `${key}: this is not a key ${place}.`;
  return { code: 'unknown-key', message, ...suggest(didYouMean(key, unused), `Known keys: ${known.join(', ')}.`) };
}

const CODES: Readonly<Record<string, string>> = {
  type: 'wrong-type',
  enum: 'unknown-choice',
  minimum: 'out-of-range',
  maximum: 'out-of-range',
  minLength: 'out-of-range',
};

function wrongValue(fault: SchemaFault, path: ConfigPath, value: unknown): Words {
  const schema: SchemaNode = schemaAt(path) ?? {};
  const expected = schema.errorMessage ?? 'Expected an object, such as {}.';
  const key = path.at(-1) ?? 'config';
  const nearest = typeof value === 'string' && schema.enum ? didYouMean(value, schema.enum) : undefined;
  return {
    code: CODES[fault.keyword] ?? 'wrong-type',
    message: `${key}: found ${quoteValue(value)}. ${expected}`,
    ...suggest(nearest),
  };
}

function suggest(nearest: string | undefined, otherwise?: string): Pick<Words, 'help' | 'replacement'> {
  if (nearest !== undefined) return { help: `Did you mean "${nearest}"?`, replacement: nearest };
  return otherwise === undefined ? {} : { help: otherwise };
}

/** The path at fault: ajv names the object that holds an unknown key, not the key. */
function pathOf(fault: SchemaFault, value: unknown): ConfigPath {
  const keys = fault.instancePath.split('/').slice(1);
  const unknown = fault.params['additionalProperty'];
  const path: (string | number)[] = [];
  for (const key of keys) {
    const name = key.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(valueAt(value, path)) ? Number(name) : name);
  }
  return typeof unknown === 'string' ? [...path, unknown] : path;
}
