import type { ConfigPath } from '../findings/finding.ts';
import type { ConfigDocument } from './document.ts';
import { isObject, type JsonObject, valueAt } from './json.ts';

/** The opened config first, then what it extends, then what that extends, ... */
export type Layers = readonly [opened: ConfigDocument, ...bases: ConfigDocument[]];

/** The value of all files together: objects merge key by key, anything else is taken from the first file that has it. */
export function mergeLayers(layers: Layers): JsonObject {
  return layers.reduceRight<JsonObject>((base, { value }) => (isObject(value) ? merge(base, value) : base), {});
}

function merge(base: JsonObject, over: JsonObject): JsonObject {
  const merged = Object.entries(over).map(([key, value]) => {
    const below = valueAt(base, [key]);
    return [key, isObject(below) && isObject(value) ? merge(below, value) : value];
  });
  return { ...base, ...Object.fromEntries(merged) };
}

/** The file whose value at this path counts; undefined when no file writes it. */
export function writerOf(layers: Layers, path: ConfigPath): ConfigDocument | undefined {
  return layers.find(({ value }) => valueAt(value, path) !== undefined);
}
