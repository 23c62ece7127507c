import assert from 'node:assert/strict';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import {
  codeActions,
  diagnosticsWhen,
  dramBound,
  eventually,
  fileUri,
  isDram,
  marked,
  openConfig,
  ownSource,
  replaceAndSave,
} from './support.ts';

suite('diagnostics', () => {
  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  test('DRAM as the bottleneck: a warning on the value, cleared by its quick fix', async () => {
    const document = await openConfig('dram.cdma.json', dramBound);
    const [warning] = (await diagnosticsWhen(document.uri, (found) => found.some(isDram))).filter(isDram);
    assert.ok(warning);
    assert.equal(warning.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(warning.source, ownSource);
    assert.equal(marked(document, warning), '"100 GB/s"');
    assert.match(warning.message, /80 GB\/s.*compression ratio .* x link 51\.2 GB\/s = [\d.]+ GB\/s/s);
    assert.match(warning.message, /conv/);

    const [fix] = await eventually('the quick fix', async () => {
      const ours = (await codeActions(document.uri, warning.range)).filter(({ title }) =>
        title.startsWith('Set gpu.dramBandwidth'),
      );
      return ours.length > 0 ? ours : undefined;
    });
    assert.ok(fix?.edit);
    await vscode.workspace.applyEdit(fix.edit);
    await document.save();
    await diagnosticsWhen(document.uri, (found) => !found.some(isDram));
  });

  test('a finding of a value that is not written stands at its parent, and its fix inserts the key', async () => {
    const { dramBandwidth: _, ...gpu } = dramBound.gpu;
    const document = await openConfig('inherited.cdma.json', {
      ...dramBound,
      gpu: { ...gpu, dramEfficiency: 0.2 },
    });
    const found = await diagnosticsWhen(document.uri, (all) => all.some(isDram));
    const warning = found.find(isDram);
    assert.ok(warning);
    const actions = await codeActions(document.uri, warning.range);
    const fix = actions.find(({ title }) => title.startsWith('Set gpu.dramBandwidth'));
    assert.ok(fix?.edit);
    await vscode.workspace.applyEdit(fix.edit);
    assert.match(document.getText(), /"dramBandwidth": "[\d.]+ [GT]B\/s"/);
    await document.save();
    await diagnosticsWhen(document.uri, (all) => !all.some(isDram));
  });

  test('closing a config takes its findings away', async () => {
    const uri = fileUri('closed.cdma.json');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(JSON.stringify(dramBound)));
    // Opened as a user does it: `openTextDocument` would keep the document for minutes after its editor is gone.
    await vscode.commands.executeCommand('vscode.open', uri);
    await diagnosticsWhen(uri, (found) => found.some(({ source }) => source === ownSource));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await diagnosticsWhen(uri, (found) => found.length === 0);
  });

  test('saving the base of a config simulates the config again', async () => {
    const base = await openConfig('base.cdma.json', dramBound);
    const document = await openConfig('derived.cdma.json', { extends: './base.cdma.json', name: 'derived' });
    const [warning] = (await diagnosticsWhen(document.uri, (found) => found.some(isDram))).filter(isDram);
    assert.equal(warning && marked(document, warning), '"./base.cdma.json"');
    assert.equal(warning?.relatedInformation?.[0]?.location.uri.toString(), base.uri.toString());
    await replaceAndSave(base, '100 GB/s', '900 GB/s');
    await diagnosticsWhen(document.uri, (found) => !found.some(isDram));
  });
});
