import * as vscode from 'vscode';
import { say } from '../../src/words.ts';
import type { History } from './history.ts';
import type { HistoryEntry } from './run-history.ts';

export const HISTORY_VIEW = 'cdma.history';

/** A config, or one of its runs. */
export type Node = { kind: 'config'; uri: string } | { kind: 'run'; entry: HistoryEntry };

/** The run history as a tree: configs by their last run, and below each its runs, starred ones first. */
export class HistoryTree implements vscode.TreeDataProvider<Node> {
  readonly onDidChangeTreeData: vscode.Event<void>;

  constructor(private readonly history: History) {
    this.onDidChangeTreeData = history.onDidChange;
  }

  getChildren(node?: Node): Node[] {
    const { entries } = this.history;
    if (node === undefined) {
      return [...new Set(entries.map(({ uri }) => uri))].map((uri) => ({ kind: 'config', uri }));
    }
    if (node.kind === 'run') return [];
    const runs = entries.filter(({ uri }) => uri === node.uri);
    const ordered = [...runs.filter(({ starred }) => starred), ...runs.filter(({ starred }) => !starred)];
    return ordered.map((entry) => ({ kind: 'run', entry }));
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return node.kind === 'config' ? configItem(node.uri) : runItem(node.entry);
  }
}

function configItem(uri: string): vscode.TreeItem {
  const resource = vscode.Uri.parse(uri);
  const item = new vscode.TreeItem(resource, vscode.TreeItemCollapsibleState.Expanded);
  const relative = vscode.workspace.asRelativePath(resource);
  item.id = uri;
  item.description = relative.slice(0, Math.max(0, relative.lastIndexOf('/')));
  item.contextValue = 'config';
  item.iconPath = vscode.ThemeIcon.File;
  return item;
}

function runItem(entry: HistoryEntry): vscode.TreeItem {
  const { id, uri, name, headline, starred, ranAtMs, hash } = entry;
  const label = name ?? headline;
  const item = new vscode.TreeItem(label);
  const when = new Date(ranAtMs).toLocaleString(vscode.env.language);
  const file = vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
  item.id = id;
  item.description = when;
  // Plain text, as names and files are the user's.
  item.tooltip = [name, headline, when, file, hash].filter((part) => part !== null).join('\n');
  item.iconPath = new vscode.ThemeIcon(starred ? 'star-full' : 'history');
  item.accessibilityInformation = { label: starred ? say`${label}, starred, ${when}` : `${label}, ${when}` };
  item.contextValue = starred ? 'run.starred' : 'run';
  item.command = {
    command: 'cdma.history.compare',
    title: headline,
    arguments: [{ kind: 'run', entry } satisfies Node],
  };
  return item;
}
