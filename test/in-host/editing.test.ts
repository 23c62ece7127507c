import assert from 'node:assert/strict';
import { suite, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import {
  codeOf,
  diagnosticsWhen,
  dramBound,
  eventually,
  isDram,
  openConfig,
  replaceAndSave,
  resultsTab,
} from './support.ts';

suite('editing', () => {
  suiteTeardown(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  test('comments and trailing commas are allowed', async () => {
    const document = await openConfig('comments.cdma.json', '{\n  // a comment\n  "name": "commented",\n}\n');
    await eventually('the link finding', () => {
      const found = vscode.languages.getDiagnostics(document.uri);
      return found.some((one) => codeOf(one) === 'link-bound') ? found : undefined;
    });
    const problems = vscode.languages
      .getDiagnostics(document.uri)
      .filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning);
    assert.deepEqual(problems, []);
  });

  test('keys, presets and networks are completed', async () => {
    const document = await openConfig(
      'complete.cdma.json',
      '{ "gpu": { "preset": "" }, "workload": { "network": "" } }',
    );
    const labelsAt = async (text: string): Promise<string[]> => {
      const position = document.positionAt(document.getText().indexOf(text) + text.length - 1);
      return eventually('completions', async () => {
        const list = await vscode.commands.executeCommand<vscode.CompletionList>(
          'vscode.executeCompletionItemProvider',
          document.uri,
          position,
        );
        const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
        return labels.length > 0 ? labels : undefined;
      });
    };
    assert.ok((await labelsAt('"preset": ""')).some((label) => label.includes('titanx-maxwell')));
    assert.ok((await labelsAt('"network": ""')).some((label) => label.includes('googlenet')));
  });

  test('hovering a key shows unit, range and where the default comes from', async () => {
    const document = await openConfig('hover.cdma.json', { dma: { buffer: '70 KB' } });
    const position = document.positionAt(document.getText().indexOf('buffer') + 2);
    const text = await eventually('the hover', async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        position,
      );
      const all = hovers.flatMap(({ contents }) =>
        contents.map((content) => (typeof content === 'string' ? content : content.value)),
      );
      return all.length > 0 ? all.join('\n') : undefined;
    });
    assert.match(text, /70 KB/);
    assert.match(text, /KB/);
  });

  test('the first save opens the results beside, and the focus stays in the editor', async () => {
    const document = await openConfig('panel.cdma.json', dramBound);
    await diagnosticsWhen(document.uri, (found) => found.length > 0);
    assert.equal(resultsTab(), undefined);
    await replaceAndSave(document, '"batch": 32', '"batch": 64');
    const tab = await eventually('the results', resultsTab);
    assert.equal(tab.group.viewColumn, vscode.ViewColumn.Two);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), document.uri.toString());
    assert.equal(vscode.window.tabGroups.activeTabGroup.viewColumn, vscode.ViewColumn.One);
  });

  test('the resolved config names the origin of every value', async () => {
    const document = await openConfig('resolved.cdma.json', dramBound);
    await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    await vscode.commands.executeCommand('cdma.showResolvedConfig', document.uri);
    const resolved = await eventually('the resolved config', () =>
      vscode.workspace.textDocuments.find(
        ({ uri }) => uri.scheme === 'cdma-resolved' && uri.query.includes('resolved.cdma'),
      ),
    );
    await eventually('its text', () => (resolved.getText().length > 0 ? true : undefined));
    assert.match(resolved.getText(), /"dramBandwidth": "100 GB\/s"/);
    assert.match(resolved.getText(), /titanx-maxwell/);
    assert.match(resolved.getText(), /memoryControllers/);
  });

  test('a newer run takes the place of the older: only the last text is reported', async () => {
    const document = await openConfig('fast.cdma.json', dramBound);
    for (const bandwidth of ['110', '120', '130', '900']) {
      const previous = /"dramBandwidth": "(\d+) GB/.exec(document.getText())?.[1] ?? '';
      await replaceAndSave(document, `${previous} GB/s`, `${bandwidth} GB/s`);
    }
    await diagnosticsWhen(document.uri, (found) => !found.some(isDram));
  });
});
