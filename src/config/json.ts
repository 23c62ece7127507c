import type { ConfigPath } from '../findings/finding.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path, or undefined. Looks at own keys only, so `constructor` and the like are never found. */
export function valueAt(value: unknown, path: ConfigPath): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as JsonObject)[key];
  }
  return current;
}

/** JSON text with sorted keys and no white space: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

/** A value as it is quoted in a message: short, and on one line. */
export function quoteValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  // JSON has no infinity, but `1e999` in a file is read as one.
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE - 3)}..."` : text;
}

const LONGEST_QUOTE = 60;

/** A key, or keys with dots between, as a message names it: a file may hold keys of any length. */
export function shortened(key: string): string {
  return key.length > 2 * LONGEST_QUOTE ? `${key.slice(0, 2 * LONGEST_QUOTE - 3)}...` : key;
}
