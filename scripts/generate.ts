/**
 * Writes the modules of `src/generated/`, which are not kept in git: the JSON Schemas in `schemas/` as one validator without
 * run-time dependencies, and the kernels of the codecs and of the closed form as WebAssembly. Run by `npm run generate`.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { MAPS_OF_SCHEMAS, SCHEMAS_WITHIN } from './schema-keywords.ts';

const ROOT = new URL('../', import.meta.url);
const SCHEMAS = {
  validateConfig: 'cdma-config.schema.json',
  validateManifest: 'activation-manifest.schema.json',
  validateNetwork: 'network.schema.json',
};

/** What is compiled to WebAssembly: the module's name and its folder. */
const ASSEMBLIES = { kernels: 'src/codecs/kernels/assembly', times: 'src/closed-form/assembly' };

/** For the AssemblyScript compiler: a module gets its memory from outside, and there is no run time of the language in it. */
const OPTIONS = ['--enable', 'simd', '--runtime', 'stub', '--noAssert', '--optimizeLevel', '3', '--importMemory'];

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
 * Most of the generated code makes the same kind of object and adds it to a list, over and over: two functions do it in
 * less. Nobody reads where in the schema a fault was found, so that goes altogether. What one function found is added to
 * the list of another in place: copying the list for every layer of a file that is nothing but faults took minutes.
 */
function withSharedFaults(code: string): string {
  const literal = /\{instancePath(?::([^,]+))?,schemaPath:"[^"]*",keyword:("\w+"),params:(.*?)\};/g;
  const addition =
    /if\s*\(vErrors === null\)\s*\{\s*vErrors = \[(\w+)\];\s*\}\s*else\s*\{\s*vErrors\.push\(\1\);\s*\}/g;
  const joining = /vErrors = vErrors === null \? (\w+)\.errors : vErrors\.concat\(\1\.errors\);/g;
  const functions = [
    'function fault(instancePath, keyword, params) { return { instancePath, keyword, params }; }',
    'function withFault(faults, found) { if (faults === null) return [found]; faults.push(found); return faults; }',
    'function withFaults(faults, more) { if (faults === null) return more; for (const found of more) faults.push(found); return faults; }',
  ];
  const shared = code
    .replaceAll(literal, (_, at, keyword, params) => `fault(${at ?? 'instancePath'},${keyword},${params});`)
    .replaceAll(addition, 'vErrors = withFault(vErrors,$1);')
    .replaceAll(joining, 'vErrors = withFaults(vErrors,$1.errors);');
  return [shared, ...functions].join('\n');
}

/** The code holds the schemas already, as constants; a second copy would only cost space. */
function exportSchema(code: string, validator: keyof typeof SCHEMAS, name: string): string {
  const constant = new RegExp(`const (schema\\d+) = \\{[^\\n]*"\\$id":\\s*"${validator}"`).exec(code)?.[1];
  if (constant === undefined) throw new Error(`the generated code does not hold the schema of ${validator}`);
  return `${code}\nexport { ${constant} as ${name} };`;
}

/** Of all that a module is made of: its sources, the compiler, and how that is called. */
async function hashOfAssembly(source: string): Promise<string> {
  const folder = new URL(`${source}/`, ROOT);
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts')).sort();
  const compiler = await readFile(new URL('node_modules/assemblyscript/package.json', ROOT), 'utf8');
  const hash = createHash('sha256').update(JSON.stringify([compiler, OPTIONS, files]));
  for (const file of files) hash.update(await readFile(new URL(file, folder)));
  return hash.digest('hex');
}

/** A module of AssemblyScript. */
async function compileAssembly(entry: string): Promise<Uint8Array> {
  const { main: compileAssemblyScript } = await import('assemblyscript/asc'); // large: only where it is needed
  let module: string | Uint8Array | undefined;
  const { error, stderr } = await compileAssemblyScript(
    [entry, ...['--baseDir', fileURLToPath(ROOT), '--outFile', 'module.wasm'], ...OPTIONS],
    {
      writeFile: (_, contents) => {
        module = contents;
      },
    },
  );
  if (error !== null) throw new Error(stderr.toString(), { cause: error });
  if (!(module instanceof Uint8Array)) throw new Error(`the AssemblyScript compiler wrote no module of ${entry}`);
  return module;
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
const { metafile } = await build({
  stdin: {
    contents: exportSchema(exportSchema(code, 'validateConfig', 'configSchema'), 'validateNetwork', 'networkSchema'),
    resolveDir: fileURLToPath(ROOT),
  },
  bundle: true,
  format: 'esm',
  target: 'es2022',
  outfile: fileURLToPath(new URL('validators.js', folder)),
  metafile: true,
  logLevel: 'warning',
});
// Bundles of this bundle do not know what is inside; third-party-notices.ts does from here.
await writeFile(new URL('validators.metafile.json', folder), JSON.stringify(metafile));
await writeFile(new URL('validators.d.ts', folder), DECLARATIONS);
for (const [name, source] of Object.entries(ASSEMBLIES)) {
  const module = new URL(`${name}.js`, folder);
  const origin = `// Of sources with the SHA-256 ${await hashOfAssembly(source)}.\n`;
  if (existsSync(module) && (await readFile(module, 'utf8')).startsWith(origin)) continue; // to compile takes ten seconds
  const constant = `${name.toUpperCase()}_BASE64`;
  const text = Buffer.from(await compileAssembly(`${source}/index.ts`)).toString('base64');
  await writeFile(
    new URL(`${name}.d.ts`, folder),
    `/** WebAssembly module of ${source}. */\nexport const ${constant}: string;\n`,
  );
  await writeFile(module, `${origin}export const ${constant} = '${text}';\n`);
}
