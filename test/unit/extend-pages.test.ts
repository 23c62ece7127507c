/**
 * docs/extend/: what a page shows is done to the letter in a copy of the project. The page is the test's data: its edits are
 * applied, its commands run, and they print what it says. Then its example is held against figures found without it.
 */
import assert from 'node:assert/strict';
import { type ExecFileException, execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { bundleForNode } from '../../scripts/testing/bundle-for-node.ts';
import { bytesOf } from '../../src/codecs/words.ts';
import type { Report } from '../../src/report/report.ts';
import type { BarSpec } from '../../webview/charts/spec.ts';
import { writeNpy } from './npy-files.ts';
import { applyEdits, readWorkedPage, type WorkedPage } from './worked-page.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGES = path.join(ROOT, 'docs', 'extend');
const COPIED = [
  ...['src', 'schemas', 'l10n', 'docs', 'scripts', 'protocol', 'webview', 'extension', 'cli', 'test', 'examples'],
  ...['package.json', 'tsconfig.base.json', 'tsconfig.json', 'biome.json', '.gitignore'],
];
/** Tests that go through all texts and names: once for all pages. */
const OF_ALL = ['test/unit/words.test.ts', 'scripts/localised-schemas.test.ts', 'src/config/presets.test.ts'];

const temporary = mkdtempSync(path.join(os.tmpdir(), 'cdma-extend-'));
after(() => rmSync(temporary, { recursive: true, force: true }));

/** Where no compression is looked at: nothing has to be generated. */
const ACTIVATIONS = { source: 'uniform', ratio: 2 };

/** What is looked at beyond the page's own words, by its name. */
const EXAMPLES: Readonly<Record<string, (copy: Copy) => Promise<void>>> = {
  codec: bytesAreCounted,
  gpu: figuresFollowFromBusAndLanes,
  network: mapsAreThoseOfSlidingWindows,
  rule: isToldWhereNothingMoves,
  chart: barsAreSumsOverLayers,
};

const pages = new Map(Object.keys(EXAMPLES).map((name) => [name, readWorkedPage(textOf(name))]));

test('every page is followed, and short', () => {
  const names = readdirSync(PAGES).map((file) => path.parse(file).name);
  assert.deepEqual(names.sort(), [...pages.keys()].sort());
  for (const name of names) assert.ok(textOf(name).trimEnd().split('\n').length <= 175, name);
});

// Two at a time: each waits for programs of its own.
describe('in a copy of the project', { concurrency: 2 }, () => {
  test('all pages together: types, texts, lists of names', async () => {
    const copy = new Copy('all');
    for (const page of pages.values()) applyEdits(page, copy.folder);
    const changed = [...pages.values()].flatMap(({ files }) => files.filter((file) => file.endsWith('.ts')));
    const compilerOptions = { lib: ['ES2022', 'DOM', 'DOM.Iterable'], types: ['node', 'vscode-webview'] };
    const project = { extends: './tsconfig.json', compilerOptions, include: ['webview', ...changed] };
    writeFileSync(path.join(copy.folder, 'tsconfig.pages.json'), JSON.stringify(project));
    await copy.run('npx tsc -p src && npx tsc -p tsconfig.pages.json');
    await copy.run(`npx tsx --test ${OF_ALL.join(' ')}`);
  });

  for (const [name, page] of pages) {
    test(name, async () => {
      const copy = new Copy(name);
      const before = copy.contents();
      applyEdits(page, copy.folder);
      const touched = [...copy.contents()].filter(([file, bytes]) => !before.get(file)?.equals(bytes));
      assert.deepEqual(touched.map(([file]) => file).sort(), page.files, 'what is touched is what the page lists');
      await copy.run(`npx biome check --error-on-warnings ${page.files.filter(isChecked).join(' ')}`);
      const output: string[] = [];
      for (const command of page.commands) output.push(await copy.run(command));
      assertPrinted(page, output.join('\n'));
      await EXAMPLES[name]?.(copy);
    });
  }
});

/** The project, to be changed without harm. */
class Copy {
  readonly folder: string;

  constructor(name: string) {
    this.folder = path.join(temporary, name);
    for (const entry of COPIED) cpSync(path.join(ROOT, entry), path.join(this.folder, entry), { recursive: true });
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(this.folder, 'node_modules'));
  }

  /** All files by name. */
  contents(): Map<string, Buffer> {
    const files = COPIED.flatMap((entry) => filesUnder(this.folder, entry));
    return new Map(files.map((file) => [file, readFileSync(path.join(this.folder, file))]));
  }

  /** What a shell command prints, in this folder. Fails where it does. */
  async run(command: string): Promise<string> {
    // The test runner would take a test inside it for a part of this one.
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const options = { cwd: this.folder, env, maxBuffer: 2 ** 26 };
    const direct = (await this.#onBundles(command)).replaceAll('npx ', 'node_modules/.bin/');
    return new Promise((resolve, reject) => {
      execFile('sh', ['-c', direct], options, (error: ExecFileException | null, stdout, stderr) => {
        if (error === null) resolve(stdout + stderr);
        else reject(new Error(`${command} ended with ${error.code ?? error.signal}:\n${stdout}${stderr}`));
      });
    });
  }

  /** A command of tsx as one of Node: on a bundle, as to load sources one by one takes seconds. Several files of tests are one program. */
  async #onBundles(command: string): Promise<string> {
    const [ofTests, patterns = '', files = ''] = /^npx tsx --test ((?:--\S+?="[^"]*" )*)(.+)$/.exec(command) ?? [];
    if (ofTests !== undefined) {
      this.write(
        'several.test.ts',
        files
          .split(' ')
          .map((file) => `import './${file}';\n`)
          .join(''),
      );
      return `node ${patterns} ${await this.#bundle('several.test.ts')}`;
    }
    const [ofProgram, program = ''] = /^npx tsx (\S+)/.exec(command) ?? [];
    return ofProgram === undefined ? command : command.replace(ofProgram, `node ${await this.#bundle(program)}`);
  }

  async #bundle(file: string): Promise<string> {
    const source = path.join(this.folder, file);
    const [bundle = ''] = (await bundleForNode(this.folder, path.join(this.folder, 'out'), [source])).keys();
    return bundle;
  }

  /** Report of a config that is written here. */
  async report(config: object, ...options: string[]): Promise<Report> {
    this.write('example.cdma.json', JSON.stringify(config));
    const command = `npx tsx cli/main.ts simulate example.cdma.json --json ${options.join(' ')}`;
    // Warnings are no failure here; without a report there is nothing to parse.
    return JSON.parse(await this.run(`${command} 2>/dev/null || true`));
  }

  write(name: string, content: string | Uint8Array): void {
    writeFileSync(path.join(this.folder, name), content);
  }
}

/** One bit a byte and the bytes that are not zero, counted one by one; the map is the only one that moves. */
async function bytesAreCounted(copy: Copy): Promise<void> {
  const words = Uint32Array.from({ length: 2 * 9 * 9 }, (_, index) => [0, 0, 0x3f800000, 0x3dcccccd][index % 4] ?? 0);
  let bytes = 0;
  bytesOf(words).forEach((byte, index) => {
    bytes += Number(index % 8 === 0) + Number(byte !== 0);
  });
  copy.write('conv1.npy', writeNpy({ dtype: 'float32', shape: [1, 2, 9, 9], words }));
  const convolution = { kind: 'conv', channels: 2, kernel: 3, pad: 1, relu: true };
  const layers = [
    { name: 'conv1', ...convolution },
    { name: 'conv2', ...convolution },
    { name: 'fc1', kind: 'fc', channels: 10 },
  ];
  const network = { title: 'One map that moves', input: [3, 9, 9], layers };
  copy.write('one.cdma-network.json', JSON.stringify(network));
  const tensor = { layer: 'conv1', file: 'conv1.npy', shape: [1, 2, 9, 9], dtype: 'float32', trainingProgress: 1 };
  copy.write('manifest.json', JSON.stringify({ layout: 'NCHW', tensors: [tensor] }));
  const activations = { source: 'tensors', manifest: './manifest.json', trainingProgress: 1 };
  const workload = { network: './one.cdma-network.json', batch: 64, activations };
  const report = await copy.report({ workload }, '--set dma.codec=dzc');
  assert.equal(report.totals.compressionRatio, words.byteLength / bytes);
}

async function figuresFollowFromBusAndLanes(copy: Copy): Promise<void> {
  const { resolved } = (await copy.report({ gpu: { preset: 'gtx1080ti' }, workload: { activations: ACTIVATIONS } }))
    .config;
  const [busBits, bitsPerSecond, controllerBits, lanes] = [352, 11e9, 32, 3584];
  assert.equal(resolved.gpu.dramBandwidth, (busBits / 8) * bitsPerSecond);
  assert.equal(resolved.gpu.memoryControllers, busBits / controllerBits);
  assert.equal((resolved.gpu.peakCompute / 1e12).toFixed(2), ((2 * lanes * resolved.gpu.coreClock) / 1e12).toFixed(2));
}

/** Sides of maps by moving a window over the padded input until it leaves it; pools may leave it by a part, as in Caffe. */
async function mapsAreThoseOfSlidingWindows(copy: Copy): Promise<void> {
  const { layers } = await copy.report({ workload: { network: 'zfnet', activations: ACTIVATIONS } });
  const windows: Readonly<Record<string, readonly [kernel: number, stride: number, pad: number]>> = {
    ...{ conv1: [7, 2, 1], pool1: [3, 2, 0], conv2: [5, 2, 0], pool2: [3, 2, 0] },
    ...{ conv3: [3, 1, 1], conv4: [3, 1, 1], conv5: [3, 1, 1], pool5: [3, 2, 0] },
  };
  let side = 224;
  for (const layer of layers) {
    const window = windows[layer.name];
    if (layer.kind === 'fc') side = 1;
    else if (window !== undefined) side = placesOf(side, window, layer.kind === 'pool');
    assert.deepEqual([layer.name, ...layer.shape.slice(1)], [layer.name, side, side]);
    // Of 128 images, the paper's batch, in float32.
    if (layer.offloaded) assert.equal(layer.rawBytes, layer.shape[0] * side * side * 128 * 4);
  }
}

function placesOf(side: number, [kernel, stride, pad]: readonly [number, number, number], isPool: boolean): number {
  const padded = side + 2 * pad;
  let places = 0;
  for (let start = 0; isPool ? start + kernel - padded < stride : start + kernel <= padded; start += stride) places++;
  return places;
}

/** The finding is there exactly where no byte is moved; then nobody waits for a copy. */
async function isToldWhereNothingMoves(copy: Copy): Promise<void> {
  const workload = (memoryFraction: number) => ({
    policy: 'large-model-support',
    batch: 64,
    activations: ACTIVATIONS,
    largeModelSupport: { memoryFraction },
  });
  const told: boolean[] = [];
  // The last map of AlexNet moves, or none.
  for (const memoryFraction of [0.09, 0.1]) {
    const { findings, totals, time } = await copy.report({ workload: workload(memoryFraction) });
    const codes = findings.map(({ code }) => code);
    assert.equal(codes.includes('nothing-moves'), totals.rawBytes === 0, `${memoryFraction}: ${codes}`);
    assert.equal(codes.includes('nothing-moves'), time.vdnnMs === time.oracleMs);
    told.push(codes.includes('nothing-moves'));
  }
  assert.deepEqual(told, [false, true]);
}

/** Against the columns of the layers' CSV, which no chart has seen. */
async function barsAreSumsOverLayers(copy: Copy): Promise<void> {
  const report = await copy.report({ workload: { network: 'alexnet', activations: ACTIVATIONS } }, '--csv layers.csv');
  const [header = '', ...rows] = readFileSync(path.join(copy.folder, 'layers.csv'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(','));
  const column = (name: string) => [...header].indexOf(name);
  const [source, bundle] = ['webview/charts/kinds.ts', 'kinds.mjs'].map((name) => path.join(copy.folder, name));
  await build({ entryPoints: [source], outfile: bundle, bundle: true, packages: 'external', format: 'esm' });
  const { kindsChart }: { kindsChart(report: Report): BarSpec } = await import(pathToFileURL(bundle).href);
  // Numbers are written in the language of the page.
  Object.assign(globalThis, { document: { documentElement: { lang: 'en' } } });
  const { categories, series } = kindsChart(report);
  const kinds = ['conv', 'lrn', 'pool', 'fc'];
  assert.deepEqual(
    categories.map(({ label }) => label),
    ['convolution', 'normalisation', 'pooling', 'fully connected'],
  );
  for (const [index, name] of ['forward_ms', 'backward_ms'].entries()) {
    const sums = kinds.map((kind) => {
      const own = rows.filter((row) => row[column('kind')] === kind).map((row) => Number(row[column(name)]));
      return own.reduce((sum, time) => sum + time, 0).toFixed(6);
    });
    assert.deepEqual(
      series[index]?.values.map((value) => value?.toFixed(6)),
      sums,
    );
  }
}

/** Lines of the page, in their order, among those printed; of one that ends in three dots, what stands before them. */
function assertPrinted({ printed }: WorkedPage, output: string): void {
  const lines = output.split('\n').map((line) => line.trimEnd());
  let from = 0;
  for (const line of printed) {
    const start = line.endsWith(' ...') ? line.slice(0, -' ...'.length) : undefined;
    const at = lines.findIndex(
      (found, i) => i >= from && (start === undefined ? found === line : found.startsWith(start)),
    );
    assert.ok(at >= 0, `not printed: ${line}\n${output}`);
    from = at + 1;
  }
}

function textOf(name: string): string {
  return readFileSync(path.join(PAGES, `${name}.md`), 'utf8');
}

/** Whether biome formats such files. */
function isChecked(file: string): boolean {
  return /\.(ts|json)$/.test(file);
}

function filesUnder(folder: string, entry: string): string[] {
  if (path.extname(entry) !== '' || entry.startsWith('.')) return [entry];
  return readdirSync(path.join(folder, entry), { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile())
    .map((found) => path.relative(folder, path.join(found.parentPath, found.name)).replaceAll(path.sep, '/'));
}
