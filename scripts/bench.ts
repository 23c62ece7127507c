/** `npm run bench`: builds, then measures the budgets of docs/performance.md. Arguments go to the benchmark. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ensureBrowser } from '../test/vscode-host/ensure-browser.ts';
import { installHost } from '../test/vscode-host/install.ts';
import { packageExtension } from './package.ts';

ensureBrowser();
installHost('current');
await packageExtension();
const script = path.join(import.meta.dirname, '..', 'bench', 'save-to-painted.ts');
const { status } = spawnSync(process.execPath, ['--import', 'tsx', script, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
