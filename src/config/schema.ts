import type { ConfigPath } from '../findings/finding.ts';
import {
  configSchema,
  networkSchema,
  type Validate,
  validateConfig,
  validateNetwork,
} from '../generated/validators.js';
import { valueAt } from './json.ts';
import type { QuantityRule } from './quantity-rule.ts';

/** What the simulator reads of a schema in `schemas/`, the one place that knows limits and defaults. */
export interface SchemaNode {
  properties?: Readonly<Record<string, SchemaNode>>;
  /** Of the values of a map, whatever their keys; false where there are none but `properties`. */
  additionalProperties?: SchemaNode | false;
  items?: SchemaNode;
  /** `#/definitions/NAME` of the same schema. */
  $ref?: string;
  definitions?: Readonly<Record<string, SchemaNode>>;
  anyOf?: readonly SchemaNode[];
  /** Alternatives that differ in the `const` of one key. */
  oneOf?: readonly SchemaNode[];
  discriminator?: { propertyName: string };
  const?: unknown;
  type?: string;
  minimum?: number;
  maximum?: number;
  enum?: readonly (string | number)[];
  default?: unknown;
  /** Where the default comes from. */
  cdmaSource?: string;
  cdmaQuantity?: QuantityRule;
  /** What is expected here, as a sentence. */
  errorMessage?: string;
}

/** A kind of file that users write. */
export interface FileKind {
  /** As in "this is not a key of a config". */
  noun: string;
  schema: SchemaNode;
  validate: Validate;
}
export const CONFIG_FILE: FileKind = { noun: 'a config', schema: configSchema as SchemaNode, validate: validateConfig };
export const NETWORK_FILE: FileKind = {
  noun: 'a network',
  schema: networkSchema as SchemaNode,
  validate: validateNetwork,
};

/** The schema of the value at a path of a file; which alternative holds is seen in the file's value. */
export function schemaOfValue(root: SchemaNode, value: unknown, path: ConfigPath): SchemaNode | undefined {
  let node: SchemaNode | undefined = root;
  for (const [depth, key] of path.entries()) {
    const parent: SchemaNode | undefined = node;
    node = chooseAlternative(
      followReference(root, schemaWithin(parent, key)),
      root,
      valueAt(value, path.slice(0, depth + 1)),
    );
  }
  return node;
}

function schemaWithin(parent: SchemaNode | undefined, key: string | number): SchemaNode | undefined {
  if (typeof key === 'number') return parent?.items;
  return (valueAt(parent?.properties, [key]) as SchemaNode | undefined) ?? (parent?.additionalProperties || undefined);
}

function followReference(root: SchemaNode, node: SchemaNode | undefined): SchemaNode | undefined {
  const name = node?.$ref?.split('/').at(-1);
  return name === undefined ? node : root.definitions?.[name];
}

function chooseAlternative(node: SchemaNode | undefined, root: SchemaNode, value: unknown): SchemaNode | undefined {
  const key = node?.discriminator?.propertyName;
  if (key === undefined) return node;
  const chosen = node?.oneOf
    ?.map((alternative) => followReference(root, alternative))
    .find((alternative) => alternative?.properties?.[key]?.const === valueAt(value, [key]));
  return chosen ?? node;
}

/** The config schema of a key; undefined for a key that does not exist. */
export function schemaAt(path: ConfigPath): SchemaNode | undefined {
  const root = configSchema as SchemaNode;
  let node: SchemaNode | undefined = root;
  for (const key of path) {
    const properties: SchemaNode['properties'] = node?.properties;
    node = followReference(root, properties && Object.hasOwn(properties, key) ? properties[key] : undefined);
  }
  return node;
}
