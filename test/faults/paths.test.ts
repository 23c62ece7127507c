/** Folders, files and links of any name: the figures are those of plain names. */
import assert from 'node:assert/strict';
import { cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Command, type Outcome } from './command.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TRACES = path.join(ROOT, 'examples/traces');
const TENSOR = 'p100/conv5.npy';
const command = await Command.create();
after(() => command.remove());

/** What users name folders, and what a file system lets anyone name one; several of a kind in one name. */
const NAMES: readonly string[] = [
  '100% 50%41 issue #7 why? a"b it\'s',
  '활성값 🧠🚀 é e\u0301', // an e with its accent as one character, and as two
  '-x --json $(true)`true`&;| (a) [b] {c} a+b=c,d;e@f',
  'C:drive back\\slash line\nbreak tab\tthere',
];

/** The files of a design, all named so, in a folder of that name. */
interface Files {
  folder: string;
  config: string;
  base: string;
  network: string;
  manifest: string;
  tensor: string;
}

function filesNamed(name: string): Files {
  const folder = command.at('designs', name);
  return {
    folder,
    config: path.join(folder, `${name}.cdma.json`),
    base: path.join(folder, `${name}-base.cdma.json`),
    network: path.join(folder, `${name}.cdma-network.json`),
    manifest: path.join(folder, `${name}-manifest.json`),
    tensor: path.join(folder, `${name}.npy`),
  };
}

/** A base with a recorded tensor, extended by a config with a sweep. Throws where the file system refuses the name. */
function makeDesign(name: string): Files {
  const files = filesNamed(name);
  mkdirSync(files.folder, { recursive: true });
  cpSync(path.join(TRACES, TENSOR), files.tensor);
  const recorded: { layout: string; tensors: { file: string }[] } = JSON.parse(
    readFileSync(path.join(TRACES, 'manifest.json'), 'utf8'),
  );
  const tensors = recorded.tensors
    .filter(({ file }) => file === TENSOR)
    .map((entry) => ({ ...entry, file: path.basename(files.tensor) }));
  assert.equal(tensors.length, 1);
  const write = (file: string, content: object): void => writeFileSync(file, JSON.stringify(content));
  write(files.manifest, { layout: recorded.layout, tensors });
  // What is named by `extends` is a reference as in web pages; a manifest is a path.
  const manifest = `./${path.basename(files.manifest)}`;
  write(files.base, { workload: { activations: { source: 'tensors', manifest, trainingProgress: 1 } } });
  write(files.config, {
    name: 'design',
    extends: `./${encodeURIComponent(path.basename(files.base))}`,
    explore: { parameters: { 'dma.buffer': ['35 KB', '70 KB'] } },
  });
  cpSync(path.join(ROOT, 'examples/tiny.cdma-network.json'), files.network);
  return files;
}

/** Everything that is computed of a design. */
function figuresOf({ folder, config, network, tensor }: Files): Record<string, unknown> {
  const run = (...args: string[]): Outcome => command.run(args, { folder });
  const fine = ({ status, stdout, stderr }: Outcome): string => {
    assert.equal(status, 0, stderr);
    return stdout;
  };
  assert.equal(fine(run('validate', '--', path.basename(config), network)), '2 valid\n');
  const simulated = run('simulate', '--json', '--', path.basename(config));
  assert.ok(simulated.status === 0 || simulated.status === 1, simulated.stderr);
  const { layers, time, config: identity } = JSON.parse(simulated.stdout);
  const points = `${config}.ndjson`;
  fine(run('explore', config, '--ndjson', points));
  const [stream, back] = [`${tensor}.stream`, `${tensor}.back`];
  fine(run('compress', tensor, '--codec', 'zvc', '--out', stream));
  fine(run('decompress', stream, '--out', back));
  assert.ok(readFileSync(back).equals(readFileSync(tensor)), 'the tensor comes back');
  const ratios = layers.map(({ ratio, density }: { ratio: number; density: number }) => [ratio, density]);
  return {
    ratios,
    time,
    points: pointsIn(points),
    stream: readFileSync(stream).toString('base64'),
    name: identity.name,
  };
}

/** Lines behind the header, which has a hash of the manifest's path. */
function pointsIn(file: string): string[] {
  return readFileSync(file, 'utf8').split('\n').slice(1);
}

const plain = figuresOf(makeDesign('plain'));

test('the plain design has a measured layer, so that its figures depend on the tensor', () => {
  const ratios = new Set((plain['ratios'] as number[][]).map(([ratio]) => ratio));
  assert.ok(ratios.size > 3, `${ratios.size} ratios`);
  assert.equal((plain['points'] as string[]).length, 3, 'two lines and an end');
});

for (const name of NAMES) {
  test(`files and folders named ${JSON.stringify(name)}`, (context) => {
    let files: Files;
    try {
      files = makeDesign(name);
    } catch (error) {
      context.skip(`this file system refuses the name: ${error}`);
      return;
    }
    assert.deepEqual(figuresOf(files), plain);
  });
}

test('config, base, network, manifest and tensor are symbolic links, in a folder that is one', () => {
  const [real, linked] = [filesNamed('plain'), filesNamed('linked')];
  const place = command.at('place of links');
  mkdirSync(place);
  symlinkSync(place, linked.folder);
  for (const role of ['config', 'base', 'network', 'manifest', 'tensor'] as const) {
    symlinkSync(real[role], path.join(linked.folder, path.basename(real[role])));
  }
  const inLinks = (file: string): string => path.join(linked.folder, path.basename(file));
  const files = { ...real, folder: linked.folder, config: inLinks(real.config), network: inLinks(real.network) };
  assert.deepEqual(figuresOf({ ...files, tensor: inLinks(real.tensor) }), plain);
  for (const name of readdirSync(place).filter((one) => /\.(json|npy)$/.test(one))) {
    assert.ok(lstatSync(path.join(place, name)).isSymbolicLink(), `${name} is still a link`);
  }
});
