import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The VS Code versions every editor test runs on: the newest one we know and the oldest one that
 * `engines.vscode` promises. `profiles/<name>/` pins all packages of each.
 */
export const PROFILES = ['current', 'oldest'] as const;

/** Name of one pinned VS Code. */
export type Profile = (typeof PROFILES)[number];

/** Top folder of the project. */
export const PROJECT_ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Folder of the files this host is made from. */
export const HOST_SOURCES = fileURLToPath(new URL('.', import.meta.url));

/** Names the profile for test files, which are started as processes of their own. */
export const PROFILE_VARIABLE = 'CDMA_TEST_PROFILE';

/** The profile the running test file is meant for; `current` when somebody runs one file by hand. */
export function profileFromEnvironment(): Profile {
  const wanted = process.env[PROFILE_VARIABLE] ?? 'current';
  const profile = PROFILES.find((name) => name === wanted);
  if (!profile) throw new Error(`${PROFILE_VARIABLE} is "${wanted}"; expected one of ${PROFILES.join(', ')}`);
  return profile;
}

/** Where the pieces of one installed VS Code lie. */
export interface HostPaths {
  /** Folder that holds everything of this profile. */
  readonly root: string;
  /** Written last; says which recipe the folder was made with. */
  readonly stamp: string;
  /** VS Code itself. */
  readonly code: string;
  /** Its modules, which it also serves to the browser from there. */
  readonly modules: string;
  /** Script that starts the server. */
  readonly server: string;
}

/** Folder of the installed profile; `VSCODE_HOST_DIR` moves all of them, so that checkouts can share them. */
export function installedHost(profile: Profile): HostPaths {
  const base = process.env['VSCODE_HOST_DIR'] ?? path.join(PROJECT_ROOT, '.vscode-host');
  return hostPaths(path.join(base, profile));
}

/** Layout of an installed VS Code below `root`. */
export function hostPaths(root: string): HostPaths {
  const code = path.join(root, 'vscode');
  return {
    root,
    stamp: path.join(root, '.stamp'),
    code,
    modules: path.join(code, 'node_modules'),
    server: path.join(code, 'out', 'server-main.js'),
  };
}

/**
 * The Node this VS Code is run with. Each VS Code release is tied to one Node release, which the registry
 * has as a package for Linux; elsewhere the Node of the caller has to do.
 */
export function nodeOf(host: HostPaths): string {
  const pinned = path.join(host.modules, `node-${process.platform}-${process.arch}`, 'bin', 'node');
  return existsSync(pinned) ? pinned : process.execPath;
}
