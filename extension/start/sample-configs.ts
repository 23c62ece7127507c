import * as vscode from 'vscode';
import { say } from '../../src/words.ts';

/** The folder into which samples are copied. */
const FOLDER = 'cdma-samples';
/** The one to begin with: it binds at DRAM, and its quick fix mends it. */
const FIRST = 'dram-bound.cdma.json';
/** By name, as the extension's folder cannot be listed where it comes from a web server. */
const SAMPLES = [
  'alexnet.cdma.json',
  FIRST,
  'own-network.cdma.json',
  'slide-densities.cdma.json',
  'tiny.cdma-network.json',
  'titanxp.cdma.json',
  'vgg16.cdma.json',
];

/**
 * Copies the sample configs into a folder of the workspace and opens the first. Files that are there already stay as
 * they are. Undefined where no folder is open.
 */
export async function openSamples(extensionUri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) {
    const open = say`Open Folder`;
    const chosen = await vscode.window.showInformationMessage(
      say`Samples are copied into a folder: open one first.`,
      open,
    );
    if (chosen === open) await vscode.commands.executeCommand('workbench.action.files.openFolder');
    return undefined;
  }
  const target = vscode.Uri.joinPath(folder.uri, FOLDER);
  const examples = vscode.Uri.joinPath(extensionUri, 'examples');
  for (const name of SAMPLES) await copyUnlessThere(name, examples, target);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(target, FIRST));
  await vscode.window.showTextDocument(document);
  return document;
}

async function copyUnlessThere(name: string, from: vscode.Uri, to: vscode.Uri): Promise<void> {
  const target = vscode.Uri.joinPath(to, name);
  const isThere = await Promise.resolve(vscode.workspace.fs.stat(target)).then(
    () => true,
    () => false,
  );
  // Written anew: from one kind of file system nothing is copied to another.
  if (!isThere)
    await vscode.workspace.fs.writeFile(target, await vscode.workspace.fs.readFile(vscode.Uri.joinPath(from, name)));
}
