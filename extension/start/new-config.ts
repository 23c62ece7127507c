import * as vscode from 'vscode';
import type { PresetChoice } from '../../src/config/template.ts';
import { say } from '../../src/words.ts';
import type { SimulatorThread } from '../simulator-thread.ts';

interface PresetItem extends vscode.QuickPickItem {
  id: string;
}

/**
 * Makes a config from a GPU and a link that the user picks, unsaved, beside the file that is open; undefined when the
 * user turned back.
 */
export async function newConfig(simulator: SimulatorThread): Promise<vscode.TextDocument | undefined> {
  const presets = await simulator.answerTo('presets', { type: 'presets' });
  if (presets === undefined) return undefined;
  const title = say`New cDMA Config`;
  const gpu = await vscode.window.showQuickPick(itemsOf(presets.gpus), {
    title: `${title} (1/2)`,
    placeHolder: say`The GPU whose activations are offloaded`,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (gpu?.id === undefined) return undefined;
  const link = await vscode.window.showQuickPick(itemsOf(presets.links), {
    title: `${title} (2/2)`,
    placeHolder: say`The link to host memory`,
    matchOnDescription: true,
  });
  if (link?.id === undefined) return undefined;
  return openNewConfig(simulator, gpu.id, link.id);
}

/** Opens an unsaved config of a GPU and a link; its name is free in the folder. */
export async function openNewConfig(
  simulator: SimulatorThread,
  gpu: string,
  link: string,
): Promise<vscode.TextDocument | undefined> {
  const answer = await simulator.answerTo('newConfig', { type: 'newConfig', gpu, link });
  if (answer === undefined) return undefined;
  return openUnsaved(`${gpu}.cdma.json`, answer.text);
}

/** Opens text as an unsaved file, where saving it needs no more than a key. */
export async function openUnsaved(name: string, text: string): Promise<vscode.TextDocument> {
  const uri = await freeUri(name);
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(document);
  return document;
}

async function freeUri(name: string): Promise<vscode.Uri> {
  const active = vscode.window.activeTextEditor?.document.uri;
  const folder = (active && vscode.workspace.getWorkspaceFolder(active)) ?? vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) return vscode.Uri.from({ scheme: 'untitled', path: name });
  for (let number = 1; ; number++) {
    const numbered = number === 1 ? name : name.replace('.cdma.json', `-${number}.cdma.json`);
    const uri = vscode.Uri.joinPath(folder.uri, numbered);
    const untitled = uri.with({ scheme: 'untitled' });
    const open = vscode.workspace.textDocuments.some((document) => document.uri.toString() === untitled.toString());
    if (!open && !(await exists(uri))) return untitled;
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

function itemsOf(choices: readonly PresetChoice[]): (PresetItem | (vscode.QuickPickItem & { id?: undefined }))[] {
  const item = ({ id, title, detail }: PresetChoice): PresetItem => ({ id, label: title, description: id, detail });
  const separator = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator });
  return [
    separator(say`times compared with measured ones`),
    ...choices.filter(({ isValidated }) => isValidated).map(item),
    separator(say`extrapolated`),
    ...choices.filter(({ isValidated }) => !isValidated).map(item),
  ];
}
