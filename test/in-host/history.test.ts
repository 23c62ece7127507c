import assert from 'node:assert/strict';
import { suite, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { History } from '../../extension/history/history.ts';
import { HistoryTree } from '../../extension/history/history-tree.ts';
import type { ConfigState } from '../../extension/runs.ts';
import { AskedFiles } from '../../extension/worker/asked-files.ts';
import { recordedPart } from '../../src/report/recorded-result.ts';
import type { Report } from '../../src/report/report.ts';
import { Runner } from '../../src/run.ts';
import { webHost } from '../../src/web/web-host.ts';
import { eventually, fileUri, openConfig, replaceAndSave } from './support.ts';

const CONFIG = fileUri('tuned.cdma.json');
const OTHER = fileUri('other.cdma.json');
/** Alike in every host; its configs name no files. */
const runner = new Runner(webHost(new AskedFiles(() => undefined)));

async function reportOf(text: string, uri = CONFIG): Promise<Report> {
  const { report } = await runner.run(text, uri.toString());
  assert.ok(report);
  return report;
}

const withBatch = (batch: number): string => JSON.stringify({ workload: { network: 'alexnet', batch } });

/** The run history of one window, in a folder that other windows may share. */
class Window {
  readonly history: History;
  readonly warnings: string[] = [];
  private readonly runs = new vscode.EventEmitter<ConfigState>();
  private clockMs = Date.UTC(2024, 0, 1);

  constructor(folder: string) {
    const storage = fileUri(folder);
    const log = { warn: (message: string) => void this.warnings.push(message) };
    const context = { storageUri: storage, globalStorageUri: storage };
    this.history = new History(context, { onDidChange: this.runs.event }, log);
  }

  /** As when a simulation of the text has ended, and it was quiet for a moment. */
  async simulate(text: string, uri = CONFIG): Promise<Report> {
    const report = await this.simulateInPassing(text, uri);
    await this.history.latestOf(uri);
    return report;
  }

  /** As when a simulation of the text has ended. */
  async simulateInPassing(text: string, uri = CONFIG): Promise<Report> {
    const report = await reportOf(text, uri);
    this.clockMs += 1000;
    this.runs.fire({
      uri,
      status: { kind: 'current' },
      report,
      run: { durationMs: 1, requestedAtMs: this.clockMs, version: 1 },
      text,
      findings: [],
      expectations: [],
      declaresSchema: false,
      dependencies: [],
      simulatorMs: 1,
    });
    return report;
  }

  /** Id of the newest run, once all that was asked for is done. */
  async newest(uri = CONFIG): Promise<string> {
    const entry = await this.history.latestOf(uri);
    assert.ok(entry, this.warnings.join());
    return entry.id;
  }

  async ids(): Promise<string[]> {
    await this.history.latestOf(CONFIG);
    return this.history.entries.map(({ id }) => id);
  }
}

const inHistory = (folder: string, name: string): vscode.Uri => vscode.Uri.joinPath(fileUri(folder), 'history', name);

async function write(uri: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

async function namesIn(folder: string): Promise<string[]> {
  const files = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(fileUri(folder), 'history'));
  return files.map(([name]) => name).sort();
}

suite('run history', () => {
  suiteTeardown(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  test('of results that follow each other at once none is lost', async () => {
    const window = new Window('history-passing');
    const first = await window.simulateInPassing(withBatch(32));
    const last = await window.simulateInPassing(withBatch(64));
    assert.equal((await window.ids()).length, 2);
    assert.deepEqual(
      window.history.entries.map(({ hash }) => hash),
      [last.config.hash, first.config.hash],
    );
    window.history.dispose();
  });

  test('runs outlive a restart, with text and result', async () => {
    const window = new Window('restart');
    const first = await window.simulate(withBatch(32));
    const firstId = await window.newest();
    await window.simulate(withBatch(32));
    await window.simulate(withBatch(64));
    // Asked at once: the file is still to be written.
    const secondId = await window.newest();
    assert.equal((await window.history.textOf(secondId))?.text, withBatch(64));
    await window.history.change([firstId], { name: 'baseline', starred: true });
    const restarted = new Window('restart');
    assert.deepEqual(await restarted.ids(), [secondId, firstId]);
    assert.deepEqual(restarted.history.entries, window.history.entries);
    const recorded = await restarted.history.recorded(firstId);
    assert.deepEqual(recorded?.result, recordedPart(first));
    assert.equal(recorded?.entry.name, 'baseline');
    assert.deepEqual([...window.warnings, ...restarted.warnings], []);
  });

  test('an index that is damaged or of a later version is set aside, and recording goes on', async () => {
    for (const [folder, index] of [
      ['damaged', '{"version": 1, "entries": [{'],
      ['later', '{"version": 2, "entries": []}'],
    ] as const) {
      await write(inHistory(folder, 'history.json'), index);
      const window = new Window(folder);
      assert.deepEqual(await window.ids(), []);
      assert.equal(window.warnings.length, 1);
      await window.simulate(withBatch(32));
      const id = await window.newest();
      assert.deepEqual(await namesIn(folder), [`${id}.json`, 'history.damaged.json', 'history.json'].sort());
      const aside = await vscode.workspace.fs.readFile(inHistory(folder, 'history.damaged.json'));
      assert.equal(new TextDecoder().decode(aside), index);
      assert.deepEqual(await new Window(folder).ids(), [id]);
    }
  });

  test('two windows on one folder keep what either did', async () => {
    const one = new Window('windows');
    const two = new Window('windows');
    await one.simulate(withBatch(32));
    const first = await one.newest();
    await two.simulate(withBatch(64));
    const second = await two.newest();
    await one.history.change([first], { starred: true });
    await two.simulate(withBatch(96), OTHER);
    const third = await two.newest(OTHER);
    await one.history.remove([second]);
    await two.history.change([third], { name: 'other' });
    const restarted = new Window('windows');
    assert.deepEqual((await restarted.ids()).sort(), [first, third].sort());
    const entries = new Map(restarted.history.entries.map((entry) => [entry.id, entry]));
    assert.equal(entries.get(first)?.starred, true);
    assert.equal(entries.get(third)?.name, 'other');
    assert.deepEqual([...one.warnings, ...two.warnings], []);
  });

  test('the same design run in two windows is two runs of two configs', async () => {
    const one = new Window('same');
    const two = new Window('same');
    await one.simulate(withBatch(32));
    const first = await one.newest();
    await two.simulate(`${withBatch(32)} // other`, OTHER);
    const second = await two.newest(OTHER);
    assert.notEqual(first, second);
    assert.equal((await one.history.textOf(first))?.text, withBatch(32));
  });

  test('a run whose file is gone is gone; a damaged one harms no other', async () => {
    const window = new Window('gone');
    await window.simulate(withBatch(32));
    const first = await window.newest();
    await window.simulate(withBatch(64));
    const second = await window.newest();
    await window.simulate(withBatch(96));
    const third = await window.newest();
    await vscode.workspace.fs.delete(inHistory('gone', `${first}.json`));
    await write(inHistory('gone', `${second}.json`), '{"text": "{}", "result": {}}');
    assert.equal(await window.history.recorded(first), undefined);
    assert.equal(await window.history.recorded(second), undefined);
    assert.ok(await window.history.recorded(third));
    assert.deepEqual(await window.ids(), [third, second]);
    assert.deepEqual(await new Window('gone').ids(), [third, second]);
  });

  test('the tree has configs by their last run, and below them runs, starred ones first', async () => {
    const window = new Window('tree');
    const { history } = window;
    await window.simulate(withBatch(32));
    const first = await window.newest();
    await window.simulate(withBatch(64));
    await window.simulate(withBatch(96), OTHER);
    await window.newest(OTHER);
    await history.change([first], { starred: true, name: 'baseline' });
    const tree = new HistoryTree(history);
    const configs = tree.getChildren();
    assert.deepEqual(
      configs.map((node) => tree.getTreeItem(node).resourceUri?.toString()),
      [OTHER.toString(), CONFIG.toString()],
    );
    const items = configs.flatMap((node) => tree.getChildren(node)).map((node) => tree.getTreeItem(node));
    assert.deepEqual(
      items.map(({ contextValue }) => contextValue),
      ['run', 'run.starred', 'run'],
    );
    assert.equal(items[1]?.label, 'baseline');
    assert.match(items[1]?.accessibilityInformation?.label ?? '', /^baseline, starred, .*2024/);
    assert.match(String(items[2]?.label), /^ZVC [\d.]+x · [+-]\d+ % over vDNN/);
  });

  test('the text of a run is put back as one edit that can be undone; a deleted run does nothing', async () => {
    const document = await openConfig('tuned.cdma.json', withBatch(32));
    // An edit would cancel a simulation that is still going on.
    await eventually('the first result', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        10,
      );
      return lenses.some(({ command }) => command?.title.includes('over vDNN')) ? true : undefined;
    });
    const { hash } = (await reportOf(withBatch(32))).config;
    const node = { kind: 'run', entry: { id: `${hash.slice(0, 12)}-1` } };
    await replaceAndSave(document, '"batch":32', '"batch":48');
    await eventually('the text of the first run', async () => {
      await vscode.commands.executeCommand('cdma.history.restore', node);
      return document.getText() === withBatch(32) ? true : undefined;
    });
    assert.ok(document.isDirty);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), withBatch(48));
    await vscode.commands.executeCommand('cdma.history.delete', node);
    await vscode.commands.executeCommand('cdma.history.restore', node);
    assert.equal(document.getText(), withBatch(48));
  });
});
