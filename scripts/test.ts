/**
 * Everything that can be tested, from the style of the sources to the packaged extension in a window.
 *   npm test [-- --only unit|in-host|e2e] [-- --profile current|oldest] [-- --named PART]
 * `--named`: only those files of in-host tests.
 * The last line is `N passed, M failed`; reports, logs and pictures are in `artifacts/`.
 */
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureEngines } from '../test/beyond-one-machine/ensure-engines.ts';
import { ensureBrowser } from '../test/vscode-host/ensure-browser.ts';
import type { HostKind } from '../test/vscode-host/in-host.ts';
import { installHost } from '../test/vscode-host/install.ts';
import { PROFILE_VARIABLE, PROFILES, type Profile } from '../test/vscode-host/profile.ts';
import { ARTIFACTS, runScript, runTool } from './project.ts';
import { findTests } from './testing/find-tests.ts';
import { runInHostTests } from './testing/in-host-tests.ts';
import { runTests } from './testing/node-tests.ts';
import { check, type Plan, runSteps, type Step } from './testing/step.ts';
import { inWords, sum, type Tally } from './testing/tally.ts';

const LAYERS = ['unit', 'in-host', 'e2e'] as const;
type Layer = (typeof LAYERS)[number];

const UNIT_FOLDERS = [
  'src',
  'protocol',
  'webview',
  'cli',
  'extension',
  'scripts',
  'capture',
  'test/unit',
  'test/fuzz',
  'test/faults',
  'test/vscode-host',
];
/** Sweeps in parts, by programs that run them on many machines. */
const BEYOND_FOLDER = 'test/beyond-one-machine';
/** Tests of the panel's page in Chromium, without VS Code. */
const PANEL_FOLDER = 'test/webview';
/** The way from a config to a decision, in either host; what lies beside it depends on the version in no way of ours. */
const ON_OLDEST: readonly string[] = ['config-to-decision.test.ts', 'web-host.test.ts'];
/** Of VS Code at a time: each waits as long as it works. */
const WINDOWS = 2;
const UNIT_FILE_LIMIT_MS = 300_000;
const END_TO_END_FILE_LIMIT_MS = 300_000;

/** Ground for the layers. The build is first: it also writes the sources that are generated. */
const BUILD = check('build', () => runScript('build'));
const PACKAGE: Step = { ...check('package', () => runScript('package')), needs: ['build'] };
const CHROMIUM = check('Chromium', async () => ({ ok: true, output: ensureBrowser() }));
/** Never fails: without an engine its tests are skipped, and this says why. */
const ENGINES = check('GNU parallel and Slurm', async () => {
  const found = ensureEngines();
  console.log(found);
  return { ok: true, output: found };
});

/** Beside the unit tests: they wait for the network and for disks, and have one processor to work on. */
const CHECKS: readonly Step[] = [
  PACKAGE,
  check('what tests need', () => runScript('prepare', PROFILES)),
  check('style (biome)', () => runTool('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.'])),
  ...['src', 'webview', '.'].map((project) =>
    check(`types (tsc -p ${project})`, () => runTool('typescript/bin/tsc', ['-p', project])),
  ),
];

const UNIT: Step = {
  name: 'unit tests',
  run: () =>
    runTests('unit', {
      files: UNIT_FOLDERS.flatMap(findTests),
      concurrency: availableParallelism() + 1, // some wait for programs that they have started
      limitMs: UNIT_FILE_LIMIT_MS,
    }),
};

const PANEL: Step = {
  name: 'panel tests',
  needs: [CHROMIUM.name],
  run: () =>
    runTests('panel', {
      files: findTests(PANEL_FOLDER),
      concurrency: availableParallelism(),
      limitMs: END_TO_END_FILE_LIMIT_MS,
    }),
};

/** Side by side: they wait for engines and for programs that they kill. */
const BEYOND: Step = {
  name: 'beyond one machine',
  run: () => runTests('beyond', { files: findTests(BEYOND_FOLDER), concurrency: 3, limitMs: END_TO_END_FILE_LIMIT_MS }),
};

function install(profile: Profile): Step {
  return check(`VS Code, ${profile}`, async () => ({ ok: true, output: installHost(profile).root }));
}

function inHost(profile: Profile, kind: HostKind): Step {
  return {
    name: `in-host tests, ${profile}, ${kind}`,
    needs: [BUILD.name, CHROMIUM.name, install(profile).name],
    run: () => runInHostTests(profile, kind, values.named),
  };
}

/** The same tests beside the server and in the browser; in the browser only of the newest VS Code. */
function inHosts(profile: Profile): Step[] {
  return [inHost(profile, 'node'), ...(profile === 'current' ? [inHost(profile, 'web')] : [])];
}

function endToEnd(profile: Profile): Step {
  return {
    name: `end-to-end tests, ${profile}`,
    needs: [PACKAGE.name, CHROMIUM.name, install(profile).name],
    run: () => {
      process.env[PROFILE_VARIABLE] = profile; // test files are processes of their own and inherit it
      const files = findTests('test/end-to-end').filter(
        (file) => profile === 'current' || ON_OLDEST.includes(path.basename(file)),
      );
      return runTests('end-to-end', { files, concurrency: WINDOWS, limitMs: END_TO_END_FILE_LIMIT_MS });
    },
  };
}

/** All steps, or those that one layer needs. */
function plan(only: Layer | undefined, profiles: readonly Profile[]): Plan {
  const editors = [CHROMIUM, ...profiles.map(install)];
  if (only === 'unit') return [BUILD, UNIT, CHROMIUM, PANEL];
  const [first, ...others] = profiles.flatMap(inHosts);
  // Load tests, which judge times, are in the first: it has the machine to itself.
  const inside: Plan = first === undefined ? [] : [first, others];
  const around = profiles.map(endToEnd);
  if (only === 'in-host') return [BUILD, ...editors, ...inside];
  if (only === 'e2e') return [BUILD, PACKAGE, ...editors, ...around];
  return [BUILD, [...CHECKS, UNIT], ENGINES, ...editors, [BEYOND, PANEL], ...inside, ...around];
}

function report(step: Step, tally: Tally | undefined, output: string, milliseconds: number): void {
  const failed = tally !== undefined && tally.failed > 0;
  const counts = tally ? inWords(tally) : '';
  const seconds = `${(milliseconds / 1000).toFixed(1)} s`;
  console.log(`${failed ? '✘' : '✔'} ${step.name.padEnd(28)} ${seconds.padStart(8)}   ${counts}`.trimEnd());
  if (failed) console.log(output);
}

/** One of the allowed words, or undefined if the option is not there. */
function choice<T extends string>(option: string, given: string | undefined, allowed: readonly T[]): T | undefined {
  if (given === undefined) return undefined;
  const found = allowed.find((word) => word === given);
  if (found) return found;
  console.error(`--${option} ${given}: expected one of ${allowed.join(', ')}`);
  process.exit(2);
}

const OPTIONS = { only: { type: 'string' }, profile: { type: 'string' }, named: { type: 'string' } } as const;
const { values } = parseArgs({ options: OPTIONS });
const profile = choice('profile', values.profile, PROFILES);
const steps = plan(choice('only', values.only, LAYERS), profile ? [profile] : PROFILES);
rmSync(ARTIFACTS, { recursive: true, force: true });
const total = sum(await runSteps(steps, report));
console.log(inWords(total));
process.exit(total.failed > 0 ? 1 : 0);
