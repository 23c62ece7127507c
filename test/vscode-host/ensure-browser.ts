import { spawnSync } from 'node:child_process';
import { findBrowser } from './browser.ts';

const FONTS = ['fonts-liberation', 'fonts-dejavu-core'];

/** The small one first; not every distribution has it. */
const CHOICES = ['chromium-headless-shell', 'chromium'];

/** Path of a Chromium, which is installed with apt if there is none and this user may do that without a question. */
export function ensureBrowser(log: (line: string) => void = console.log): string {
  const found = findBrowser();
  if (found) return found;
  const prefix = rootPrefix();
  if (!prefix || !succeeds('apt-get', ['--version'])) throw new Error(advice('This user may not install it.'));

  const apt = (...args: string[]) => {
    const words = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args];
    log(words.join(' '));
    const [command = '', ...rest] = words;
    return spawnSync(command, rest, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  };
  // Lists may be partly unreachable and still be good enough for what we want.
  if (!apt('-o', 'Acquire::Retries=3', 'update')) log('apt-get update had errors; trying to install all the same');
  for (const browser of CHOICES) {
    const waitForLock = ['-o', 'DPkg::Lock::Timeout=300'];
    apt(...waitForLock, 'install', '-y', '--no-install-recommends', browser, ...FONTS);
    const installed = findBrowser();
    if (installed) return installed;
  }
  throw new Error(advice('apt-get could not install it.'));
}

/** Words to put before a command to run it as root; undefined where that would need a password. */
function rootPrefix(): string[] | undefined {
  if (process.getuid?.() === 0) return [];
  return succeeds('sudo', ['-n', 'true']) ? ['sudo', '-n'] : undefined;
}

function succeeds(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

function advice(reason: string): string {
  return [
    `The editor tests need a Chromium and found none. ${reason}`,
    'On Debian and Ubuntu type',
    `    sudo apt-get update && sudo apt-get install -y --no-install-recommends chromium ${FONTS.join(' ')}`,
    'elsewhere install Chromium or Chrome; a place of its own is told by CHROMIUM_PATH=/path/to/chromium.',
  ].join('\n');
}
