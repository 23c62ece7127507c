/**
 * An object as `JSON.stringify(object, null, 2)` gives it, in pieces: with a list of all points it may be longer than a
 * string can be. Lists may be made while they are written.
 */
export function* jsonPieces(object: Readonly<Record<string, unknown>>): Generator<string, void> {
  let separator = '{\n';
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined) continue;
    yield `${separator}  ${JSON.stringify(key)}: `;
    if (isIterable(value)) yield* listPieces(value);
    else yield indented(value, '  ');
    separator = ',\n';
  }
  yield separator === ',\n' ? '\n}\n' : '{}\n';
}

function* listPieces(list: Iterable<unknown>): Generator<string, void> {
  let separator = '[\n';
  for (const element of list) {
    yield `${separator}    ${indented(element, '    ')}`;
    separator = ',\n';
  }
  yield separator === ',\n' ? '\n  ]' : '[]';
}

function indented(value: unknown, by: string): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${by}`);
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
