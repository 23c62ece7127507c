import { UnreadableTensor } from './tensor-problem.ts';

/**
 * A value of a `.npy` header with its position in the text. Anything but a string, a truth value or a tuple is `other`.
 */
export type PythonValue = { position: number } & (
  | { kind: 'string'; text: string }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'tuple'; items: readonly string[] }
  | { kind: 'other'; text: string }
);

/** Matches at the position where the last token ended. Strings of a header have no escapes. */
const TOKEN = /\s*(?:'([^'\\\n]*)'|"([^"\\\n]*)"|(\((?:[^()'"[\]{}]*)\))|([{}:,[\]()])|([\w.+-]+))/y;

interface Token {
  position: number;
  text: string;
  string?: string;
}

/**
 * The dictionary literal that a `.npy` header is, by key. Only what NumPy writes is understood: strings, True, False,
 * and tuples of numbers. Throws {@link UnreadableTensor}, with positions in the text counted from `offset`.
 */
export function parsePythonDictionary(text: string, offset: number): ReadonlyMap<string, PythonValue> {
  let end = 0;
  const fail = (message: string, position: number): never => {
    throw new UnreadableTensor(message, offset + position);
  };
  const next = (expectation: string): Token => {
    TOKEN.lastIndex = end;
    const match = TOKEN.exec(text);
    if (match === null) return fail(`has no Python dictionary as its header: expected ${expectation}`, end);
    end = TOKEN.lastIndex;
    const trimmed = match[0].trimStart();
    const string = match[1] ?? match[2];
    const token = { position: end - trimmed.length, text: trimmed };
    return string === undefined ? token : { ...token, string };
  };
  const expect = (symbols: string): Token => {
    const expectation = [...symbols].map((symbol) => `'${symbol}'`).join(' or ');
    const token = next(expectation);
    if (token.text.length !== 1 || !symbols.includes(token.text)) {
      fail(`has no Python dictionary as its header: expected ${expectation}`, token.position);
    }
    return token;
  };

  const values = new Map<string, PythonValue>();
  expect('{');
  for (;;) {
    const key = next("a key or '}'");
    if (key.text === '}') break;
    if (key.string === undefined) {
      return fail("has no Python dictionary as its header: expected a key in quotes or '}'", key.position);
    }
    if (values.has(key.string)) fail(`has '${key.string}' twice in its header`, key.position);
    expect(':');
    const value = valueOfToken(next('a value'));
    values.set(key.string, value);
    if (value.kind === 'other') return values;
    if (expect(',}').text === '}') break;
  }
  if (text.slice(end).trim() !== '') fail('has more than a dictionary in its header', end);
  return values;
}

function valueOfToken({ position, text, string }: Token): PythonValue {
  if (string !== undefined) return { position, kind: 'string', text: string };
  if (text === 'True' || text === 'False') return { position, kind: 'boolean', value: text === 'True' };
  if (text.length > 1 && text.startsWith('(')) {
    const items = text
      .slice(1, -1)
      .split(',')
      .map((item) => item.trim());
    // (3,) is a tuple of one, () of none.
    if (items.at(-1) === '') items.pop();
    return { position, kind: 'tuple', items };
  }
  return { position, kind: 'other', text };
}
