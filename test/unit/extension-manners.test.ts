/** Manners of the extension that its sources show: it lets saving go on, speaks only when asked, and runs nothing. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import packageJson from '../../package.json' with { type: 'json' };

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Files of a folder that are in a program, by name. */
function sources(folder: string): Map<string, string> {
  const names = readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.endsWith('.d.ts'));
  return new Map(names.map((name) => [name, readFileSync(path.join(ROOT, name), 'utf8')]));
}

const filesWith = (pattern: RegExp, folders: readonly string[]): string[] =>
  folders.flatMap((folder) => [...sources(folder)].filter(([, text]) => pattern.test(text)).map(([name]) => name));

test('saving never waits for us', () => {
  assert.deepEqual(filesWith(/onWillSave/, ['extension']), []);
});

test('only commands speak up: no automatic run shows a notification', () => {
  assert.deepEqual(filesWith(/show(Information|Warning|Error)Message|ProgressLocation/, ['extension']).sort(), [
    'extension/commands.ts',
    'extension/compare-commands.ts',
    'extension/history/history-commands.ts',
    'extension/start/sample-configs.ts',
    'extension/take-away.ts',
  ]);
});

test('nothing of a workspace is run, and the one process that tasks start is our own command line', () => {
  assert.deepEqual(
    filesWith(/child_process|\beval\(|new Function|ShellExecution|createTerminal/, ['extension', 'src']),
    [],
  );
  assert.deepEqual(filesWith(/ProcessExecution/, ['extension', 'src']), ['extension/tools/tasks.ts']);
  // All of it works; what is limited is the files that a config may name.
  assert.equal(packageJson.capabilities.untrustedWorkspaces.supported, 'limited');
});

test('nothing reaches for a network, and there is no telemetry', () => {
  const network =
    /node:(https?|net|tls|dgram)|\bfetch\(['"`]|XMLHttpRequest|WebSocket|sendBeacon|createTelemetryLogger/;
  assert.deepEqual(filesWith(network, ['extension', 'src', 'webview', 'protocol', 'cli']), []);
});

test('what ships asks Node.js for no module that reaches a network or starts a process', () => {
  for (const bundle of ['extension.cjs', 'cdma.cjs']) {
    const built = readFileSync(new URL(`../../dist/${bundle}`, import.meta.url), 'utf8');
    const asked = [...built.matchAll(/require\("(?:node:)?([a-z_/0-9]+)"\)/g)].map(([, name]) => name);
    assert.ok(asked.length > 10, `${bundle}: ${asked.join()}`);
    const reaching = /^(https?|http2|net|tls|dgram|dns|child_process|cluster|inspector)(\/|$)/;
    assert.deepEqual(
      asked.filter((name) => reaching.test(name ?? '')),
      [],
    );
  }
});

test('the one thing that is fetched is the extension itself, in a browser', () => {
  assert.deepEqual(filesWith(/\bfetch\(/, ['extension', 'webview', 'protocol']), ['extension/threads/web-thread.ts']);
});

test('the samples that are copied by name are all of those that ship', () => {
  const source = readFileSync(new URL('../../extension/start/sample-configs.ts', import.meta.url), 'utf8');
  const [, list = ''] = /SAMPLES = \[([^\]]+)\]/.exec(source) ?? [];
  const [, first] = /FIRST = '([^']+)'/.exec(source) ?? [];
  const named = [...list.matchAll(/'([^']+)'/g)].map(([, name]) => name);
  const shipped = readdirSync(new URL('../../examples', import.meta.url)).filter((name) => name.endsWith('.json'));
  assert.deepEqual([...named, first].sort(), shipped.sort());
});

test('every setting is one of a resource, so that each folder of a window may have its own', () => {
  for (const [key, { scope }] of Object.entries(packageJson.contributes.configuration.properties))
    assert.equal(scope, 'resource', key);
});

test('no more than two keybindings, chorded, and only in a config', () => {
  assert.ok(packageJson.contributes.keybindings.length <= 2);
  for (const { key, when } of packageJson.contributes.keybindings) {
    assert.match(key, /^\S+ \S+$/);
    assert.match(when, /cdma/);
  }
});

test('severities can be set for the codes of every rule', async () => {
  const { RULES } = await import('../../src/rules/rules.ts');
  const codes = Object.keys(packageJson.contributes.configuration.properties['cdma.diagnostics.severity'].properties);
  for (const code of RULES.flatMap((rule) => rule.codes)) assert.ok(codes.includes(code), code);
});
