/** Keywords of JSON Schema under which further schemas stand; what stands under others is data. */

/** Schemas by names of our own. */
export const MAPS_OF_SCHEMAS: ReadonlySet<string> = new Set(['properties', 'patternProperties', 'definitions']);

/** A schema, or a list of them. */
export const SCHEMAS_WITHIN: ReadonlySet<string> = new Set([
  'anyOf',
  'allOf',
  'oneOf',
  'items',
  'additionalProperties',
  'not',
  'if',
  'then',
  'else',
]);
