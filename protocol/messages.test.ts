import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PROTOCOL_VERSION } from './messages.ts';
import { readHostMessage, readPanelMessage, remembered } from './read-messages.ts';

const protocol = PROTOCOL_VERSION;
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const SVG = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"></svg>');
const picture = { protocol, type: 'savePicture', name: 'Layers', format: 'png', content: PNG };
const ask = { protocol, type: 'ask', id: 1, question: { kind: 'timeline', hash: 'abc' } };

for (const [what, message] of [
  ['a PNG', picture],
  ['an SVG', { ...picture, format: 'svg', content: SVG }],
  ['a question', ask],
  ['a question about feature maps', { ...ask, question: { kind: 'featureMaps', layer: 'conv1', image: 0 } }],
  ['a command', { protocol, type: 'command', command: 'pin' }],
  ['values for the config', { protocol, type: 'useValues', values: [{ path: ['dma', 'buffer'], value: '70 KB' }] }],
] as const) {
  test(`${what} of the page is taken as it is`, () => assert.deepEqual(readPanelMessage(message), message));
}

for (const [what, message] of [
  ['bytes that are no PNG', { ...picture, content: new Uint8Array(100) }],
  ['an SVG that is none', { ...picture, format: 'svg', content: PNG }],
  ['another format', { ...picture, format: 'exe' }],
  ['a text in place of bytes', { ...picture, content: 'data:image/png;base64,AAAA' }],
  ['more than twenty megabytes', { ...picture, content: Object.assign(new Uint8Array(20_000_001), [...PNG]) }],
  ['no name', { ...picture, name: 7 }],
  ['another version', { ...picture, protocol: 99 }],
  ['a command that is not allowed', { protocol, type: 'command', command: 'workbench.action.terminal.new' }],
  ['a kind of question that is none', { ...ask, question: { kind: 'toString' } }],
  ['a question without a number', { ...ask, id: 'one' }],
  ['a question about no result', { ...ask, question: { kind: 'timeline' } }],
  ['an image below zero', { ...ask, question: { kind: 'featureMaps', layer: 'conv1', image: -1 } }],
  ['a value that is a section', { protocol, type: 'useValues', values: [{ path: ['dma'], value: {} }] }],
  ['a path of objects', { protocol, type: 'reveal', path: [{}] }],
  ['a text of many megabytes', { protocol, type: 'copyText', text: 'x'.repeat(5_000_001) }],
  ['nothing', undefined],
] as const) {
  test(`${what} is dropped`, () => assert.equal(readPanelMessage(message), undefined));
}

test('what does not belong to a message of the page is left out', () => {
  assert.deepEqual(readPanelMessage({ ...ask, more: 1, question: { ...ask.question, more: 2 } }), ask);
});

for (const [what, message] of [
  ['an answer of no kind', { protocol, type: 'answer', id: 1, answer: { kind: 'weather', content: {} } }],
  ['an answer without its figures', { protocol, type: 'answer', id: 1, answer: { kind: 'timeline', content: {} } }],
  ['maps that are no bytes', { protocol, type: 'answer', id: 1, answer: { kind: 'featureMaps', content: [{}] } }],
  ['a refusal without a reason', { protocol, type: 'rejected', id: 1 }],
  ['a view that is none', { protocol, type: 'show', view: 'weather', isToRun: false }],
  ['a caret at no path', { protocol, type: 'caret', document: 'file:///a', path: 'dma.buffer' }],
  [
    'a comparison of no results',
    { protocol, type: 'comparison', contestants: [{}], comparison: null, markdown: '', csv: '' },
  ],
] as const) {
  test(`${what} is dropped by the page`, () => assert.equal(readHostMessage(message), undefined));
}

test('a refusal, a caret and a view are taken', () => {
  for (const message of [
    { protocol, type: 'rejected', id: 1, message: 'no' },
    { protocol, type: 'caret', document: 'file:///a', path: ['dma', 'buffer'] },
    { protocol, type: 'caret', document: 'file:///a', path: null },
    { protocol, type: 'show', view: 'comparison', isToRun: false },
  ]) {
    assert.equal(readHostMessage(message), message);
  }
});

test('what a page remembers is trusted only where it is sound', () => {
  assert.deepEqual(remembered({ document: 'file:///a', isLocked: true }), { document: 'file:///a', isLocked: true });
  assert.deepEqual(remembered({ document: 'file:///a' }), { document: 'file:///a', isLocked: false });
  for (const memory of [undefined, null, [], { document: 7 }]) assert.equal(remembered(memory), undefined);
});
