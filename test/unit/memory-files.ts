import { FileProblem, type FileReader } from '../../src/host.ts';

/** Files that exist only in memory, by URI: for tests, and for configs that are composed rather than written. */
export function memoryFiles(texts: Readonly<Record<string, string>>): FileReader {
  const find = (uri: string): string => {
    const text = texts[uri];
    if (text === undefined) throw new FileProblem(uri, 'does not exist');
    return text;
  };
  const bytesOf = (uri: string): Uint8Array => new TextEncoder().encode(find(uri));
  return {
    readText: async (uri) => find(uri),
    readBytes: async (uri) => bytesOf(uri),
    stat: async (uri) => ({ sizeBytes: bytesOf(uri).length, modifiedMs: 0 }),
  };
}
