import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { cleanEnvironment, npmEnvironment } from './environment.ts';
import { arrangeHost } from './layout.ts';
import { HOST_SOURCES, type HostPaths, hostPaths, installedHost, nodeOf, type Profile } from './profile.ts';

const PACKAGE_FILES = ['package.json', 'package-lock.json'];

/**
 * No install scripts (they would compile), no network where the cache has the packages, and a flat tree
 * because VS Code looks its modules up by path.
 */
const NPM_CI = [
  'ci',
  '--ignore-scripts',
  '--omit=dev',
  '--install-strategy=hoisted',
  '--engine-strict=false',
  '--prefer-offline',
  '--fetch-retries=5',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
];

/**
 * Makes sure that the VS Code of `profile` is installed. The second call costs a look at the stamp; a change
 * of the pinned packages, the shims or the layout recipe makes a new one.
 */
export function installHost(profile: Profile, log: (line: string) => void = console.log): HostPaths {
  const installed = installedHost(profile);
  const stamp = recipeStamp(profile);
  if (existsSync(installed.stamp) && readFileSync(installed.stamp, 'utf8') === stamp) return installed;

  log(`Installing VS Code (${profile}) into ${installed.root} …`);
  const started = Date.now();
  // Built aside and renamed when it is known to work: an interrupted install is never taken for a good one.
  const draft = hostPaths(`${installed.root}.${process.pid}`);
  try {
    download(profile, draft.root);
    arrangeHost(draft);
    const version = versionOf(draft);
    writeFileSync(draft.stamp, stamp);
    rmSync(installed.root, { recursive: true, force: true });
    renameSync(draft.root, installed.root);
    log(`VS Code ${version} is ready after ${((Date.now() - started) / 1000).toFixed(1)} s.`);
  } finally {
    rmSync(draft.root, { recursive: true, force: true });
  }
  return installed;
}

function recipeStamp(profile: Profile): string {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  const pinned = PACKAGE_FILES.map((name) => path.join('profiles', profile, name));
  for (const file of [...pinned, 'layout.ts', ...shimFiles()]) {
    hash.update(`\0${file}\0`).update(readFileSync(path.join(HOST_SOURCES, file)));
  }
  return hash.digest('hex');
}

function shimFiles(): string[] {
  const names = readdirSync(path.join(HOST_SOURCES, 'shims'), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => /\.(js|json)$/.test(name))
    .sort()
    .map((name) => path.join('shims', name));
}

function download(profile: Profile, into: string): void {
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into, { recursive: true });
  for (const name of PACKAGE_FILES) {
    copyFileSync(path.join(HOST_SOURCES, 'profiles', profile, name), path.join(into, name));
  }
  const { command, args } = npm();
  const attempt = () =>
    spawnSync(command, [...args, ...NPM_CI], {
      cwd: into,
      env: npmEnvironment(),
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32' && command === 'npm',
    }).status === 0;
  // Hundreds of packages over a shaky line: the cache keeps what came, so a second try gets further.
  if (!attempt() && !attempt()) {
    throw new Error(`npm ci of VS Code (${profile}) failed; see the messages above`);
  }
}

/** The npm that started us where there is one: it need not be on the PATH. */
function npm(): { command: string; args: string[] } {
  const script = process.env['npm_execpath'];
  if (script?.endsWith('npm-cli.js')) return { command: process.execPath, args: [script] };
  return { command: 'npm', args: [] };
}

/** Asks the server for its version, which also proves that it starts. */
function versionOf(host: HostPaths): string {
  const node = nodeOf(host);
  const result = spawnSync(node, [host.server, '--version'], { env: cleanEnvironment(), encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`VS Code's server does not start:\n${result.stderr}`);
  return result.stdout.split('\n')[0] ?? '';
}
