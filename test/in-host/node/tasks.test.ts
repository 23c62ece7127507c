import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, fileUri } from '../support.ts';

suite('tasks', () => {
  test('tasks of the command line: messages come back as problems of closed files', async () => {
    const uri = fileUri('task.cdma.json');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode('{\n  "dma": { "buffer": "70 ns" }\n}\n'));
    const tasks = await vscode.tasks.fetchTasks({ type: 'cdma' });
    const task = tasks.find(({ name }) => name === 'validate task.cdma.json');
    assert.ok(task, tasks.map(({ name }) => name).join());
    const ended = new Promise<number | undefined>((resolve) => {
      const subscription = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (execution.task.name !== task.name) return;
        subscription.dispose();
        resolve(exitCode);
      });
    });
    await vscode.tasks.executeTask(task);
    assert.equal(await ended, 1);
    const problem = await eventually('the problem', () => vscode.languages.getDiagnostics(uri)[0]);
    assert.match(problem.message, /'70 ns' is a time/);
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Error);
    assert.deepEqual([problem.range.start.line, problem.range.start.character], [1, 21]);
  });
});
