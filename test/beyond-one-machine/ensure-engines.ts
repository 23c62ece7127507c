import { spawnSync } from 'node:child_process';
import { ENGINES, type EngineName, whyNot } from './engines.ts';

/** Small enough to be installed for a test run; Snakemake is not (700 MB, several minutes). */
const INSTALLED: readonly EngineName[] = ['parallel', 'slurm'];
const LISTS_LIMIT_MS = 60_000;
const DOWNLOAD_LIMIT_MS = 120_000;

/**
 * Installs engines that are missing, where apt is there and this user may do so without a question. Never fails: tests of
 * an engine that is not there are skipped, with the reason. Says what there is in the end.
 */
export function ensureEngines(log: (line: string) => void = console.log): string {
  const missing = INSTALLED.filter((name) => whyNot(name) !== undefined);
  if (missing.length > 0)
    install(
      missing.flatMap((name) => ENGINES[name].packages),
      log,
    );
  return INSTALLED.map((name) => whyNot(name) ?? `${ENGINES[name].title} is there`).join('\n');
}

function install(packages: readonly string[], log: (line: string) => void): void {
  const prefix = rootPrefix();
  if (prefix === undefined || !succeeds(['apt-get', '--version'])) return;
  const apt = (limitMs: number | undefined, ...args: string[]): boolean => {
    const words = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', '-o', LOCK_TIMEOUT, ...args];
    log(words.join(' '));
    return succeeds(words, limitMs);
  };
  const wanted = ['install', '-y', '--no-install-recommends', ...packages];
  // The network may be slow or away and is given up; dpkg is not, as it would leave a system half installed.
  apt(LISTS_LIMIT_MS, 'update');
  if (apt(DOWNLOAD_LIMIT_MS, '--download-only', ...wanted)) apt(undefined, '--no-download', ...wanted);
}

const LOCK_TIMEOUT = 'DPkg::Lock::Timeout=60';

/** Words to put before a command to run it as root; undefined where that would need a password. */
function rootPrefix(): string[] | undefined {
  if (process.getuid?.() === 0) return [];
  return succeeds(['sudo', '-n', 'true']) ? ['sudo', '-n'] : undefined;
}

function succeeds([command = '', ...args]: readonly string[], limitMs?: number): boolean {
  const stdio = ['ignore', 'ignore', 'inherit'] as const;
  return (
    spawnSync(command, args, { stdio: [...stdio], ...(limitMs !== undefined && { timeout: limitMs }) }).status === 0
  );
}
