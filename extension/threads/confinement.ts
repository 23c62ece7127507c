import * as vscode from 'vscode';
import type { Confinement } from '../../src/confined-files.ts';

/** Where configs may name files: anywhere once the user trusts the workspace, else in its folders. */
export function confinement(): Confinement {
  if (vscode.workspace.isTrusted) return undefined;
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString());
}

/** Calls back when that has changed. */
export function onDidChangeConfinement(changed: () => void): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidGrantWorkspaceTrust(changed),
    vscode.workspace.onDidChangeWorkspaceFolders(() => {
      if (!vscode.workspace.isTrusted) changed();
    }),
  );
}
