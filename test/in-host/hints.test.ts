import assert from 'node:assert/strict';
import { suite, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { codeActions, dramBound, eventually, fileUri, openConfig } from './support.ts';

/** Opens a text without its caret `|`; the place is where it stood. */
async function openAtCaret(name: string, marked: string): Promise<[vscode.TextDocument, vscode.Position]> {
  const document = await openConfig(name, marked.replace('|', ''));
  return [document, document.positionAt(marked.indexOf('|'))];
}

async function completionsAt(document: vscode.TextDocument, position: vscode.Position, wanted: string) {
  return eventually(`the completion ${wanted}`, async () => {
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      position,
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    return labels.includes(wanted) ? labels : undefined;
  });
}

async function hoverAt(document: vscode.TextDocument, position: vscode.Position, accept: RegExp): Promise<string> {
  return eventually(`a hover with ${accept}`, async () => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      position,
    );
    const text = hovers
      .flatMap(({ contents }) => contents.map((content) => (typeof content === 'string' ? content : content.value)))
      .join('\n');
    return accept.test(text) ? text : undefined;
  });
}

async function inlayHints(document: vscode.TextDocument): Promise<string[]> {
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    new vscode.Range(0, 0, document.lineCount, 0),
  );
  return hints.map(({ label }) => (typeof label === 'string' ? label : label.map(({ value }) => value).join('')));
}

suite('hints', () => {
  suiteTeardown(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  test('units are completed behind a number', async () => {
    const [document, position] = await openAtCaret('units.cdma.json', '{ "dma": { "buffer": "70|" } }');
    const labels = await completionsAt(document, position, '70 KB');
    assert.ok(labels.includes('70 KiB'));
    assert.ok(!labels.includes('70 ns'), 'only units of a size');
  });

  test('values of presets are completed in an empty quantity', async () => {
    const [document, position] = await openAtCaret('values.cdma.json', '{ "gpu": { "dramBandwidth": "|" } }');
    await completionsAt(document, position, '3.35 TB/s');
  });

  test('layers of the network are completed', async () => {
    const marked = '{ "workload": { "network": "vgg16", "activations": { "layers": { "|" } } } }';
    const [document, position] = await openAtCaret('layers.cdma.json', marked);
    await completionsAt(document, position, 'conv5_3');
  });

  test('files of the workspace are completed', async () => {
    await openConfig('a base.cdma.json', {});
    const [document, position] = await openAtCaret('files.cdma.json', '{ "extends": "|" }');
    const labels = await completionsAt(document, position, './a%20base.cdma.json');
    assert.ok(!labels.includes('./files.cdma.json'), 'not the file itself');
  });

  test('a hover says what holds, whence, and what other values would give', async () => {
    const [document, position] = await openAtCaret('effect.cdma.json', '{ "link": { "band|width": "12.8 GB/s" } }');
    const text = await hoverAt(document, position, /Now/);
    assert.match(text, /12\.8 GB\/s.* — written here/);
    for (const value of ['6\\.4 GB\\/s', '25\\.6 GB\\/s'])
      assert.match(text, new RegExp(`${value}(&nbsp;)* \\| [\\d.]+ ms`));
  });

  test('a hover of a key that a preset supplies names the preset and its source', async () => {
    const marked = '{ "dma": { "co|dec": "zvc" } }';
    const [document, position] = await openAtCaret('choice.cdma.json', marked);
    const text = await hoverAt(document, position, /Now/);
    for (const codec of ['rle', 'zlib']) assert.match(text, new RegExp(`\\| ${codec}(&nbsp;)* \\| [\\d.]+ ms`));
  });

  test('files that a config names are links', async () => {
    const document = await openConfig('links.cdma.json', {
      extends: './a%20base.cdma.json',
      workload: { network: './my.cdma-network.json' },
    });
    const links = await eventually('links', async () => {
      const found = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
        'vscode.executeLinkProvider',
        document.uri,
      );
      return found.length >= 2 ? found : undefined;
    });
    assert.deepEqual(
      links.map(({ target }) => target?.toString()),
      [fileUri('a base.cdma.json').toString(), fileUri('my.cdma-network.json').toString()],
    );
  });

  test('derived values stand behind values, and can be switched off', async () => {
    const document = await openConfig('derived-values.cdma.json', {
      dma: { buffer: '70 KB', engineBytesPerCycle: 32 },
    });
    const shown = await eventually('inlay hints', async () => {
      const found = await inlayHints(document);
      return found.length > 0 ? found : undefined;
    });
    assert.ok(
      shown.some((text) => text.startsWith('= 200 GB/s x 350 ns')),
      shown.join(),
    );
    const settings = vscode.workspace.getConfiguration('cdma', document);
    await settings.update('inlayHints.enabled', false, vscode.ConfigurationTarget.Workspace);
    try {
      assert.deepEqual(await inlayHints(document), []);
    } finally {
      await settings.update('inlayHints.enabled', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  test('derived values follow the text before it is saved', async () => {
    const document = await openConfig('live.cdma.json', { gpu: { dramLatency: '350 ns' }, dma: { buffer: '70 KB' } });
    const edit = new vscode.WorkspaceEdit();
    const at = document.getText().indexOf('70 KB');
    edit.replace(document.uri, new vscode.Range(document.positionAt(at), document.positionAt(at + 5)), '140 KB');
    await vscode.workspace.applyEdit(edit);
    await eventually('the new value', async () =>
      (await inlayHints(document)).some((text) => text.startsWith('= 400 GB/s')) ? true : undefined,
    );
    await document.save();
  });

  test('a CodeLens tells the result above the config, and follows the text', async () => {
    const document = await openConfig('lens.cdma.json', dramBound);
    const lenses = (): Thenable<vscode.CodeLens[]> =>
      vscode.commands.executeCommand('vscode.executeCodeLensProvider', document.uri, 10);
    const withTitle = (title: RegExp): Promise<vscode.CodeLens> =>
      eventually(`the lens ${title}`, async () =>
        (await lenses()).find(({ command }) => title.test(command?.title ?? '')),
      );
    const lens = await withTitle(/Simulate · ZVC [\d.]+x · [+-]\d+ % over vDNN · /);
    assert.equal(lens.range.start.line, 0);
    assert.equal(lens.command?.command, 'cdma.simulate');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 1), ' ');
    await vscode.workspace.applyEdit(edit);
    await withTitle(/the text has changed/);
    await document.save();
    await withTitle(/over vDNN/);
  });

  test('above a sweep stands how many points it has', async () => {
    const document = await openConfig('sweep-lens.cdma.json', {
      explore: {
        parameters: { 'dma.buffer': ['8 KB', '16 KB', '70 KB'], 'link.bandwidth': ['8 GB/s', '12.8 GB/s'] },
        constraints: ['dma.buffer > 8 KB'],
      },
    });
    const lens = await eventually('the lens', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        10,
      );
      return lenses.find(({ command }) => /4 points, 2 dropped, about/.test(command?.title ?? ''));
    });
    assert.equal(lens.range.start.line, 1);
    await vscode.commands.executeCommand('cdma.explore', document.uri);
    // What the sweep has found out stands in the text.
    const edge = await eventually('the finding', () =>
      vscode.languages
        .getDiagnostics(document.uri)
        .find(({ code }) => typeof code === 'object' && code.value === 'explore-edge'),
    );
    assert.match(edge.message, /The best .* lies at link\.bandwidth = 8 GB\/s/);
  });

  test('all corrections of a kind, and all at once, as when saving', async () => {
    const document = await openConfig('corrections.cdma.json', {
      gpu: { prset: 'titanxp' },
      link: { preset: 'pcie3-x61' },
      dma: { bufer: '70 KB' },
      workload: { network: 'alexnett' },
    });
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const same = await eventually('all of a kind', async () =>
      (await codeActions(document.uri, all)).find(({ title }) => title === 'Correct all 2 of unknown-key'),
    );
    assert.ok(same.edit);
    const fixAll = await eventually('fix all', async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        all,
        'source.fixAll.cdma',
      );
      return actions[0];
    });
    assert.ok(fixAll.edit);
    await vscode.workspace.applyEdit(fixAll.edit);
    assert.deepEqual(JSON.parse(document.getText()), {
      gpu: { preset: 'titanxp' },
      link: { preset: 'pcie3-x16' },
      dma: { buffer: '70 KB' },
      workload: { network: 'alexnet' },
    });
    await document.save();
  });

  test('changes of the design are not applied together', async () => {
    const document = await openConfig('design.cdma.json', dramBound);
    await eventually('the warning', () =>
      vscode.languages.getDiagnostics(document.uri).length > 0 ? true : undefined,
    );
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(0, 0, document.lineCount, 0),
      'source.fixAll.cdma',
    );
    assert.deepEqual(actions, []);
  });
});
