import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { HOST_SOURCES, type HostPaths } from './profile.ts';

const PLATFORM = `${process.platform}-${process.arch}`;

/** Built-in extensions that sign in somewhere, open tunnels or bring an assistant along: no business of ours. */
const UNWANTED_EXTENSIONS = [
  'copilot',
  'github',
  'github-authentication',
  'mermaid-chat-features',
  'mermaid-markdown-features',
  'microsoft-authentication',
  'ms-vscode.js-debug-companion',
  'ms-vscode.vscode-js-profile-table',
  'tunnel-forwarding',
];

/** Turns a fresh `npm ci` of a profile into a VS Code that runs: the work that install scripts would have done. */
export function arrangeHost(host: HostPaths): void {
  moveIntoPlace(host);
  replaceNativeModules(host);
  provideRipgrep(host);
  removeBallast(host);
  // Last, so that no walk over the tree above follows a link.
  linkAliases(host);
}

/**
 * VS Code's server to `vscode/`, its modules below it. They are moved, not linked, because a link back up
 * to an outer `node_modules` would be an endless loop for every tool that walks the tree.
 */
function moveIntoPlace(host: HostPaths): void {
  const flat = path.join(host.root, 'node_modules');
  renameSync(path.join(flat, 'code-server', 'lib', 'vscode'), host.code);
  remove(flat, 'code-server');
  renameSync(flat, host.modules);
}

/** Two small native modules give way to plain JavaScript, so that neither python nor a compiler is needed. */
function replaceNativeModules({ modules }: HostPaths): void {
  const shims = path.join(HOST_SOURCES, 'shims');
  const standIns = {
    '@vscode/spdlog': 'spdlog',
    '@vscode/native-watchdog': 'native-watchdog',
    'native-watchdog': 'native-watchdog', // its name in the older VS Code
  };
  for (const [name, shim] of Object.entries(standIns)) {
    cpSync(path.join(shims, shim), path.join(modules, name), { recursive: true });
  }
}

/** The search program: the registry has ready binaries, but the older VS Code looks for them elsewhere. */
function provideRipgrep({ modules }: HostPaths): void {
  const name = process.platform === 'win32' ? 'rg.exe' : 'rg';
  const binary = path.join(modules, '@vscode', 'ripgrep-universal', 'bin', PLATFORM, name);
  if (!existsSync(binary)) return;
  chmodSync(binary, 0o755);
  const older = path.join(modules, '@vscode', 'ripgrep');
  if (!existsSync(older)) return;
  mkdirSync(path.join(older, 'bin'), { recursive: true });
  copyFileSync(binary, path.join(older, 'bin', name));
}

/** Other platforms' binaries, Node's headers, source maps, extensions that want the network. */
function removeBallast({ code, modules }: HostPaths): void {
  for (const binaries of [
    path.join(modules, '@vscode', 'ripgrep-universal', 'bin'),
    path.join(modules, 'node-pty', 'prebuilds'),
  ]) {
    if (!existsSync(binaries)) continue;
    for (const platform of readdirSync(binaries)) if (platform !== PLATFORM) remove(binaries, platform);
  }
  for (const part of ['include', 'share']) remove(modules, `node-${PLATFORM}`, part);
  for (const extension of UNWANTED_EXTENSIONS) remove(code, 'extensions', extension);
  for (const file of readdirSync(code, { recursive: true, encoding: 'utf8' })) {
    if (/\.(js|css)\.map$/.test(file)) remove(code, file);
  }
}

/** Two names under which VS Code expects modules; neither points upwards out of the tree. */
function linkAliases({ code, modules }: HostPaths): void {
  link(modules, path.join(code, 'node_modules.asar'));
  link(path.join(modules, 'typescript'), path.join(code, 'extensions', 'node_modules', 'typescript'));
}

/** Relative, so that the finished folder may be moved; Windows only has junctions, which are absolute. */
function link(target: string, at: string): void {
  mkdirSync(path.dirname(at), { recursive: true });
  const relative = path.relative(path.dirname(at), target);
  symlinkSync(process.platform === 'win32' ? target : relative, at, 'junction');
}

function remove(...parts: string[]): void {
  rmSync(path.join(...parts), { recursive: true, force: true });
}
