import * as vscode from 'vscode';
import { say } from '../../src/words.ts';
import type { FileAnswer, FileQuestion } from '../worker/messages.ts';

/** Reads a file for a simulator that cannot: those of virtual workspaces, and every file of a web host. */
export async function answerFile(question: FileQuestion): Promise<FileAnswer> {
  const uri = vscode.Uri.parse(question.uri);
  try {
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
