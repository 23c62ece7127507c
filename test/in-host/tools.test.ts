import assert from 'node:assert/strict';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { dramBound, eventually, fileUri, openConfig, resultsTab } from './support.ts';

async function invoke(name: string, input: object, token?: vscode.CancellationToken): Promise<string> {
  const result = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined }, token);
  return result.content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}

suite('tools', () => {
  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  test('language-model tools are there, with their schemas', () => {
    const names = vscode.lm.tools.map(({ name }) => name);
    for (const name of [
      'validate_cdma_config',
      'simulate_cdma_config',
      'explore_cdma_designs',
      'explain_cdma_bottleneck',
    ])
      assert.ok(names.includes(name), names.join());
  });

  test('validate: findings with their places', async () => {
    const answer = JSON.parse(await invoke('validate_cdma_config', { text: '{ "dma": { "buffer": "70 ns" } }' }));
    assert.equal(answer.valid, false);
    assert.deepEqual(
      [answer.findings[0].code, answer.findings[0].line, answer.findings[0].column],
      ['quantity', 1, 22],
    );
  });

  test('simulate: the figures of the core, with their provenance', async () => {
    const { uri } = await openConfig('for-models.cdma.json', dramBound);
    const answer = JSON.parse(await invoke('simulate_cdma_config', { path: uri.fsPath }));
    assert.ok(answer.compressionRatio > 1 && answer.time.oracleMs < answer.time.cdmaMs);
    assert.ok(answer.provenance.length > 0);
    assert.ok(answer.findings.some(({ code }: { code: string }) => code === 'dram-bandwidth'));
  });

  test('explain: the sentence, the resources and what to change', async () => {
    const answer = JSON.parse(await invoke('explain_cdma_bottleneck', { text: JSON.stringify(dramBound) }));
    assert.match(answer.explanation, /DRAM/);
    assert.ok(answer.remedies.some(({ fixes }: { fixes: string[] }) => fixes.some((fix) => /dramBandwidth/.test(fix))));
  });

  test('explore: the best points first, and what was dropped', async () => {
    const explore = {
      parameters: { 'link.bandwidth': ['6.4 GB/s', '12.8 GB/s'], 'dma.codec': ['rle', 'zvc'] },
      objectives: { iterationTime: 'minimise' },
    };
    const answer = JSON.parse(await invoke('explore_cdma_designs', { text: JSON.stringify({ explore }) }));
    assert.deepEqual(answer.points[0].parameters, { 'link.bandwidth': '12.8 GB/s', 'dma.codec': 'zvc' });
    assert.equal(answer.feasible, 4);
    assert.match(await invoke('explore_cdma_designs', { text: '{}' }), /no sweep/);
  });

  test('a path that cannot be read is answered with what to do instead', async () => {
    assert.match(await invoke('simulate_cdma_config', { path: fileUri('nowhere.cdma.json').fsPath }), /cannot be read/);
    assert.match(await invoke('simulate_cdma_config', { path: '/etc/hostname' }), /must end in \.cdma\.json/);
    assert.match(await invoke('simulate_cdma_config', {}), /absolute path/);
  });

  test('a cancelled tool does not answer', async () => {
    const source = new vscode.CancellationTokenSource();
    const answer = invoke('simulate_cdma_config', { text: '{ "fidelity": "pipeline" }' }, source.token);
    source.cancel();
    await assert.rejects(async () => answer);
  });

  test('a new config opens unsaved with its results beside, from presets', async () => {
    await vscode.commands.executeCommand('cdma.newConfig', 'v100-sxm2', 'pcie3-x16');
    const document = await eventually('the config', () =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.path.endsWith('v100-sxm2.cdma.json')),
    );
    assert.equal(document.isUntitled, true);
    assert.match(document.getText(), /"preset": "v100-sxm2"/);
    await eventually('the results', resultsTab);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  test('results are written to a file in each format, with their hash', async () => {
    const { uri } = await openConfig('exported.cdma.json', dramBound);
    for (const format of ['markdown', 'csv', 'json', 'trace']) {
      const target = fileUri(`exported.${format}`);
      await vscode.commands.executeCommand('cdma.exportResults', uri, format, target);
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(target));
      assert.match(text, /[0-9a-f]{64}/, format);
    }
  });

  test('samples are copied into the workspace once, and the first is opened', async () => {
    await vscode.commands.executeCommand('cdma.openSamples');
    const opened = await eventually('the sample', () =>
      vscode.window.activeTextEditor?.document.uri.path.endsWith('cdma-samples/dram-bound.cdma.json')
        ? vscode.window.activeTextEditor.document
        : undefined,
    );
    const edit = new vscode.WorkspaceEdit();
    edit.insert(opened.uri, new vscode.Position(0, 0), '// mine\n');
    await vscode.workspace.applyEdit(edit);
    await opened.save();
    await vscode.commands.executeCommand('cdma.openSamples');
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(opened.uri));
    assert.match(text, /^\/\/ mine/, 'what is there stays as it is');
  });
});
