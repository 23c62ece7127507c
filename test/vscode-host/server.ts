import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cleanEnvironment } from './environment.ts';
import { installHost } from './install.ts';
import { nodeOf, type Profile } from './profile.ts';
import { type Settings, testSettings } from './settings.ts';

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 3_000;

/** How to start a VS Code. */
export interface ServerOptions {
  readonly profile?: Profile;
  /** Instead of the quiet settings for tests. */
  readonly settings?: Settings;
  /** Packaged extensions to install first. */
  readonly vsix?: readonly string[];
  /** A fixed port; by default any free one. */
  readonly port?: number;
  /** Additional variables for the server and its extension hosts. */
  readonly env?: NodeJS.ProcessEnv;
  /**
   * Needed to run tests inside the extension host (newer versions honour `extensionTestsPath` only then).
   * It also hides notifications and dialogs, hence never on where a test plays the user.
   */
  readonly automation?: boolean;
  /** Whether folders have to be trusted, as for every user; else all are. */
  readonly asksForTrust?: boolean;
}

/** A running VS Code, open to browsers on this machine only. */
export interface VSCodeServer {
  readonly profile: Profile;
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** Everything the server has printed so far. */
  log(): string;
  /** Address of the workbench on `folder`, with these files (relative to it) open at start. */
  address(folder: string, files?: readonly string[]): string;
  /** The name the workbench has for a file of this machine. */
  uri(file: string): string;
  /** Ends the server with all its extension hosts and removes its state. */
  stop(): Promise<void>;
}

/** Starts VS Code with throw-away state on a loopback port, installing it before if need be. */
export async function startServer(options: ServerOptions = {}): Promise<VSCodeServer> {
  const profile = options.profile ?? 'current';
  const host = installHost(profile);
  const state = createState(options.settings ?? testSettings(profile));
  const env = isolatedEnvironment(state, options.env);
  const run = { node: nodeOf(host), args: [host.server, ...stateArguments(state)], env };
  try {
    for (const vsix of options.vsix ?? []) installExtension(run, vsix);
    return await launch(run, state, profile, options);
  } catch (error) {
    removeState(state);
    throw error;
  }
}

interface Run {
  readonly node: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

function createState(settings: Settings): string {
  const state = mkdtempSync(path.join(os.tmpdir(), 'cdma-vscode-'));
  const user = path.join(state, 'user', 'User');
  mkdirSync(user, { recursive: true });
  mkdirSync(path.join(state, 'tmp'), { mode: 0o700 });
  writeFileSync(path.join(user, 'settings.json'), JSON.stringify(settings, null, 2));
  return state;
}

function removeState(state: string): void {
  rmSync(state, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

function stateArguments(state: string): string[] {
  return [
    '--accept-server-license-terms',
    '--server-data-dir',
    path.join(state, 'server'),
    '--user-data-dir',
    path.join(state, 'user'),
    '--extensions-dir',
    path.join(state, 'extensions'),
  ];
}

/** Caches, sockets and temporary files inside the state folder; an empty gallery, so nothing asks a marketplace. */
function isolatedEnvironment(state: string, extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const tmp = path.join(state, 'tmp');
  return cleanEnvironment({
    EXTENSIONS_GALLERY: '{}',
    XDG_CACHE_HOME: path.join(state, 'cache'),
    XDG_CONFIG_HOME: path.join(state, 'config'),
    XDG_DATA_HOME: path.join(state, 'data'),
    ...(process.platform === 'linux' ? { TMPDIR: tmp, XDG_RUNTIME_DIR: tmp } : {}),
    ...extra,
  });
}

function installExtension({ node, args, env }: Run, vsix: string): void {
  const install = [...args, '--install-extension', path.resolve(vsix), '--force'];
  const { status, stdout, stderr } = spawnSync(node, install, { env, encoding: 'utf8' });
  // The exit status alone does not tell: a refused extension also ends with 0.
  if (status !== 0 || !stdout.includes('successfully installed')) {
    throw new Error(`VS Code did not install ${vsix}:\n${stdout}${stderr}`);
  }
}

async function launch(run: Run, state: string, profile: Profile, options: ServerOptions): Promise<VSCodeServer> {
  const serve = ['--host', '127.0.0.1', '--port', String(options.port ?? 0), '--without-connection-token'];
  const calm = ['--telemetry-level', 'off', '--disable-getting-started-override'];
  if (!options.asksForTrust) calm.push('--disable-workspace-trust');
  const automation = options.automation ? ['--enable-smoke-test-driver'] : [];
  const child = spawn(run.node, [...run.args, ...serve, ...calm, ...automation], {
    cwd: state,
    env: run.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32', // a process group of its own, to be ended as one
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const killWithUs = () => killGroup(child);
  process.once('exit', killWithUs); // whatever ends us, no server stays behind
  const stop = async () => {
    await end(child);
    process.off('exit', killWithUs);
    removeState(state);
  };
  try {
    const port = await listening(child, () => output);
    return describe(port, profile, () => output, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

function describe(port: number, profile: Profile, log: () => string, stop: () => Promise<void>): VSCodeServer {
  const authority = `127.0.0.1:${port}`;
  const url = `http://${authority}`;
  const uri = (file: string) => `vscode-remote://${authority}${encodeURI(path.resolve(file))}`;
  const address = (opened: string, files: readonly string[] = []) => {
    const severalFolders = opened.endsWith('.code-workspace');
    const folder = severalFolders ? path.dirname(opened) : opened;
    const query = new URLSearchParams({ [severalFolders ? 'workspace' : 'folder']: path.resolve(opened) });
    const open = files.map((file) => ['openFile', uri(path.join(folder, file))]);
    if (open.length > 0) query.set('payload', JSON.stringify(open));
    return `${url}/?${query}`;
  };
  return { profile, url, log, uri, address, stop };
}

/** The port, once the server says that it listens. */
function listening(child: ChildProcess, log: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      clearTimeout(limit);
      reject(new Error(`VS Code's server ${why}:\n${log()}`));
    };
    const limit = setTimeout(() => fail(`was not ready within ${START_LIMIT_MS / 1000} s`), START_LIMIT_MS);
    child.once('error', (error) => fail(`could not be run (${error.message})`));
    child.once('exit', (code) => fail(`ended with code ${code} while starting`));
    child.stdout?.on('data', () => {
      const port = /Extension host agent listening on (\d+)/.exec(log())?.[1];
      if (!port) return;
      clearTimeout(limit);
      child.removeAllListeners('exit');
      resolve(Number(port));
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    const limit = setTimeout(() => killGroup(child), STOP_LIMIT_MS);
    await gone;
    clearTimeout(limit);
  }
  killGroup(child); // extension hosts linger for a while after their server
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // All of them have gone already.
  }
}
