import type { ConfigPath } from '../findings/finding.ts';
import { configSchema } from '../generated/validators.js';
import type { QuantityRule } from './quantity-rule.ts';

/** What the simulator reads of `schemas/cdma-config.schema.json`, the one place that knows limits and defaults. */
export interface SchemaNode {
  properties?: Readonly<Record<string, SchemaNode>>;
  enum?: readonly string[];
  default?: unknown;
  /** Where the default comes from. */
  cdmaSource?: string;
  cdmaQuantity?: QuantityRule;
  /** What is expected here, as a sentence. */
  errorMessage?: string;
}

/** The schema of a key; undefined for a key that does not exist. */
export function schemaAt(path: ConfigPath): SchemaNode | undefined {
  let node: SchemaNode | undefined = configSchema as SchemaNode;
  for (const key of path) {
    const properties: SchemaNode['properties'] = node?.properties;
    node = properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
  }
  return node;
}
