import * as vscode from 'vscode';

/**
 * The page of a finding's code. It comes with the extension, so that it is of its version and needs no network. VS Code opens
 * such a link as a file and runs no command; the manifest's editor association shows it as a preview.
 */
export function pageOf(code: string, extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'docs', 'findings', `${code}.md`);
}
