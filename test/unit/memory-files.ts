import { FileProblem, type FileReader } from '../../src/host.ts';

/** Files that exist only in memory, by URI: for tests, and for configs that are composed rather than written. */
export function memoryFiles(contents: Readonly<Record<string, string | Uint8Array>>): FileReader {
  const bytesOf = (uri: string): Uint8Array => {
    const content = contents[uri];
    if (content === undefined) throw new FileProblem(uri, 'does not exist');
    return typeof content === 'string' ? new TextEncoder().encode(content) : content;
  };
  return {
    readText: async (uri) => new TextDecoder().decode(bytesOf(uri)),
    readBytes: async (uri) => bytesOf(uri),
    stat: async (uri) => ({ sizeBytes: bytesOf(uri).length, modifiedMs: 0 }),
    open: async (uri) => {
      const bytes = bytesOf(uri);
      return {
        uri,
        sizeBytes: bytes.length,
        read: async (into, offset) => {
          if (offset + into.length > bytes.length)
            throw new FileProblem(uri, `ends before byte ${offset + into.length}`);
          into.set(bytes.subarray(offset, offset + into.length));
        },
        close: async () => undefined,
      };
    },
  };
}
