/**
 * The direction of imports: webview -> protocol <- extension -> src, cli -> src, and never back. `src` knows neither
 * VS Code nor the DOM nor Node.js; `src/node` knows Node.js and `src/web` browsers, and nothing else in `src` may import
 * them.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'oxc-parser';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Rooms of the house, the more specific one first. */
const ROOMS = [
  'src/node',
  'src/web',
  'src/words',
  'src/report/recorded-result',
  'src',
  'protocol',
  'webview',
  'extension/worker',
  'extension',
  'cli',
] as const;
type Room = (typeof ROOMS)[number];

interface Rule {
  /** Rooms it may import from, besides itself. `type` allows types only. */
  rooms: Partial<Record<Room, 'any' | 'type'>>;
  /** Packages it may import; `node` stands for Node.js's own modules. */
  packages: readonly string[];
}

const RULES: Record<Room, Rule> = {
  // What users read, in their language: the one piece of `src` that every program runs.
  'src/words': { rooms: {}, packages: [] },
  // What the run history keeps, and how to tell it from a damaged file.
  'src/report/recorded-result': { rooms: { src: 'type' }, packages: [] },
  src: {
    rooms: { 'src/words': 'any', 'src/report/recorded-result': 'any' },
    packages: ['jsonc-parser', 'fastest-levenshtein', 'hyparquet-writer'],
  },
  'src/node': { rooms: { src: 'any', 'src/words': 'any' }, packages: ['node', 'yauzl'] },
  'src/web': {
    rooms: { src: 'any', 'src/words': 'any' },
    packages: ['pako', '@noble/hashes', '@zip.js/zip.js'],
  },
  protocol: { rooms: { src: 'type', 'src/words': 'any' }, packages: [] },
  webview: {
    rooms: { protocol: 'any', src: 'type', 'src/words': 'any' },
    packages: ['chart.js', '@vscode/webview-ui-toolkit'],
  },
  'extension/worker': {
    rooms: { src: 'any', 'src/node': 'any', 'src/web': 'any', 'src/words': 'any' },
    packages: ['node'],
  },
  extension: {
    rooms: {
      src: 'type',
      'src/words': 'any',
      'src/report/recorded-result': 'any',
      protocol: 'any',
      'extension/worker': 'type',
    },
    packages: ['vscode', 'node'],
  },
  cli: { rooms: { src: 'any', 'src/node': 'any', 'src/words': 'any' }, packages: ['node'] },
};

interface Import {
  specifier: string;
  typeOnly: boolean;
}

for (const room of ROOMS) {
  test(`${room} imports only what it may`, () => {
    const files = sourceFiles().filter((file) => roomOf(file) === room);
    assert.ok(files.length > 0, `no source file in ${room}`);
    assert.deepEqual(
      files.flatMap((file) => violations(file, room)),
      [],
    );
  });
}

test('only one module knows each library', () => {
  const users = (name: string): string[] =>
    sourceFiles().filter((file) => importsOf(file).some(({ specifier }) => specifier.startsWith(name)));
  assert.deepEqual(users('@vscode/webview-ui-toolkit'), ['webview/controls.ts']);
  assert.deepEqual(users('chart.js'), ['webview/charts/chart-js.ts']);
  assert.deepEqual(users('yauzl'), ['src/node/zip-archive.ts']);
  assert.deepEqual(users('@zip.js/zip.js'), ['src/web/zip-archive.ts']);
  assert.deepEqual(users('pako'), ['src/web/zlib-streams.ts']);
  assert.deepEqual(users('@noble/hashes'), ['src/web/web-host.ts']);
  assert.deepEqual(users('hyparquet-writer'), ['src/exploration/sweep-parquet.ts']);
});

test('the rooms of src depend on each other without a cycle', () => {
  const edges = new Map<string, Set<string>>();
  for (const file of sourceFiles().filter((name) => name.startsWith('src/'))) {
    const from = innerRoom(file);
    for (const { specifier } of importsOf(file)) {
      const to = specifier.startsWith('.') ? innerRoom(path.posix.join(path.posix.dirname(file), specifier)) : from;
      if (to !== from) edges.set(from, (edges.get(from) ?? new Set()).add(to));
    }
  }
  const cycle = findCycle(edges, new Set(['src']));
  assert.equal(cycle, undefined, cycle?.join(' -> '));
});

function violations(file: string, room: Room): string[] {
  const { rooms, packages } = RULES[room];
  return importsOf(file)
    .filter(({ specifier, typeOnly }) => {
      if (!specifier.startsWith('.')) {
        const name = specifier.startsWith('node:') ? 'node' : specifier;
        return !packages.some((allowed) => name === allowed || name.startsWith(`${allowed}/`));
      }
      const target = roomOf(path.posix.join(path.posix.dirname(file), specifier));
      const allowed = target === room ? 'any' : target && rooms[target];
      return allowed === undefined || (allowed === 'type' && !typeOnly);
    })
    .map(({ specifier }) => `${file} imports ${specifier}`);
}

function sourceFiles(): string[] {
  return ['src', 'protocol', 'webview', 'extension', 'cli'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.endsWith('.d.ts'))
      .filter((name) => !name.startsWith('src/generated/'))
      .sort(),
  );
}

/** `src/config` for `src/config/presets/gpus.json`; `src` for the files that lie right there. */
function innerRoom(file: string): string {
  return path.posix.dirname(file).split('/').slice(0, 2).join('/');
}

function roomOf(file: string): Room | undefined {
  return ROOMS.find((room) => file.startsWith(`${room}/`) || file === `${room}.ts`);
}

/** Of each file that was looked at: every rule asks for the imports of all. */
const known = new Map<string, Import[]>();

function importsOf(file: string): Import[] {
  const imports = known.get(file) ?? parsedImports(file);
  known.set(file, imports);
  return imports;
}

function parsedImports(file: string): Import[] {
  const imports: Import[] = [];
  const add = (source: { value: string } | null, kind: 'type' | 'value'): void => {
    if (source !== null) imports.push({ specifier: source.value, typeOnly: kind === 'type' });
  };
  const { program, errors } = parseSync(file, readFileSync(path.join(ROOT, file), 'utf8'));
  assert.deepEqual(errors, [], file);
  new Visitor({
    ImportDeclaration: ({ source, importKind = 'value' }) => add(source, importKind),
    ExportNamedDeclaration: ({ source, exportKind = 'value' }) => add(source, exportKind),
    ExportAllDeclaration: ({ source, exportKind = 'value' }) => add(source, exportKind),
    ImportExpression: ({ source }) => {
      assert.ok(
        source.type === 'Literal' && typeof source.value === 'string',
        `${file} imports what nobody can tell before`,
      );
      add({ value: source.value }, 'value');
    },
  }).visit(program);
  return imports;
}

/** Folders that lead back to themselves, if any; `ignored` ones (the door itself) are left out. */
function findCycle(
  edges: ReadonlyMap<string, ReadonlySet<string>>,
  ignored: ReadonlySet<string>,
): string[] | undefined {
  const visit = (folder: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(folder)) return [...trail.slice(trail.indexOf(folder)), folder];
    for (const next of edges.get(folder) ?? []) {
      const cycle = ignored.has(next) ? undefined : visit(next, [...trail, folder]);
      if (cycle !== undefined) return cycle;
    }
    return undefined;
  };
  for (const folder of edges.keys()) {
    const cycle = ignored.has(folder) ? undefined : visit(folder, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
