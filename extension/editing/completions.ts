import * as vscode from 'vscode';
import type { Completion, Completions, ReferenceKind } from '../../src/editing/completions.ts';
import { say } from '../../src/words.ts';
import type { SimulatorThread } from '../simulator-thread.ts';
import { askAbout } from './ask.ts';
import { toVscodeRange } from './ranges.ts';

const KIND: Record<Completion['kind'], vscode.CompletionItemKind> = {
  unit: vscode.CompletionItemKind.Unit,
  value: vscode.CompletionItemKind.Value,
  layer: vscode.CompletionItemKind.EnumMember,
};

const FILES: Record<ReferenceKind, string> = {
  config: '**/*.cdma.json',
  manifest: '**/*manifest*.json',
  network: '**/*.cdma-network.json',
};
/** More files than anyone reads in a list. */
const MOST_FILES = 200;

/** Completes what the schema cannot: units, preset values, layer names, files. */
export function provideCompletions(simulator: SimulatorThread): vscode.CompletionItemProvider {
  return {
    async provideCompletionItems(document, position, token) {
      const asked = { type: 'complete', offset: document.offsetAt(position) } as const;
      const answer = await askAbout(simulator, document, token, 'completed', asked);
      return answer === undefined ? [] : itemsOf(answer.completions, document);
    },
  };
}

async function itemsOf(completions: Completions, document: vscode.TextDocument): Promise<vscode.CompletionItem[]> {
  switch (completions.kind) {
    case 'items':
      return completions.items.map((completion, index) => toItem(completion, index));
    case 'files':
      return filesBeside(document, completions.of, toVscodeRange(completions.range));
  }
}

function toItem({ label, detail, kind, text, range }: Completion, index: number): vscode.CompletionItem {
  const item = new vscode.CompletionItem({ label, description: detail }, KIND[kind]);
  item.insertText = text;
  item.filterText = text;
  item.range = toVscodeRange(range);
  // Units and presets have an order of their own, which the alphabet would lose.
  item.sortText = String(index).padStart(4, '0');
  return item;
}

async function filesBeside(
  document: vscode.TextDocument,
  of: ReferenceKind,
  range: vscode.Range,
): Promise<vscode.CompletionItem[]> {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  if (folder === undefined || document.uri.scheme === 'untitled') return [];
  const pattern = new vscode.RelativePattern(folder, FILES[of]);
  const found = await vscode.workspace.findFiles(pattern, '**/node_modules/**', MOST_FILES);
  return found
    .filter((uri) => uri.toString() !== document.uri.toString())
    .map((uri) => relativePath(document.uri, uri))
    .sort()
    .map((reference) => {
      const item = new vscode.CompletionItem(
        { label: reference, description: say`file` },
        vscode.CompletionItemKind.File,
      );
      item.insertText = JSON.stringify(reference);
      item.filterText = JSON.stringify(reference);
      item.range = range;
      return item;
    });
}

/** As one config refers to another file: `./base.cdma.json`, `../traces/manifest.json`. */
function relativePath(from: vscode.Uri, to: vscode.Uri): string {
  const base = from.path.split('/').slice(0, -1);
  const target = to.path.split('/');
  let shared = 0;
  while (shared < base.length && shared < target.length - 1 && base[shared] === target[shared]) shared++;
  const up = base.slice(shared).map(() => '..');
  return [...(up.length > 0 ? up : ['.']), ...target.slice(shared)].map(encodeURIComponent).join('/');
}
