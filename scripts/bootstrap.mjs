// Runs before anything is installed, hence plain JavaScript: installs the packages if need be, then runs
// scripts/<name>.ts. Usage: node scripts/bootstrap.mjs start|test|bench|screenshots [arguments]
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 20;
const root = fileURLToPath(new URL('..', import.meta.url));
const stampFile = path.join(root, 'node_modules', '.installed-from');

const [name, ...args] = process.argv.slice(2);
const script = path.join(root, 'scripts', `${name}.ts`);
if (name === undefined || !existsSync(script)) fail('usage: node scripts/bootstrap.mjs start|test|bench|screenshots');
if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  fail(`Node.js ${OLDEST_NODE} or newer is needed; this is ${process.versions.node}.`);
}
installPackages();
process.exitCode = run(process.execPath, ['--import', 'tsx', script, ...args]);

/** `npm ci`, unless what is installed comes from the same lockfile. */
function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lock) return;
  console.log('Installing packages (npm ci) ...');
  const outer = process.env.npm_execpath;
  const npm = outer?.endsWith('npm-cli.js') ? [process.execPath, outer] : ['npm'];
  const status = run(npm[0], [...npm.slice(1), 'ci', '--prefer-offline', '--loglevel=error']);
  if (status !== 0) fail('npm ci failed: is the npm registry within reach?');
  writeFileSync(stampFile, lock);
}

/** @param {string} command @param {string[]} words */
function run(command, words) {
  const { status, error } = spawnSync(command, words, { cwd: root, stdio: 'inherit' });
  if (error) fail(`${command} cannot be run: ${error.message}`);
  return status ?? 1;
}

/** @param {string} message @returns {never} */
function fail(message) {
  console.error(message);
  process.exit(1);
}
