import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { cleanEnvironment, npmEnvironment } from './environment.ts';

const PLANTED = { npm_config_registry: 'r', npm_lifecycle_event: 'test', VSCODE_IPC_HOOK: 'x', CDMA_PLANTED: 'ours' };

beforeEach(() => Object.assign(process.env, PLANTED));
afterEach(() => {
  for (const name of Object.keys(PLANTED)) delete process.env[name];
});

test('nothing of an outer npm or VS Code reaches the server', () => {
  const env = cleanEnvironment({ EXTRA: '1' });
  assert.deepEqual(
    [env['npm_config_registry'], env['npm_lifecycle_event'], env['VSCODE_IPC_HOOK'], env['CDMA_PLANTED'], env['EXTRA']],
    [undefined, undefined, undefined, 'ours', '1'],
  );
});

test('a nested npm keeps only what it needs to reach the registry', () => {
  const env = npmEnvironment();
  assert.equal(env['npm_config_registry'], 'r');
  assert.equal(env['npm_lifecycle_event'], undefined);
});
