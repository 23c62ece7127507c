/**
 * Compiles the JSON Schemas in `schemas/` to one module without run-time dependencies:
 * `src/generated/validators.js`. Run by `npm run generate`; the result is not kept in git.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';

const ROOT = new URL('../', import.meta.url);
const SCHEMAS = {
  validateConfig: 'cdma-config.schema.json',
  validateManifest: 'activation-manifest.schema.json',
  validateNetwork: 'network.schema.json',
};

/** Keywords for people and editors: they stay out of the bundle. */
const DOCUMENTATION = new Set([
  'title',
  'description',
  'markdownDescription',
  'enumDescriptions',
  'markdownEnumDescriptions',
  'examples',
  'defaultSnippets',
  'allowComments',
  'allowTrailingCommas',
]);

/** Keywords that do not validate but that our own code reads at run time. */
const VOCABULARY = ['errorMessage', 'cdmaQuantity', 'cdmaSource'];

const MAPS_OF_SCHEMAS = new Set(['properties', 'patternProperties', 'definitions']);
const SCHEMAS_WITHIN = new Set([
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

type Schema = Readonly<Record<string, unknown>>;

function withoutDocumentation(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutDocumentation);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword]) => !DOCUMENTATION.has(keyword))
      .map(([keyword, value]) => {
        if (MAPS_OF_SCHEMAS.has(keyword)) return [keyword, withoutDocumentationEach(value as Schema)];
        return [keyword, SCHEMAS_WITHIN.has(keyword) ? withoutDocumentation(value) : value];
      }),
  );
}

function withoutDocumentationEach(schemas: Schema): Schema {
  return Object.fromEntries(Object.entries(schemas).map(([key, schema]) => [key, withoutDocumentation(schema)]));
}

async function readSchemas(): Promise<Record<string, Schema>> {
  const schemas: Record<string, Schema> = {};
  for (const [name, file] of Object.entries(SCHEMAS)) {
    const location = new URL(`schemas/${file}`, ROOT);
    if (existsSync(location))
      schemas[name] = withoutDocumentation(JSON.parse(await readFile(location, 'utf8'))) as Schema;
  }
  return schemas;
}

function compile(schemas: Record<string, Schema>): string {
  const ajv = new Ajv({
    strict: true,
    allErrors: true,
    messages: false,
    allowUnionTypes: true,
    discriminator: true,
    code: { source: true, esm: true, lines: true },
    schemas: Object.entries(schemas).map(([name, schema]) => ({ ...schema, $id: name })),
    keywords: VOCABULARY,
  });
  return standaloneCode(ajv, Object.fromEntries(Object.keys(schemas).map((name) => [name, name])));
}

/**
 * Half of the generated code makes the same kind of object over and over: one function does it in less. Nobody reads
 * where in the schema a fault was found, so that goes altogether.
 */
function withSharedFaults(code: string): string {
  const literal = /\{instancePath(?::([^,]+))?,schemaPath:"[^"]*",keyword:("\w+"),params:(.*?)\};/g;
  const makeFault = 'function fault(instancePath, keyword, params) { return { instancePath, keyword, params }; }';
  const shared = code.replaceAll(
    literal,
    (_, at, keyword, params) => `fault(${at ?? 'instancePath'},${keyword},${params});`,
  );
  return `${shared}\n${makeFault}`;
}

/** The code holds the schemas already, as constants; a second copy would only cost space. */
function exportSchema(code: string, validator: keyof typeof SCHEMAS, name: string): string {
  const constant = new RegExp(`const (schema\\d+) = \\{[^\\n]*"\\$id":\\s*"${validator}"`).exec(code)?.[1];
  if (constant === undefined) throw new Error(`the generated code does not hold the schema of ${validator}`);
  return `${code}\nexport { ${constant} as ${name} };`;
}

const DECLARATIONS = `/** One fault found by ajv: https://ajv.js.org/api.html#error-objects */
export interface SchemaFault {
  instancePath: string;
  keyword: string;
  params: Record<string, unknown>;
}
export interface Validate {
  (value: unknown): boolean;
  errors?: SchemaFault[] | null;
}
export const validateConfig: Validate;
export const validateManifest: Validate;
export const validateNetwork: Validate;
/** The schemas without their documentation. */
export const configSchema: unknown;
export const networkSchema: unknown;
`;

const schemas = await readSchemas();
const code = withSharedFaults(compile(schemas));
const folder = new URL('src/generated/', ROOT);
await mkdir(folder, { recursive: true });
await build({
  stdin: {
    contents: exportSchema(exportSchema(code, 'validateConfig', 'configSchema'), 'validateNetwork', 'networkSchema'),
    resolveDir: fileURLToPath(ROOT),
  },
  bundle: true,
  format: 'esm',
  target: 'es2022',
  outfile: fileURLToPath(new URL('validators.js', folder)),
  logLevel: 'warning',
});
await writeFile(new URL('validators.d.ts', folder), DECLARATIONS);
