import { canonicalJson, isObject, valueAt } from '../config/json.ts';
import { writeQuantity } from '../config/quantity.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import { schemaAt } from '../config/schema.ts';
import type { ConfigPath } from '../findings/finding.ts';

/** A key that is not the same in all configs. */
export interface ConfigDifference {
  path: ConfigPath;
  /** One for each config, as it would be written in a file; a dash where a config has no such key. */
  values: readonly string[];
}

/** Keys of resolved configs that differ, in the order of the schema. The name of a config is no part of the design. */
export function configDifferences(configs: readonly ResolvedConfig[]): ConfigDifference[] {
  return differencesAt(
    [],
    configs.map(({ name: _, ...design }) => design),
  );
}

/** Of the values that stand at one path. A list is one value; so is an object where another config has none. */
function differencesAt(path: ConfigPath, values: readonly unknown[]): ConfigDifference[] {
  const isSection = values.every((value) => value === undefined || isObject(value));
  const keys = isSection ? keysOf(path, values) : [];
  if (keys.length > 0) {
    return keys.flatMap((key) =>
      differencesAt(
        [...path, key],
        values.map((value) => valueAt(value, [key])),
      ),
    );
  }
  const isSame = new Set(values.map(canonicalJson)).size <= 1;
  return isSame ? [] : [{ path, values: values.map((value) => writeValue(path, value)) }];
}

/** Keys that any of the objects has: those that the schema knows in its order, then names of layers as they come. */
function keysOf(path: ConfigPath, values: readonly unknown[]): string[] {
  const present = new Set(values.filter(isObject).flatMap((value) => Object.keys(value)));
  const known = Object.keys(schemaAt(path)?.properties ?? {}).filter((key) => present.has(key));
  return [...new Set([...known, ...present])];
}

/** With every digit: values that differ never look alike. */
function writeValue(path: ConfigPath, value: unknown): string {
  if (value === undefined) return '–';
  const rule = schemaAt(path)?.cdmaQuantity;
  if (rule !== undefined && typeof value === 'number') return writeQuantity(value, rule.dimension);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
