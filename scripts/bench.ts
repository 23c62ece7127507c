/** `npm run bench [-- saves]`: builds, packs, and measures the latency budget of docs/performance.md in the real VS Code. */
import path from 'node:path';
import { ensureBrowser } from '../test/vscode-host/ensure-browser.ts';
import { installHost } from '../test/vscode-host/install.ts';
import { ROOT, RUN_TYPESCRIPT, runNode, runScript } from './project.ts';

ensureBrowser();
installHost('current');
for (const script of ['build', 'package']) {
  if (!(await runScript(script, [], true)).ok) process.exit(1);
}
const bench = path.join(ROOT, 'bench', 'save-to-painted.ts');
const { ok } = await runNode([...RUN_TYPESCRIPT, bench, ...process.argv.slice(2)], true);
process.exitCode = ok ? 0 : 1;
