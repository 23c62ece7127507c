import * as vscode from 'vscode';
import { say } from '../src/words.ts';
import type { SimulatorThread } from './simulator-thread.ts';
import type { TakeAwayFormat } from './worker/messages.ts';

interface FormatItem extends vscode.QuickPickItem {
  format: TakeAwayFormat;
  extension: string;
}

function formats(): FormatItem[] {
  return [
    { format: 'markdown', extension: 'md', label: say`Report`, description: 'Markdown' },
    { format: 'csv', extension: 'csv', label: say`Layers`, description: 'CSV' },
    { format: 'json', extension: 'json', label: say`Everything`, description: 'JSON' },
    { format: 'trace', extension: 'trace.json', label: say`Timeline`, description: 'Perfetto, Chrome trace' },
  ];
}

/**
 * Writes the result of a config to a file: in the format and the place that the user picks, or that are given. What is
 * written is of the text as it is now.
 */
export async function exportResults(
  simulator: SimulatorThread,
  document: vscode.TextDocument,
  format?: string,
  target?: vscode.Uri,
): Promise<void> {
  const given = formats().find((one) => one.format === format);
  const chosen = given ?? (await vscode.window.showQuickPick(formats(), { title: say`Export Results` }));
  if (chosen === undefined) return;
  const content = await contentOf(simulator, document, chosen.format);
  if (content === undefined) return;
  const name = document.uri.path.replace(/\.cdma\.json$/, `.${chosen.extension}`);
  const place = target ?? (await vscode.window.showSaveDialog({ defaultUri: savedBeside(document.uri, name) }));
  if (place !== undefined) await write(place, new TextEncoder().encode(content));
}

/** Writes the points of the sweep that was run last to a file, in the format and the place that the user picks. */
export async function exportSweep(exploring: SimulatorThread, config: vscode.Uri): Promise<void> {
  const choices = [
    { format: 'csv', label: say`Points`, description: 'CSV' },
    { format: 'json', label: say`Points`, description: 'JSON' },
    { format: 'parquet', label: say`Points`, description: 'Apache Parquet' },
  ] as const;
  const chosen = await vscode.window.showQuickPick(choices, { title: say`Export Points` });
  if (chosen === undefined) return;
  const { format } = chosen;
  const asked = { type: 'exportSweep', uri: config.toString(), text: '', format } as const;
  const content = (await exploring.answerTo('exported', asked))?.content;
  if (content === undefined) {
    void vscode.window.showInformationMessage(say`Run the sweep first: its points are not known any more.`);
    return;
  }
  const path = config.path.replace(/(\.cdma)?\.json$/, `-points.${format}`);
  const place = await vscode.window.showSaveDialog({ defaultUri: savedBeside(config, path) });
  if (place !== undefined) await write(place, content);
}

/** Asks where a chart's picture goes, and writes it there. */
export async function savePicture(
  config: vscode.Uri,
  { name, format, content }: { name: string; format: 'png' | 'svg'; content: Uint8Array },
): Promise<void> {
  const words = name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
  const path = config.path.replace(/(\.cdma)?\.json$/, `-${words}.${format}`);
  const place = await vscode.window.showSaveDialog({
    defaultUri: savedBeside(config, path),
    filters: { [format.toUpperCase()]: [format] },
  });
  if (place !== undefined) await write(place, content);
}

/** A place where a config lies; of an unsaved one, where the window works. */
function savedBeside(config: vscode.Uri, path: string): vscode.Uri {
  if (config.scheme !== 'untitled') return config.with({ path });
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return folder === undefined ? config.with({ scheme: 'file', path }) : vscode.Uri.joinPath(folder.uri, path);
}

async function write(place: vscode.Uri, content: Uint8Array): Promise<void> {
  try {
    await vscode.workspace.fs.writeFile(place, content);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(say`The results could not be written: ${reason}`);
  }
}

/** Puts the report of a config into the clipboard, as Markdown. */
export async function copyReport(simulator: SimulatorThread, document: vscode.TextDocument): Promise<void> {
  const content = await contentOf(simulator, document, 'markdown');
  if (content !== undefined) await vscode.env.clipboard.writeText(content);
}

async function contentOf(
  simulator: SimulatorThread,
  document: vscode.TextDocument,
  format: TakeAwayFormat,
): Promise<string | undefined> {
  const question = { type: 'takeAway', uri: document.uri.toString(), text: document.getText(), format } as const;
  const content = (await simulator.answerTo('takenAway', question))?.content;
  if (content === undefined) void vscode.window.showInformationMessage(say`This config has errors: mend them first.`);
  return content;
}
