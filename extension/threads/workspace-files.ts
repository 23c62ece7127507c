import * as vscode from 'vscode';
import { say } from '../../src/words.ts';
import type { FileAnswer, FileQuestion } from '../worker/messages.ts';

/** Reads a file for a simulator that cannot: those of virtual workspaces, and every file of a web host. */
export async function answerFile(question: FileQuestion): Promise<FileAnswer> {
  const uri = vscode.Uri.parse(question.uri);
  try {
    if (question.wanted === 'links')
      return { kind: 'links', areThere: await hasLinks(vscode.Uri.parse(question.folder), uri) };
    const { type, size, mtime } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.Directory) !== 0) return { kind: 'problem', reason: say`is a folder` };
    if (question.wanted === 'size') return { kind: 'size', sizeBytes: size, modifiedMs: mtime };
    const { limitBytes } = question;
    if (size > limitBytes)
      return { kind: 'problem', reason: say`has ${size} bytes, more than the ${limitBytes} that are read` };
    // A copy of its own: what is read may be a part of a larger buffer, or kept by whose it is.
    return { kind: 'content', bytes: new Uint8Array(await vscode.workspace.fs.readFile(uri)) };
  } catch (error) {
    return { kind: 'problem', reason: reasonOf(error) };
  }
}

/** Whether a name on the way from a folder to a file is a link. */
async function hasLinks(folder: vscode.Uri, file: vscode.Uri): Promise<boolean> {
  const names = file.path.slice(folder.path.length).split('/').filter(Boolean);
  for (let depth = 1; depth <= names.length; depth++) {
    const { type } = await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, ...names.slice(0, depth)));
    if ((type & vscode.FileType.SymbolicLink) !== 0) return true;
  }
  return false;
}

function reasonOf(error: unknown): string {
  const code = error instanceof vscode.FileSystemError ? error.code : undefined;
  switch (code) {
    case 'FileNotFound':
    case 'EntryNotFound':
      return say`does not exist`;
    case 'FileIsADirectory':
      return say`is a folder`;
    case 'NoPermissions':
      return say`may not be read (permission denied)`;
    default:
      return say`could not be read (${code ?? String(error)})`;
  }
}
