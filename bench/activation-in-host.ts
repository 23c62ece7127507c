// Runs in the extension host of a real VS Code, which calls its `run` (see bench/activation.ts).
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as vscode from 'vscode';
import { type InHostReport, type InHostResult, REPORT_VARIABLE } from '../test/vscode-host/in-host-report.ts';

/** What is timed: reading and compiling the code, and the call that wires the extension's parts together. */
export type Timed = 'loading' | 'activate()';

const EXTENSION = 'cdma-explorer.cdma-explorer';

/** Lets VS Code start the extension, and takes the time inside. A rejected promise becomes a non-zero exit code. */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension(EXTENSION);
  if (extension === undefined) throw new Error(`VS Code has not loaded ${EXTENSION}`);
  if (extension.isActive) throw new Error('the extension was active before it could be timed: is there a config?');

  // Node.js keeps what is loaded, so VS Code gets this very module and calls the function that is put into it.
  const code = path.join(extension.extensionPath, 'dist', 'extension.cjs');
  const beforeLoading = performance.now();
  const loaded: { activate(context: unknown): unknown } = createRequire(__filename)(code);
  const loadingMs = performance.now() - beforeLoading;

  const { activate } = loaded;
  let activatingMs: number | undefined;
  loaded.activate = async (context) => {
    const before = performance.now();
    const result = await activate(context);
    activatingMs = performance.now() - before;
    return result;
  };
  await extension.activate();
  if (activatingMs === undefined) throw new Error(`VS Code has loaded other code than ${code}`);

  const results = [timed('loading', loadingMs), timed('activate()', activatingMs)];
  const file = process.env[REPORT_VARIABLE];
  if (file) writeFileSync(file, JSON.stringify({ results } satisfies InHostReport));
}

function timed(title: Timed, milliseconds: number): InHostResult {
  return { title, state: 'passed', milliseconds };
}
