/** Every code that a finding can have is explained on a page, and the example of the page gives that finding. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Explorer } from '../../src/explore.ts';
import type { LocatedFinding, TextEdit, TextPosition } from '../../src/findings/finding.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import { RULES } from '../../src/rules/rules.ts';
import { Runner } from '../../src/run.ts';
import { writeNpy } from './npy-files.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DOCS = path.join(ROOT, 'docs');
const PAGES = path.join(DOCS, 'findings');

/** Every code but those of rules. */
/** Told of a sweep that has run. */
const OF_SWEEPS = ['explore-edge', 'explore-no-effect', 'explore-few-feasible', 'explore-not-converged'];

const OTHER_CODES = [
  ...['json-syntax', 'duplicate-key', 'unknown-key', 'wrong-type', 'missing-key', 'unknown-choice', 'out-of-range'],
  ...['quantity', 'unknown-preset', 'unknown-network', 'unused-key', 'manifest-missing'],
  ...['unknown-layer', 'derived-layer', 'repeated-layer', 'points-and-curve', 'points-order', 'sum-of-shares'],
  ...['extends-missing', 'extends-invalid', 'extends-cycle'],
  ...['network-file', 'network-syntax', 'network-schema', 'network-name', 'network-input', 'network-shape'],
  ...['network-size', 'network-unread', 'tensor-file', 'expectation'],
  ...['explore-key', 'explore-values', 'explore-constraint', 'explore-size'],
  ...OF_SWEEPS,
];

/** Codes that the sources put together from the last key of a path: no text of theirs has them whole. */
const COMPOSED_CODES = ['unknown-preset', 'unknown-network'];

/** A batch that fits without the quick fix's help would not need the maps to move: that it does is still said. */
const STILL_INFORMATION = ['gpu-memory'];

/** What pages describe as tensor files: one value everywhere. */
const TENSORS: Readonly<Record<string, { shape: readonly number[]; value: number }>> = {
  'tensor-shape': { shape: [1, 8, 13, 13], value: 1 },
  'tensor-layers': { shape: [1, 8, 13, 13], value: 1 },
  'tensor-values': { shape: [1, 256, 13, 13], value: Number.NaN },
};

interface Page {
  code: string;
  text: string;
  config: string;
  /** Files that the config needs, by name. */
  companions: ReadonlyMap<string, string>;
  /** The message that the page quotes. */
  message: string | undefined;
  severities: string;
  quickFix: string;
}

const pages = readdirSync(PAGES)
  .map((name) => path.parse(name).name)
  .sort()
  .map(readPage);
const folder = mkdtempSync(path.join(os.tmpdir(), 'cdma-finding-pages-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const runner = new Runner(nodeHost());
const explorer = new Explorer(runner);

test('every code has a page, and every page a code', () => {
  const ofRules = RULES.flatMap(({ codes }) => codes);
  const written = pages.map(({ code }) => code);
  assert.deepEqual(written, sorted([...ofRules, ...OTHER_CODES]));
  assert.deepEqual(written, sorted([...ofRules, ...codesInSources(), ...COMPOSED_CODES]));
});

test('the index links to every page once', () => {
  const index = readFileSync(path.join(DOCS, 'findings.md'), 'utf8');
  const linked = [...index.matchAll(/\]\(findings\/([a-z-]+)\.md\)/g)].map(([, code]) => code);
  assert.deepEqual([...linked].sort(), sorted(pages.map(({ code }) => code)));
});

for (const page of pages) {
  test(`${page.code}: the example gives the finding, and the quick fix takes it away`, async () => {
    const findings = await runExample(page, page.config);
    const [found, ...more] = findings.filter(({ code }) => code === page.code);
    assert.ok(found, `found: ${findings.map(({ code }) => code)}`);
    assert.deepEqual(more, []);
    assert.ok(page.severities.includes(found.severity), `it is ${found.severity}`);
    assert.equal(page.message, found.message);
    // The example has no other finding that the page does not name.
    for (const { code } of findings) if (code !== 'link-bound') assert.match(page.text, new RegExp(`\\b${code}\\b`));

    const [fix] = found.fixes;
    assert.equal(fix === undefined, page.quickFix.startsWith('none'), `the page says: ${page.quickFix}`);
    if (fix === undefined) return;
    const left = (await runExample(page, apply(page.config, fix.edits))).filter(({ code }) => code === page.code);
    const allowed = STILL_INFORMATION.includes(page.code) ? ['information'] : [];
    assert.deepEqual(
      left.map(({ severity }) => severity),
      allowed,
    );
  });

  test(`${page.code}: the page is short, and its links lead somewhere`, () => {
    assert.equal(page.text.split('\n')[0], `# ${page.code}`);
    const lines = page.text.trimEnd().split('\n').length;
    assert.ok(lines >= 15 && lines <= 60, `${lines} lines`);
    assertLinks(page.text, PAGES);
  });
}

test('the links of the index lead somewhere', () => {
  assertLinks(readFileSync(path.join(DOCS, 'findings.md'), 'utf8'), DOCS);
});

function readPage(code: string): Page {
  const text = readFileSync(path.join(PAGES, `${code}.md`), 'utf8');
  const blocks = [...text.matchAll(/^```jsonc\n(.*?)^```$/gms)];
  // A file that the config needs stands behind its name.
  const companions = blocks.slice(1).map((block): [string, string] => {
    const [, name = ''] = /`([^`]+)`:\n\n$/.exec(text.slice(0, block.index)) ?? [];
    assert.notEqual(name, '', `${code}: a file without a name`);
    return [name, block[1] ?? ''];
  });
  const paragraph = (title: string) =>
    new RegExp(`^\\*\\*${title}:\\*\\* (.*?)\\n\\n`, 'ms').exec(text)?.[1] ?? assert.fail(`${code}: no "${title}"`);
  return {
    code,
    text,
    config: blocks[0]?.[1] ?? assert.fail(`${code}: no example`),
    companions: new Map(companions),
    message: /^> (.*)$/m.exec(text)?.[1],
    severities: paragraph('Severity'),
    quickFix: paragraph('Quick fix'),
  };
}

async function runExample({ code, companions }: Page, config: string): Promise<readonly LocatedFinding[]> {
  for (const [name, text] of companions) writeFileSync(path.join(folder, name), text);
  const tensor = TENSORS[code];
  if (tensor !== undefined) writeFileSync(path.join(folder, `${code}.npy`), npyOf(tensor.shape, tensor.value));
  const uri = pathToFileURL(path.join(folder, 'example.cdma.json')).href;
  // Told once a sweep has run, which simulating alone does not do.
  const { findings } = OF_SWEEPS.includes(code) ? await explorer.run(config, uri) : await runner.run(config, uri);
  return findings;
}

function npyOf(shape: readonly number[], value: number): Uint8Array {
  const elements = shape.reduce((product, size) => product * size, 1);
  const words = new Uint32Array(new Float32Array(elements).fill(value).buffer);
  return writeNpy({ dtype: 'float32', shape, words });
}

function apply(text: string, edits: readonly TextEdit[]): string {
  const starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  const offset = ({ line, character }: TextPosition) => (starts[line] ?? 0) + character;
  return edits.reduceRight(
    (changed, { range, text }) => changed.slice(0, offset(range.start)) + text + changed.slice(offset(range.end)),
    text,
  );
}

/** Codes as they are written in the sources. */
function codesInSources(): string[] {
  const source = readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('generated'))
    .map((name) => readFileSync(path.join(ROOT, 'src', name), 'utf8'))
    .join('\n');
  const [table = ''] = /const CODES: .*?^\};$/ms.exec(source) ?? [];
  const places = [
    ...source.matchAll(/\bcode: ((?:'[a-z-]+'(?: \| )?)+)/g),
    ...source.matchAll(/\breport(?:Key)?\([^;]*?, ('[a-z]+-[a-z-]+'|'quantity'),/g),
    ...source.matchAll(/\breturn \['([a-z]+-[a-z-]+)'/g),
    ...source.matchAll(/\breturn ('network-[a-z]+');/g),
    ...table.matchAll(/: ('[a-z-]+'),/g),
    ...source.matchAll(/\bcode: CODES\[.*\] \?\? ('[a-z-]+')/g),
  ];
  return places.flatMap(([, codes = '']) => codes.match(/[a-z-]+/g) ?? []);
}

function assertLinks(text: string, from: string): void {
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  for (const link of links.filter((target) => !/^https?:/.test(target))) {
    const [file = '', anchor] = link.split('#');
    const target = readFileSync(path.join(from, file), 'utf8'); // throws where there is none
    const anchors = [...target.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));
    if (anchor !== undefined) assert.ok(anchors.includes(anchor), `${link}: no such heading`);
  }
}

/** As VS Code and GitHub make them from headings. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .trim()
    .replace(/\s/g, '-');
}

function sorted(codes: readonly string[]): string[] {
  return [...new Set(codes)].sort();
}
