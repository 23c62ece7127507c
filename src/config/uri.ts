/** Files are named by URI strings; references between them are relative, as in web pages. */
import { say } from '../words.ts';

/** Of files that have no place yet, although they may have a path. */
const UNSAVED = 'untitled:';

/**
 * Undefined when the base has no place in a file system, as an unsaved file has none, and for a reference that leads out
 * of that file system: to another scheme, which may be a command of the editor, or to another machine, which would learn
 * who opened the config. Files of strangers are opened, too.
 */
export function resolveReference(reference: string, base: string): string | undefined {
  try {
    const to = new URL(reference, base);
    const from = new URL(base);
    // Windows takes a path of two slashes for another machine, and so do editors.
    const staysHere = to.protocol === from.protocol && to.host === from.host && !to.pathname.startsWith('//');
    const hasPlace = [to, from].every(({ href, protocol }) => protocol !== UNSAVED && href.startsWith(`${protocol}/`));
    return staysHere && hasPlace ? to.href : undefined;
  } catch {
    return undefined;
  }
}

/**
 * URI of a file that another file names by its path: with forward slashes, relative to the naming file, whatever characters
 * its names have; or already a URI. Undefined when the naming file has no folder (an unsaved document), and for what
 * {@link resolveReference} refuses.
 */
export function locateFile(file: string, namedIn: string): string | undefined {
  const isUri = /^[a-z][a-z0-9+.-]*:\/\//i.test(file);
  const reference = isUri ? file : encodePath(file);
  return reference === undefined ? undefined : resolveReference(reference, namedIn);
}

/** Undefined for text that is not Unicode: half a character of UTF-16, which JSON can write. */
function encodePath(path: string): string | undefined {
  try {
    return path.split('/').map(encodeURIComponent).join('/');
  } catch {
    return undefined;
  }
}

/** Why {@link resolveReference} finds no file: a reason that can follow the reference. */
export function whyUnresolved(base: string): string {
  return resolveReference('.', base) === undefined
    ? say`cannot be found from a file that is not saved`
    : say`is not a path from the file that names it`;
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

/** The path that {@link locateFile} finds as `to` from the file `from`. */
export function relativePath(from: string, to: string): string {
  const reference = relativeReference(from, to);
  return reference === to ? to : reference.split('/').map(decodeURIComponent).join('/');
}
