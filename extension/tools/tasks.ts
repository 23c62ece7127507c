import * as vscode from 'vscode';
import { say } from '../../src/words.ts';
import { hasConfigName } from '../configs.ts';

const TYPE = 'cdma';
const COMMANDS = ['check', 'validate', 'simulate'] as const;
type Command = (typeof COMMANDS)[number];

interface CdmaTaskDefinition extends vscode.TaskDefinition {
  type: typeof TYPE;
  command: Command;
  /** Relative to the workspace folder. */
  file: string;
}

/** Tasks that run the command line on configs; their messages come back through the problem matcher `$cdma`. */
export function registerTasks(extensionUri: vscode.Uri): vscode.Disposable {
  const script = vscode.Uri.joinPath(extensionUri, 'dist', 'cdma.cjs').fsPath;
  return vscode.tasks.registerTaskProvider(TYPE, {
    async provideTasks() {
      const files = await vscode.workspace.findFiles('**/*.cdma.json', '**/node_modules/**', MOST_FILES);
      return files
        .filter(hasConfigName)
        .sort((a, b) => (a.path < b.path ? -1 : 1))
        .flatMap((uri) => tasksFor(uri, script));
    },
    resolveTask(task) {
      const definition = task.definition as CdmaTaskDefinition;
      const { scope } = task;
      if (!COMMANDS.includes(definition.command) || typeof definition.file !== 'string') return undefined;
      return typeof scope === 'object' ? toTask(definition, scope, script) : undefined;
    },
  });
}

const MOST_FILES = 200;

function tasksFor(uri: vscode.Uri, script: string): vscode.Task[] {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (folder === undefined) return [];
  const file = vscode.workspace.asRelativePath(uri, false);
  return COMMANDS.map((command) => toTask({ type: TYPE, command, file }, folder, script));
}

function toTask(definition: CdmaTaskDefinition, folder: vscode.WorkspaceFolder, script: string): vscode.Task {
  const { command, file } = definition;
  // A process and no shell: a file name is an argument, whatever is in it.
  const execution = new vscode.ProcessExecution(process.execPath, [script, command, file], {
    cwd: folder.uri.fsPath,
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  const task = new vscode.Task(definition, folder, `${command} ${file}`, 'cdma', execution, '$cdma');
  task.detail = DETAIL[command]();
  if (command === 'check') task.group = vscode.TaskGroup.Test;
  return task;
}

const DETAIL: Record<Command, () => string> = {
  check: () => say`Hold the results against the budgets in "expect"`,
  validate: () => say`Say what is wrong with the config`,
  simulate: () => say`Print the results as a table`,
};
