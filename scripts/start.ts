/**
 * Shows the extension: builds and packages it, installs it into a VS Code in the browser and opens a copy of
 * the examples there.
 *   npm start [-- --port 8123]
 */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startServer } from '../test/vscode-host/server.ts';
import { copyFolder, VSIX } from '../test/vscode-host/session.ts';
import { demoSettings } from '../test/vscode-host/settings.ts';
import { ROOT, runScript } from './project.ts';

const OPENED = 'alexnet.cdma.json';

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`--port ${values.port} is not a port; expected a number up to 65535 (0: any free one)`);
  process.exit(2);
}

console.log('Building and packaging the extension …');
for (const script of ['build', 'package']) {
  const { ok, output } = await runScript(script);
  if (ok) continue;
  console.error(output);
  process.exit(1);
}
// Whatever a visitor does to the examples, the ones in the repository stay as they are.
const folder = copyFolder(path.join(ROOT, 'examples'));
process.once('exit', () => rmSync(path.dirname(folder), { recursive: true, force: true }));

const server = await startServer({ settings: demoSettings('current'), vsix: [VSIX], port });
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void server.stop().finally(() => process.exit(0)));
}
console.log(`
VS Code with cDMA Explorer is ready. Open this address in a browser on this machine:

  ${server.address(folder, [OPENED])}

The folder is a copy of examples/: edit and save as you like.
Ctrl+C stops it.`);
