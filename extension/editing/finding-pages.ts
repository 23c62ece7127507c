import * as vscode from 'vscode';

const COMMAND = 'cdma.explainFinding';

/** A link that opens the page of a finding's code. */
export function explanationOf(code: string): vscode.Uri {
  return vscode.Uri.parse(`command:${COMMAND}?${encodeURIComponent(JSON.stringify([code]))}`);
}

/** The pages come with the extension, so that they are of its version and need no network. */
export function registerFindingPages(extensionUri: vscode.Uri): vscode.Disposable {
  return vscode.commands.registerCommand(COMMAND, async (code: unknown) => {
    // Only what looks like a code becomes part of a path.
    const page = typeof code === 'string' && /^[a-z-]+$/.test(code) ? `findings/${code}.md` : 'findings.md';
    await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.joinPath(extensionUri, 'docs', page));
  });
}
