// The one script in plain JavaScript: it runs before anything is installed.
//   node scripts/bootstrap.mjs start|test|bench|screenshots [arguments of that script]
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const SCRIPTS = ['start', 'test', 'bench', 'screenshots'];
const OLDEST_NODE = [20, 6]; // the first whose `--import` can load tsx

const [name = '', ...args] = process.argv.slice(2);
const script = path.join(ROOT, 'scripts', `${name}.ts`);
if (!SCRIPTS.includes(name)) stop(`usage: node scripts/bootstrap.mjs ${SCRIPTS.join('|')} [arguments]`);
if (!existsSync(script)) stop(`There is no ${path.relative(ROOT, script)} here.`);
checkNode();
installPackages();
runScript();

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [needMajor = 0, needMinor = 0] = OLDEST_NODE;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  stop(
    `Node ${OLDEST_NODE.join('.')} or newer is needed to develop cDMA Explorer; this is Node ${process.versions.node}.`,
  );
}

/** `npm ci`, unless node_modules already holds what package-lock.json asks for. */
function installPackages() {
  const reason = whyInstall();
  if (!reason) return;
  console.log(`Installing packages with npm ci: ${reason} …`);
  const [command, ...words] = npm();
  // --prefer-offline: with a filled cache this works without a network.
  const { status, error } = spawnSync(
    command,
    [...words, 'ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'],
    {
      cwd: ROOT,
      stdio: 'inherit',
      shell: process.platform === 'win32' && command === 'npm',
    },
  );
  if (error) stop(`npm is needed and could not be run: ${error.message}`);
  if (status !== 0) stop('npm ci failed; see the messages above.');
}

/**
 * npm writes down inside node_modules what it has put there, and does so last: no better stamp could be made
 * here. Optional packages for other machines are in the list of wanted ones only.
 */
function whyInstall() {
  const wanted = packagesIn(path.join(ROOT, 'package-lock.json'));
  const present = packagesIn(path.join(ROOT, 'node_modules', '.package-lock.json'));
  if (!wanted) return stop('There is no package-lock.json here.');
  if (!present) return 'node_modules is missing or incomplete';
  for (const [location, { version, optional }] of Object.entries(wanted)) {
    const found = present[location]?.version;
    if (location === '' || found === version || (optional && found === undefined)) continue;
    return `${location} is ${found ?? 'missing'}, package-lock.json wants ${version}`;
  }
  return undefined;
}

function packagesIn(lockfile) {
  return existsSync(lockfile) ? JSON.parse(readFileSync(lockfile, 'utf8')).packages : undefined;
}

/** The npm that started us where there is one: it need not be on the PATH. */
function npm() {
  const running = process.env.npm_execpath;
  return running?.endsWith('npm-cli.js') ? [process.execPath, running] : ['npm'];
}

function runScript() {
  const tsx = pathToFileURL(path.join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
  const child = spawn(process.execPath, ['--import', tsx, script, ...args], { cwd: ROOT, stdio: 'inherit' });
  // The script tidies up when it is told to stop; we wait for that. Ctrl+C reaches it through the terminal.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code) => process.exit(code ?? 1));
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
