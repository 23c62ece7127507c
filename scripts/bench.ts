/**
 * `npm run bench [-- saves]`: builds, packs, and measures the latency budget of docs/performance.md in the real VS Code.
 * `npm run bench -- pipeline [rounds]`: the speed of the pipeline's recurrence (bench/pipeline.ts).
 * `npm run bench -- codecs [rounds]`: the speed of the codecs' kernels (bench/codecs.ts).
 * `npm run bench -- design-points [rounds]`: designs a second in closed form (bench/design-points.ts).
 */
import path from 'node:path';
import { ensureBrowser } from '../test/vscode-host/ensure-browser.ts';
import { installHost } from '../test/vscode-host/install.ts';
import { ROOT, RUN_TYPESCRIPT, runNode, runScript } from './project.ts';

const [first, ...rest] = process.argv.slice(2);
if (first === 'pipeline' || first === 'codecs' || first === 'design-points') await measure(`${first}.ts`, rest);
else {
  ensureBrowser();
  installHost('current');
  for (const script of ['build', 'package']) {
    if (!(await runScript(script, [], true)).ok) process.exit(1);
  }
  await measure('save-to-painted.ts', process.argv.slice(2));
}

async function measure(file: string, args: readonly string[]): Promise<void> {
  const { ok } = await runNode([...RUN_TYPESCRIPT, path.join(ROOT, 'bench', file), ...args], true);
  process.exitCode = ok ? 0 : 1;
}
