/** The same package from the same sources, byte for byte: so anybody can check that a VSIX is what was built from them. */
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader, ZipWriter } from '@zip.js/zip.js';

/** 1 January 1980 at midnight, the first date that a zip archive can hold. */
const FIRST_DATE = 0x00210000;

const FILE = 0o100644;
const PROGRAM = 0o100755;
const OWNER_MAY_RUN = 0o100;
/** Where Unix permissions are in the attributes of an entry. */
const MODE_SHIFT = 2 ** 16;

/** The content of a file as it is to be packed. */
type Change = (name: string, contents: Uint8Array, names: ReadonlySet<string>) => Uint8Array;

/**
 * The same files in a zip archive that depends on nothing else: in the order of their names, with one date, with
 * permissions that do not depend on those of the checkout, and compressed by code that does not come with Node.js.
 */
export async function reproducible(
  archive: Uint8Array,
  change: Change = (_, contents) => contents,
): Promise<Uint8Array> {
  const reader = new ZipReader(new Uint8ArrayReader(archive));
  const entries = (await reader.getEntries()).filter((entry) => !entry.directory);
  const writer = new ZipWriter(new Uint8ArrayWriter(), {
    level: 9,
    rawLastModDate: FIRST_DATE,
    extendedTimestamp: false,
    dataDescriptor: false,
    useCompressionStream: false,
    useWebWorkers: false,
  });
  const names = new Set(entries.map(({ filename }) => filename));
  for (const entry of entries.sort((a, b) => (a.filename < b.filename ? -1 : 1))) {
    const packed = await entry.getData(new Uint8ArrayWriter(), { useWebWorkers: false });
    const contents = change(entry.filename, packed, names);
    const mode = (entry.externalFileAttributes / MODE_SHIFT) & OWNER_MAY_RUN ? PROGRAM : FILE;
    await writer.add(entry.filename, new Uint8ArrayReader(contents), { externalFileAttributes: mode * MODE_SHIFT });
  }
  return writer.close();
}
