import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Top folder of the project. */
export const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** Where builds put what ships. */
export const DIST = path.join(ROOT, 'dist');

/** Where test runs leave reports, logs and pictures. */
export const ARTIFACTS = path.join(ROOT, 'artifacts');

const resolve = createRequire(import.meta.url).resolve;

/** Arguments that make Node run a TypeScript file. */
export const RUN_TYPESCRIPT = ['--import', pathToFileURL(resolve('tsx')).href];

/** How a command ended. */
export interface CommandResult {
  readonly ok: boolean;
  /** What it printed, unless that went to the terminal. */
  readonly output: string;
}

/** Runs Node in the project's folder; `shown` lets it print for itself. */
export function runNode(args: readonly string[], shown = false): Promise<CommandResult> {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((done, fail) => {
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (shown) process.stdout.write(text);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (shown) process.stderr.write(text);
    });
    child.once('error', fail);
    child.once('close', (code) => done({ ok: code === 0, output }));
  });
}

/** Runs one of our scripts, `scripts/<name>.ts`. */
export function runScript(name: string, args: readonly string[] = [], shown = false): Promise<CommandResult> {
  return runNode([...RUN_TYPESCRIPT, path.join(ROOT, 'scripts', `${name}.ts`), ...args], shown);
}

/** Runs the command line of an installed package; `script` is its file, such as `typescript/bin/tsc`. */
export function runTool(script: string, args: readonly string[]): Promise<CommandResult> {
  return runNode([path.join(ROOT, 'node_modules', script), ...args]);
}
