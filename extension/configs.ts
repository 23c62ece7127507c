import * as vscode from 'vscode';

/** Documents to which providers of hints are offered; each asks {@link isConfig} itself. */
export const CONFIG_SELECTOR: vscode.DocumentSelector = [
  { pattern: '**/*.cdma.json' },
  { language: 'json' },
  { language: 'jsonc' },
];

/**
 * Whether a document is a config that can be simulated; a git revision or a diff of one is not. Its name decides, or the
 * setting `cdma.configFiles`; never its language, which may be unknown for a moment while the window starts.
 */
export function isConfig(document: vscode.TextDocument): boolean {
  const { uri } = document;
  return isWorkedOn(uri) && (hasConfigName(uri) || isNamedBySetting(document));
}

/** A file that can be written, wherever it lies; an unsaved one; or one of the place that the window works in. */
function isWorkedOn({ scheme }: vscode.Uri): boolean {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return (
    scheme === 'untitled' ||
    vscode.workspace.fs.isWritableFileSystem(scheme) === true ||
    folders.some(({ uri }) => uri.scheme === scheme)
  );
}

/** Files of this name get their schema from the editor's own JSON support. */
export function hasConfigName({ path }: vscode.Uri): boolean {
  return path.endsWith('.cdma.json');
}

function isNamedBySetting(document: vscode.TextDocument): boolean {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  const globs = vscode.workspace.getConfiguration('cdma', document).get<readonly string[]>('configFiles', []);
  return globs.some((glob) => {
    const pattern = folder === undefined ? glob : new vscode.RelativePattern(folder, glob);
    return vscode.languages.match({ pattern }, document) > 0;
  });
}

/** An open config, or the file; undefined where it is no config or was removed. */
export async function openConfig(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    return isConfig(document) ? document : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps the context key that when-clauses read for configs of other names. */
export function tellWhetherConfig(): vscode.Disposable {
  const tell = (editor: vscode.TextEditor | undefined): void =>
    void vscode.commands.executeCommand(
      'setContext',
      'cdma.isConfig',
      editor !== undefined && isConfig(editor.document),
    );
  tell(vscode.window.activeTextEditor);
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(tell),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('cdma.configFiles')) tell(vscode.window.activeTextEditor);
    }),
  );
}

/** Setting `cdma.simulate`. */
export type SimulateSetting = 'onSave' | 'onType' | 'manual';
/** Setting `cdma.openResults`. */
export type OpenResultsSetting = 'onOpen' | 'onSave' | 'manual';
