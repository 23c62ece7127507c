import { getLocation } from 'jsonc-parser';
import { describeOrigin } from '../config/describe.ts';
import { type ConfigDocument, rangeOf } from '../config/document.ts';
import { valueAt } from '../config/json.ts';
import type { LoadedConfig } from '../config/load.ts';
import { formatQuantity, writeQuantity } from '../config/quantity.ts';
import { schemaAt } from '../config/schema.ts';
import type { ConfigPath, TextRange } from '../findings/finding.ts';
import type { Report } from '../report/report.ts';
import { type Alternative, alternativesTo, effectOf } from '../sensitivity/key-effect.ts';
import { say } from '../words.ts';

/** What there is to say of a key beyond its documentation: what holds, whence, and what other values would do. */
export interface Explanation {
  range: TextRange;
  /** Of the resolved config, for people. */
  value: string;
  origin: string;
  alternatives: readonly Alternative[];
}

/** The key or value at the caret, where it is one of the config's own. */
export function pathAt({ text, root }: ConfigDocument, offset: number): ConfigPath | undefined {
  if (root === undefined) return undefined;
  const { path, previousNode } = getLocation(text, offset);
  const at = previousNode && previousNode.offset <= offset && offset <= previousNode.offset + previousNode.length;
  return at && path.length > 0 && schemaAt(path) !== undefined ? path : undefined;
}

/**
 * Explains the key at `offset` of a loaded config; undefined where there is none, or while the config has errors.
 *
 * @param reportWith the report of the config with another value of the key; null where it cannot be simulated.
 */
export async function explain(
  loaded: LoadedConfig,
  offset: number,
  reportWith: (path: ConfigPath, value: string | number | boolean) => Promise<Report | null>,
): Promise<Explanation | undefined> {
  const { document, resolved, origins } = loaded;
  const path = pathAt(document, offset);
  if (path === undefined || resolved === undefined) return undefined;
  const present = valueAt(resolved, path);
  const origin = origins.get(path.join('.'));
  const range = rangeOf(document, path, 'key');
  if (origin === undefined || range === undefined) return undefined;
  const values = alternativesTo(path, present);
  const written = asWritten(path, present);
  return {
    range,
    value: describeValue(path, present),
    origin: origin.kind === 'file' && origin.uri === document.uri ? say`written here` : describeOrigin(origin),
    alternatives: await effectOf(values, written, (value) => reportWith(path, value)),
  };
}

function asWritten(path: ConfigPath, value: unknown): string | number | boolean {
  const rule = schemaAt(path)?.cdmaQuantity;
  if (rule !== undefined && typeof value === 'number') return writeQuantity(value, rule.dimension);
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
}

function describeValue(path: ConfigPath, value: unknown): string {
  const rule = schemaAt(path)?.cdmaQuantity;
  return rule !== undefined && typeof value === 'number' ? formatQuantity(value, rule.dimension) : String(value);
}
