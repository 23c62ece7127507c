import { CONFIG_FILE, type SchemaNode } from '../config/schema.ts';

/** Sections that are not a design, or have a place in it only as a whole. */
const NOT_VARIED = new Set(['$schema', 'name', 'extends', 'expect', 'explore']);

let keys: readonly string[] | undefined;

/** Keys of a config that a sweep may vary, by dotted path, in the order of the schema. */
export function sweepableKeys(): readonly string[] {
  keys ??= Object.entries(CONFIG_FILE.schema.properties ?? {}).flatMap(([key, node]) =>
    NOT_VARIED.has(key) ? [] : leavesOf(key, node),
  );
  return keys;
}

function leavesOf(path: string, node: SchemaNode): string[] {
  if (node.properties !== undefined)
    return Object.entries(node.properties).flatMap(([key, inner]) => leavesOf(`${path}.${key}`, inner));
  return node.additionalProperties === undefined && node.items === undefined ? [path] : [];
}
