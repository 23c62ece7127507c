/** Files are named by URI strings; references between them are relative, as in web pages. */

/** Undefined when the base has no place in a file system, as an unsaved file has none. */
export function resolveReference(reference: string, base: string): string | undefined {
  try {
    return new URL(reference, base).href;
  } catch {
    return undefined;
  }
}

/** Last part of a URI, decoded. */
export function fileName(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The shortest relative reference from one file to another; the URI itself when they share no root. */
export function relativeReference(from: string, to: string): string {
  const fromParts = from.split('/');
  const toParts = to.split('/');
  let shared = 0;
  while (shared < fromParts.length - 1 && fromParts[shared] === toParts[shared]) shared++;
  if (shared < 3) return to;
  const up = Array<string>(fromParts.length - 1 - shared).fill('..');
  return [...(up.length > 0 ? up : ['.']), ...toParts.slice(shared)].join('/');
}
