import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** Writes a config into the test workspace, or into another folder, and opens it in an editor. */
export async function openConfig(name: string, content: unknown, folder?: vscode.Uri): Promise<vscode.TextDocument> {
  const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
  const uri = folder === undefined ? fileUri(name) : vscode.Uri.joinPath(folder, name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  return document;
}

export function fileUri(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the test workspace is open');
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Replaces a text and saves. */
export async function replaceAndSave(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const offset = document.getText().indexOf(from);
  assert.notEqual(offset, -1, `${from} is in the text`);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + from.length));
  edit.replace(document.uri, range, to);
  await vscode.workspace.applyEdit(edit);
  await document.save();
}

/** The diagnostics of a config, of all sources, once they satisfy `accept`. */
export async function diagnosticsWhen(
  uri: vscode.Uri,
  accept: (diagnostics: vscode.Diagnostic[]) => boolean,
): Promise<vscode.Diagnostic[]> {
  return eventually(
    `diagnostics of ${uri.path}`,
    () => {
      const diagnostics = vscode.languages.getDiagnostics(uri);
      return accept(diagnostics) ? diagnostics : undefined;
    },
    () => JSON.stringify(vscode.languages.getDiagnostics(uri)),
  );
}

/** Asks until there is an answer; fails after ten seconds with what was seen last. */
export async function eventually<T>(
  what: string,
  ask: () => T | undefined | Promise<T | undefined>,
  seen: () => string = () => '',
): Promise<T> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) assert.fail(`${what} did not come; last seen: ${seen()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Every source has had its say: something was said, and nothing changed for a while after the last change. */
export async function settledDiagnostics(uri: vscode.Uri): Promise<vscode.Diagnostic[]> {
  await diagnosticsWhen(uri, (found) => found.length > 0);
  let last = '';
  let quietSince = Date.now();
  return eventually('quiet', () => {
    const now = JSON.stringify(vscode.languages.getDiagnostics(uri));
    if (now !== last) quietSince = Date.now();
    last = now;
    return Date.now() - quietSince > 1500 ? vscode.languages.getDiagnostics(uri) : undefined;
  });
}

/** The tab of the results panel, if it is open. */
export function resultsTab(): vscode.Tab | undefined {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .find((tab) => tab.input instanceof vscode.TabInputWebview && tab.input.viewType.endsWith('cdma.results'));
}

/** The text that a diagnostic marks. */
export function marked(document: vscode.TextDocument, diagnostic: vscode.Diagnostic): string {
  return document.getText(diagnostic.range);
}

export const ownSource = 'cDMA';

/** The code of a diagnostic, with or without a link to its page. */
export function codeOf({ code }: vscode.Diagnostic): string | number | undefined {
  return typeof code === 'object' ? code.value : code;
}

/** A config whose DRAM cannot keep a PCIe 5 link busy; everything else can. */
export const dramBound = {
  gpu: { preset: 'titanx-maxwell', dramBandwidth: '100 GB/s' },
  link: { preset: 'pcie5-x16', bandwidth: '51.2 GB/s' },
  dma: { engineBytesPerCycle: 256, crossbarBytesPerCycle: 256, buffer: '400 KB' },
  workload: { network: 'alexnet', batch: 32 },
};

/** Quick fixes at a range. The editor drops the question where markers or text change meanwhile: then it is asked again. */
export function codeActions(uri: vscode.Uri, range: vscode.Range): Promise<vscode.CodeAction[]> {
  return eventually('code actions', async () => {
    try {
      return await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, range);
    } catch (error) {
      if (error instanceof Error && error.message.includes('Canceled')) return undefined;
      throw error;
    }
  });
}

/** The warning that {@link dramBound} gets. */
export function isDram(found: vscode.Diagnostic): boolean {
  return codeOf(found) === 'dram-bandwidth';
}
