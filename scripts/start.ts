/**
 * `npm start`: builds and packs the extension, installs it into a VS Code that runs in the browser, and opens a copy
 * of `examples/` there. Options: --port N (a free port by default). Ctrl+C ends it.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startServer } from '../test/vscode-host/server.ts';
import { copyFolder } from '../test/vscode-host/session.ts';
import { demoSettings } from '../test/vscode-host/settings.ts';
import { packageExtension } from './package.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`--port ${values.port}: expected a port number, 0 to 65535`);
  process.exit(2);
}

console.log('Building and packing the extension ...');
const vsix = await packageExtension();
console.log('Starting VS Code ...');
const folder = copyFolder(path.join(import.meta.dirname, '..', 'examples'));
const server = await startServer({ settings: demoSettings('current'), vsix: [vsix], port });
console.log(`
VS Code with the example is at

  ${server.address(folder, ['alexnet.cdma.json'])}

It works on a copy of examples/ in ${folder}. Ctrl+C stops it.`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await server.stop();
    rmSync(path.dirname(folder), { recursive: true, force: true });
    process.exit(0);
  });
}
