/** Values as what a page of Playwright can be handed: its own way of handing over typed arrays takes each number by itself. */

/** A typed array in text; `revived` makes it one again. */
interface PlainArray {
  readonly arrayOf: string;
  readonly base64: string;
}

/** Typed arrays as plain values. */
export function toPlain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return { arrayOf: value.constructor.name, base64: bytes.toString('base64') } satisfies PlainArray;
  }
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toPlain(inner)]));
}

/** Runs in a page: typed arrays again. It is handed to pages by itself, so all that it needs is in it. */
export function revived(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revived);
  if (typeof value !== 'object' || value === null) return value;
  if ('arrayOf' in value && 'base64' in value) {
    const text = atob(String(value.base64));
    const bytes = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
    return new (Reflect.get(globalThis, String(value.arrayOf)))(bytes.buffer);
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revived(inner)]));
}
