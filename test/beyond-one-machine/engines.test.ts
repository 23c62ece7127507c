import assert from 'node:assert/strict';
import { accessSync, constants } from 'node:fs';
import { test } from 'node:test';
import { programPath } from './engines.ts';

test('a program is found where it can be started, and one that is nowhere is not', () => {
  const shell = programPath('sh');
  assert.ok(shell);
  accessSync(shell, constants.X_OK);
  assert.equal(programPath('no-such-program-anywhere'), undefined);
});
