import * as vscode from 'vscode';
import { say } from '../src/words.ts';
import type { Comparisons } from './comparisons.ts';
import { openConfig } from './configs.ts';
import type { History } from './history/history.ts';
import type { Results } from './results.ts';
import type { Runs } from './runs.ts';

interface Parts {
  comparisons: Comparisons;
  results: Results;
  history: History;
  runs: Runs;
}

/** Shows recorded results beside each other, next to the present result of the config of the first. */
export async function compareRecorded(
  { comparisons, results, history }: Omit<Parts, 'runs'>,
  ids: readonly string[],
): Promise<void> {
  const [first] = ids;
  const recorded = first === undefined ? undefined : await history.recorded(first);
  if (recorded === undefined) return;
  await comparisons.setPins(ids);
  results.open(vscode.Uri.parse(recorded.entry.uri), 'comparison');
}

/** Simulates configs, as chosen in the explorer, and shows their results beside each other. */
export async function compareConfigs(parts: Parts, configs: readonly vscode.Uri[]): Promise<void> {
  const ids: string[] = [];
  for (const uri of configs) {
    const document = await openConfig(uri);
    if (document === undefined) continue;
    if (parts.runs.get(uri)?.status.kind !== 'current') await parts.runs.start(document);
    const entry = await parts.history.latestOf(uri);
    if (entry !== undefined) ids.push(entry.id);
  }
  if (ids.length < 2) void vscode.window.showInformationMessage(say`Choose at least two configs without errors.`);
  else await compareRecorded(parts, ids);
}
