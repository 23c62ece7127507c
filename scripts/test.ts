/**
 * `npm test`: every check there is, with one line at the end that sums up all tests.
 * Options: --only unit|in-host|e2e, --profile current|oldest.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBrowser } from '../test/vscode-host/ensure-browser.ts';
import { installHost } from '../test/vscode-host/install.ts';
import { PROFILE_VARIABLE, PROFILES, PROJECT_ROOT, type Profile } from '../test/vscode-host/profile.ts';
import { packageExtension } from './package.ts';
import { runTool } from './testing/commands.ts';
import { addCounts, type Counts, describeCounts, NO_TESTS } from './testing/counts.ts';
import { runInHostSuite } from './testing/in-host-suite.ts';
import { runTestFiles, testFilesIn } from './testing/test-files.ts';

const LAYERS = ['unit', 'in-host', 'e2e'] as const;

const { values } = parseArgs({ options: { only: { type: 'string' }, profile: { type: 'string' } } });
const layers = choose('--only', values.only, LAYERS);
const profiles = choose('--profile', values.profile, PROFILES);
const started = Date.now();
let counts = NO_TESTS;
const lines: string[] = [];

rmSync(path.join(PROJECT_ROOT, 'artifacts'), { recursive: true, force: true });
await step('browser', () => void console.log(ensureBrowser()));
await step('generated code', async () => void (await import('./generate.ts')));
if (layers.includes('unit')) {
  await step('format and lint', () => runTool('@biomejs/biome/bin/biome', ['check', '.']));
  for (const project of ['src', 'webview', '.'])
    await step(`types of ${project}`, () => runTool('typescript/bin/tsc', ['-p', project]));
  const rooms = [
    'src',
    'protocol',
    'webview',
    'extension',
    'cli',
    'scripts',
    'test/unit',
    'test/webview',
    'test/vscode-host',
  ];
  await testStep('unit tests', () => runTestFiles(rooms.flatMap(testFilesIn)));
}
await step('build and package', () => packageExtension());
for (const profile of profiles) {
  if (layers.includes('in-host') || layers.includes('e2e'))
    await step(`VS Code ${profile}`, () => void installHost(profile));
  if (layers.includes('in-host')) await testStep(`inside VS Code, ${profile}`, () => runInHostSuite(profile));
  if (layers.includes('e2e')) await testStep(`end to end, ${profile}`, () => runEndToEnd(profile));
}
finish();

function runEndToEnd(profile: Profile): Promise<Counts> {
  process.env[PROFILE_VARIABLE] = profile;
  return runTestFiles(testFilesIn('test/end-to-end'));
}

/** A step that counts tests. One that runs none has failed, whatever it says. */
async function testStep(title: string, run: () => Promise<Counts>): Promise<void> {
  await step(title, async () => {
    const found = await run();
    counts = addCounts(counts, found);
    if (found.failed > 0) throw new Error(describeCounts(found));
    if (found.passed === 0) throw new Error('no test was run');
    console.log(`  ${describeCounts(found)}`);
  });
}

/** A step without which the rest makes no sense ends everything; a failed test does not. */
async function step(title: string, run: () => unknown): Promise<void> {
  const begun = Date.now();
  console.log(`\n== ${title}`);
  let mark = 'ok  ';
  try {
    await run();
  } catch (error) {
    mark = 'FAIL';
    process.exitCode = 1;
    console.error(error instanceof Error ? error.message : error);
    if (!/tests?|passed/.test(String(error))) counts = addCounts(counts, { passed: 0, failed: 1, skipped: 0 });
  }
  lines.push(`${mark} ${title.padEnd(28)} ${((Date.now() - begun) / 1000).toFixed(1).padStart(7)} s`);
}

function finish(): void {
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  console.log(`\n${lines.join('\n')}\n     ${'all'.padEnd(28)} ${seconds.padStart(5)} s\n\n${describeCounts(counts)}`);
  process.exit(counts.failed > 0 ? 1 : process.exitCode);
}

function choose<Name extends string>(
  option: string,
  wanted: string | undefined,
  known: readonly Name[],
): readonly Name[] {
  if (wanted === undefined) return known;
  const name = known.find((candidate) => candidate === wanted);
  if (name !== undefined) return [name];
  console.error(`${option} ${wanted}: expected ${known.join(', ')}`);
  process.exit(2);
}
