import assert from 'node:assert/strict';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { fileUri, marked, settledDiagnostics } from '../support.ts';

/** One fault each: the text with it, the words that must be in its only message, and the text it marks. */
const FAULTS: { fault: string; text: string; message: RegExp; marks: string }[] = [
  {
    fault: 'syntax error half-way through typing',
    text: '{ "dma": { "buffer": ',
    message: /value expected|expected a value/i,
    marks: '',
  },
  {
    fault: 'wrong unit',
    text: '{ "dma": { "buffer": "70 ns" } }',
    message: /is a time; expected a size/,
    marks: '"70 ns"',
  },
  { fault: 'bare number', text: '{ "dma": { "buffer": 70 } }', message: /size/, marks: '70' },
  {
    fault: 'negative count',
    text: '{ "gpu": { "memoryControllers": -3 } }',
    message: /minimum|from 1/i,
    marks: '-3',
  },
  { fault: 'unknown key', text: '{ "dma": { "bufer": "70 KB" } }', message: /bufer/, marks: '"bufer"' },
  { fault: 'unknown preset', text: '{ "gpu": { "preset": "titan-xp" } }', message: /titanxp/, marks: '"titan-xp"' },
  {
    fault: 'unknown network',
    text: '{ "workload": { "network": "alexnett" } }',
    message: /alexnet/,
    marks: '"alexnett"',
  },
  { fault: 'NaN', text: '{ "link": { "bandwidth": "NaN GB/s" } }', message: /bandwidth/, marks: '"NaN GB/s"' },
  {
    fault: 'infinity',
    text: '{ "link": { "bandwidth": "Infinity GB/s" } }',
    message: /bandwidth/,
    marks: '"Infinity GB/s"',
  },
  {
    fault: 'missing manifest',
    text: '{ "workload": { "activations": { "source": "tensors", "manifest": "./nowhere.json" } } }',
    message: /does not exist/,
    marks: '"./nowhere.json"',
  },
];

interface Situation {
  situation: string;
  /** One of each source unless said otherwise. */
  faults?: typeof FAULTS;
  /** File name of the fault with this number. */
  name?: (index: number) => string;
  /** The text of a fault in this situation. */
  text?: (text: string) => string;
  languageId?: string;
  settings?: { section: string; key: string; value: unknown };
}

/** One of each source: syntax, schema, quantities, names, files. */
const ONE_OF_EACH = [
  'syntax error half-way through typing',
  'unknown key',
  'wrong unit',
  'unknown network',
  'missing manifest',
];

/** Who reports syntax and schema depends on five facts (extension/editing/json-service.ts); here each has its turn. */
const SITUATIONS: readonly Situation[] = [
  { situation: 'JSON validation on', faults: FAULTS },
  {
    situation: 'JSON validation off',
    faults: FAULTS,
    settings: { section: 'json', key: 'validate.enable', value: false },
  },
  { situation: 'language JSON without comments', languageId: 'json' },
  { situation: 'plain text', languageId: 'plaintext' },
  {
    situation: 'a schema of its own, which allows everything',
    text: (text) => text.replace('{', '{ "$schema": "./anything.schema.json",'),
  },
  {
    situation: 'a name that only the setting knows',
    name: (index) => `named/fault-${index}.json`,
    settings: { section: 'cdma', key: 'configFiles', value: ['named/*.json'] },
  },
  {
    situation: 'a name that only the setting knows, JSON validation off',
    name: (index) => `named/fault-${index}.json`,
    languageId: 'plaintext',
    settings: { section: 'cdma', key: 'configFiles', value: ['named/*.json'] },
  },
];

suite('one fault, one message', () => {
  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  for (const [number, { situation, faults, name, text: changed, languageId, settings }] of SITUATIONS.entries()) {
    const chosen = faults ?? FAULTS.filter(({ fault }) => ONE_OF_EACH.includes(fault));
    test(`${situation}: every fault has one message, at the right place`, async () => {
      await vscode.workspace.fs.writeFile(fileUri('anything.schema.json'), new TextEncoder().encode('{}'));
      await change(settings, settings?.value);
      try {
        const documents: vscode.TextDocument[] = [];
        for (const [index, { text }] of chosen.entries()) {
          const content = changed === undefined ? text : changed(text);
          const uri = fileUri(name?.(index) ?? `fault-${number}-${index}.cdma.json`);
          await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
          const document = await vscode.workspace.openTextDocument(uri);
          await vscode.window.showTextDocument(document, { preview: false }); // the next one does not take its place
          documents.push(
            languageId === undefined ? document : await vscode.languages.setTextDocumentLanguage(document, languageId),
          );
        }
        const settled = await Promise.all(documents.map(({ uri }) => settledDiagnostics(uri)));
        for (const [index, { fault, message, marks }] of chosen.entries()) {
          const document = documents[index];
          const found = (settled[index] ?? []).filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning);
          assert.ok(document);
          assert.equal(found.length, 1, `${fault}: ${JSON.stringify(found)}`);
          assert.match(found[0]?.message ?? '', message, fault);
          assert.doesNotMatch(found[0]?.message ?? '', /\n\s+at /, 'no stack trace');
          if (marks !== '') assert.equal(found[0] && marked(document, found[0]), marks, fault);
        }
      } finally {
        await change(settings, undefined);
      }
    });
  }
});

async function change(settings: Situation['settings'], value: unknown): Promise<void> {
  if (settings === undefined) return;
  const { section, key } = settings;
  await vscode.workspace.getConfiguration(section).update(key, value, vscode.ConfigurationTarget.Workspace);
}
