import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { PROJECT_ROOT } from '../../test/vscode-host/profile.ts';

/** Runs a tool of `node_modules` by the path of its script; throws when it does not end well. */
export function runTool(script: string, args: readonly string[]): void {
  const file = path.join(PROJECT_ROOT, 'node_modules', script);
  const { status } = spawnSync(process.execPath, [file, ...args], { cwd: PROJECT_ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${script} ${args.join(' ')} ended with ${status}`);
}
