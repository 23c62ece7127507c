import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Where daemons live, which a user's PATH need not name. */
const SYSTEM_FOLDERS = ['/usr/sbin', '/sbin', '/usr/local/sbin'];

/** The programs that each engine needs, and the package that brings it on Debian and Ubuntu. */
export const ENGINES = {
  parallel: { title: 'GNU parallel', programs: ['parallel'], packages: ['parallel'] },
  slurm: {
    title: 'Slurm',
    programs: ['sbatch', 'sinfo', 'slurmctld', 'slurmd', 'munged', 'munge', 'setpriv'],
    packages: ['slurm-wlm', 'munge'],
  },
  snakemake: { title: 'Snakemake', programs: ['snakemake'], packages: ['snakemake'] },
} as const;
export type EngineName = keyof typeof ENGINES;

/** Why tests with this engine cannot be run here; undefined where they can. */
export function whyNot(name: EngineName): string | undefined {
  const { title, programs, packages } = ENGINES[name];
  if (programs.every((program) => programPath(program) !== undefined)) return undefined;
  return `${title} is not installed: apt-get install ${packages.join(' ')}`;
}

/** The file of a program; undefined where there is none. */
export function programPath(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), ...SYSTEM_FOLDERS];
  return folders.map((folder) => path.join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
