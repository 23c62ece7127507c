/** Messages as anything may arrive through a channel that clones: each is well formed or dropped, both ways. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PANEL_COMMANDS, PROTOCOL_VERSION, VIEW_NAMES } from '../../protocol/messages.ts';
import { readHostMessage, readPanelMessage, remembered } from '../../protocol/read-messages.ts';
import { fuzz } from './fuzz.ts';
import { hostileKey, hostileText } from './hostile.ts';

const CASES = 4000;

/** What structured cloning carries besides plain values. */
const exotic: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, Number.NaN, -0, Number.POSITIVE_INFINITY, 2 ** 53, 10n, true),
  fc.constantFrom<unknown>(
    new Map([['type', 'ready']]),
    new Set([1]),
    new Date(0),
    /a/,
    new Error('a'),
    new Date(Number.NaN),
  ),
  fc.uint8Array({ maxLength: 12 }),
  fc.constantFrom<unknown>(
    new Float64Array(2),
    new ArrayBuffer(4),
    new DataView(new ArrayBuffer(2)),
    Object('text'),
    Object(1),
  ),
  fc.nat({ max: 200 }).map((length) => Array<unknown>(length)), // nothing in it
  fc.constant('x'.repeat(5_000_001)),
  hostileText,
);
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1);
const SVG = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"></svg>');
/** Values of sound messages, in the right places and in wrong ones. */
const usual: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...PANEL_COMMANDS, ...VIEW_NAMES, 'png', 'svg', PNG, SVG, PROTOCOL_VERSION, 0, 1, 'abc', ''),
  fc.constantFrom<unknown>(
    'timeline',
    'curves',
    'networks',
    'sweep',
    'validation',
    'featureMaps',
    'running',
    'current',
  ),
  fc.constantFrom<unknown>([], {}, ['dma', 'buffer'], ['a', 0], [Number.NaN], [{}], [[]], [null], { kind: 'toString' }),
);
const KEYS = [
  ...[
    'protocol',
    'type',
    'id',
    'path',
    'values',
    'value',
    'question',
    'kind',
    'hash',
    'layer',
    'image',
    'name',
    'format',
  ],
  ...[
    'content',
    'text',
    'command',
    'dictionary',
    'language',
    'state',
    'document',
    'status',
    'isLocked',
    'report',
    'study',
  ],
  ...[
    'problems',
    'layers',
    'contestants',
    'markdown',
    'result',
    'view',
    'done',
    'total',
    'answer',
    'message',
    'designs',
  ],
  ...['labels', 'roofline', 'buffer', 'columns', 'feasible', 'nonZero'],
];
const TYPES = [
  ...['ready', 'study', 'reveal', 'useValues', 'ask', 'cancel', 'savePicture', 'copyText', 'unpin', 'command'],
  ...['words', 'state', 'caret', 'comparison', 'show', 'progress', 'answer', 'rejected', 'toString', '__proto__'],
];
const key = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...KEYS) }, hostileKey);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 3, arbitrary: usual },
    exotic,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 6 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

/** Of the right version and type, with fields that may be right. */
const nearly = fc
  .tuple(fc.constantFrom(...TYPES), fc.array(fc.tuple(key, value), { maxLength: 6 }))
  .map(([type, fields]) => Object.fromEntries([...fields, ['protocol', PROTOCOL_VERSION], ['type', type]]) as unknown);

const SOUND: readonly Readonly<Record<string, unknown>>[] = [
  { type: 'ready' },
  { type: 'study' },
  { type: 'reveal', path: ['dma', 'buffer'] },
  { type: 'useValues', values: [{ path: ['dma', 'buffer'], value: '70 KB' }] },
  { type: 'ask', id: 1, question: { kind: 'timeline', hash: 'abc' } },
  { type: 'ask', id: 1, question: { kind: 'featureMaps', layer: 'conv1', image: 0 } },
  { type: 'ask', id: 1, question: { kind: 'sweep' } },
  { type: 'cancel', id: 1 },
  { type: 'savePicture', name: 'Layers', format: 'png', content: PNG },
  { type: 'savePicture', name: 'Layers', format: 'svg', content: SVG },
  { type: 'copyText', text: 'a' },
  { type: 'unpin', id: 'a' },
  { type: 'command', command: 'pin' },
  { type: 'words', dictionary: { a: 'b' }, language: 'en' },
  { type: 'state', state: { document: {}, status: { kind: 'current' }, isLocked: false, report: null } },
  { type: 'study', document: 'file:///a', status: { kind: 'current', problems: [] }, study: { layers: [] } },
  { type: 'caret', document: 'file:///a', path: ['a', 0] },
  { type: 'comparison', contestants: [{ id: 'a', result: {} }], comparison: null, markdown: '', csv: '' },
  { type: 'show', view: 'layers', isToRun: false },
  { type: 'progress', id: 1, done: 1, total: 2 },
  { type: 'answer', id: 1, answer: { kind: 'networks', content: [{}] } },
  { type: 'answer', id: 1, answer: { kind: 'featureMaps', content: [{ nonZero: new Uint8Array(1) }] } },
  { type: 'rejected', id: 1, message: 'no' },
];
/** A sound message in which one field is something else, at the top or further down. */
const spoilt = fc.tuple(fc.constantFrom(...SOUND), fc.nat({ max: 20 }), value).map(([sound, at, other]) => {
  const message: Record<string, unknown> = { protocol: PROTOCOL_VERSION, ...structuredClone(sound) };
  const places = placesIn(message);
  const place = places[at % places.length];
  if (place !== undefined) place.holder[place.key] = other;
  return message as unknown;
});

const message = fc.oneof(value, nearly, { weight: 2, arbitrary: spoilt }).map((data) => structuredClone(data));

test('the messages that are spoilt here are sound', () => {
  for (const sound of SOUND) {
    const message = { protocol: PROTOCOL_VERSION, ...sound };
    assert.ok(readPanelMessage(message) ?? readHostMessage(message), JSON.stringify(sound));
  }
});

test('the extension takes well-formed messages only, with nothing else in them', async (t) => {
  let taken = 0;
  await fuzz(t, message, CASES, (data) => {
    const read = readPanelMessage(data);
    if (read === undefined) return;
    taken++;
    assert.equal(read.protocol, PROTOCOL_VERSION);
    const { protocol: _, ...fields } = read;
    assert.ok(isPanelMessage(fields), fc.stringify(read));
    // What is taken once is taken again as it is.
    assert.deepEqual(readPanelMessage(structuredClone(read)), read);
  });
  assert.ok(taken > CASES / 100, `${taken} were taken`);
});

test('the page takes well-formed messages only', async (t) => {
  let taken = 0;
  await fuzz(t, message, CASES, (data) => {
    const read = readHostMessage(data);
    if (read === undefined) return;
    taken++;
    assert.equal(read, data);
    assert.equal(read.protocol, PROTOCOL_VERSION);
    switch (read.type) {
      case 'words':
        for (const text of Object.values(read.dictionary)) assert.equal(typeof text, 'string');
        return;
      case 'state':
        assert.equal(typeof read.state.status.kind, 'string');
        return;
      case 'caret':
        assert.ok(read.path === null || isPath(read.path));
        return;
      case 'comparison':
        for (const { id } of read.contestants) assert.equal(typeof id, 'string');
        return;
      case 'show':
        assert.ok(VIEW_NAMES.includes(read.view));
        return;
      case 'study':
        for (const _ of read.study?.layers ?? []);
        return;
      case 'progress':
      case 'answer':
      case 'rejected':
        assert.ok(Number.isSafeInteger(read.id));
        return;
    }
  });
  assert.ok(taken > CASES / 100, `${taken} were taken`);
});

test('what the page remembers may be anything', async (t) => {
  await fuzz(t, value, CASES / 4, (data) => {
    const memory = remembered(structuredClone(data));
    if (memory === undefined) return;
    assert.deepEqual([typeof memory.document, typeof memory.isLocked], ['string', 'boolean']);
  });
});

test('a list without end and without anything in it is dropped at once', () => {
  const endless: unknown[] = [];
  endless.length = 2 ** 32 - 1;
  const start = performance.now();
  for (const message of [
    { type: 'reveal', path: endless },
    { type: 'useValues', values: endless },
    { type: 'caret', document: 'a', path: endless },
    { type: 'comparison', contestants: endless, comparison: null, markdown: '', csv: '' },
    { type: 'answer', id: 1, answer: { kind: 'networks', content: endless } },
  ]) {
    const whole = { protocol: PROTOCOL_VERSION, ...message };
    assert.equal(readPanelMessage(whole), undefined);
    assert.equal(readHostMessage(whole), undefined);
  }
  assert.ok(performance.now() - start < 1000);
});

interface Place {
  holder: Record<string, unknown>;
  key: string;
}

function placesIn(holder: Record<string, unknown>): Place[] {
  return Object.entries(holder).flatMap(([key, inner]) => {
    const isHolder = typeof inner === 'object' && inner !== null && !ArrayBuffer.isView(inner);
    return [{ holder, key }, ...(isHolder ? placesIn(inner as Record<string, unknown>) : [])];
  });
}

/** Whether an object has the keys that are named, each as it should be, and no others. */
function has(fields: object, checks: Readonly<Record<string, (value: unknown) => boolean>>): boolean {
  const entries = Object.entries(fields);
  const isRight = ([key, value]: [string, unknown]) => Object.hasOwn(checks, key) && checks[key]?.(value) === true;
  return entries.length === Object.keys(checks).length && entries.every(isRight);
}

const isText = (value: unknown) => typeof value === 'string';
const isId = (value: unknown) => Number.isSafeInteger(value);
const isListOf = (value: unknown, isItem: (item: unknown) => boolean) =>
  Array.isArray(value) && [...value].every(isItem);
const isPath = (value: unknown) => isListOf(value, (key) => typeof key === 'string' || typeof key === 'number');
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** What `PanelMessage` says, written down a second time. */
function isPanelMessage(fields: { type: string }): boolean {
  const type = (value: unknown) => value === fields.type;
  switch (fields.type) {
    case 'ready':
    case 'study':
      return has(fields, { type });
    case 'reveal':
      return has(fields, { type, path: isPath });
    case 'useValues':
      return has(fields, { type, values: (values) => isListOf(values, isSetting) });
    case 'ask':
      return has(fields, { type, id: isId, question: (question) => isObject(question) && isQuestion(question) });
    case 'cancel':
      return has(fields, { type, id: isId });
    case 'savePicture': {
      const isFormat = (format: unknown) => format === 'png' || format === 'svg';
      return has(fields, { type, name: isText, format: isFormat, content: (bytes) => bytes instanceof Uint8Array });
    }
    case 'copyText':
      return has(fields, { type, text: (text) => typeof text === 'string' && text.length <= 5e6 });
    case 'unpin':
      return has(fields, { type, id: isText });
    case 'command':
      return has(fields, { type, command: (command) => PANEL_COMMANDS.some((known) => known === command) });
    default:
      return false;
  }
}

function isSetting(setting: unknown): boolean {
  const isPlain = (value: unknown) => typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
  return (
    isObject(setting) &&
    has(setting, { path: (path) => isPath(path) && (path as unknown[]).length > 0, value: isPlain })
  );
}

function isQuestion(question: object): boolean {
  const { kind } = question as { kind?: unknown };
  const isKind = (value: unknown) => value === kind;
  if (kind === 'timeline' || kind === 'curves' || kind === 'networks')
    return has(question, { kind: isKind, hash: isText });
  if (kind === 'sweep' || kind === 'validation') return has(question, { kind: isKind });
  const isImage = (image: unknown) => Number.isSafeInteger(image) && Number(image) >= 0;
  return kind === 'featureMaps' && has(question, { kind: isKind, layer: isText, image: isImage });
}
