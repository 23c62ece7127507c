import { FileProblem, type FileReader, type OpenFile } from './host.ts';
import { say } from './words.ts';

/** URIs of the folders that files may be read from; undefined: any file may be read. */
export type Confinement = readonly string[] | undefined;

/** Files of a place that may have links. */
export interface LinkedFiles extends FileReader {
  /** Whether links between a folder and a file below it lead elsewhere, or may. Rejects with {@link FileProblem}. */
  leadsOutOf(folder: string, uri: string): Promise<boolean>;
}

/**
 * Reads no file outside of some folders, whatever a config names: neither by its path nor through a link. Reads of such files
 * reject with {@link FileProblem} before anything is asked of the file, as on some systems to ask already reaches a network.
 */
export class ConfinedFiles implements FileReader {
  constructor(
    private readonly files: LinkedFiles,
    public folders: Confinement = undefined,
  ) {}

  async readText(uri: string): Promise<string> {
    await this.allow(uri);
    return this.files.readText(uri);
  }

  async readBytes(uri: string, limitBytes: number): Promise<Uint8Array> {
    await this.allow(uri);
    return this.files.readBytes(uri, limitBytes);
  }

  async stat(uri: string): Promise<{ sizeBytes: number; modifiedMs: number }> {
    await this.allow(uri);
    return this.files.stat(uri);
  }

  async open(uri: string): Promise<OpenFile> {
    await this.allow(uri);
    return this.files.open(uri);
  }

  private async allow(uri: string): Promise<void> {
    if (this.folders === undefined) return;
    for (const folder of this.folders.filter((each) => isBelow(uri, each)))
      if (!(await this.files.leadsOutOf(folder, uri))) return;
    throw new FileProblem(uri, say`lies outside of this workspace, which is not trusted`);
  }
}

/** Whether the path of a file leads through a folder, as far as names tell. */
export function isBelow(uri: string, folder: string): boolean {
  const [file, whole] = [placeOf(uri), placeOf(folder)];
  if (file === undefined || whole === undefined || file.origin !== whole.origin) return false;
  return file.names.length > whole.names.length && whole.names.every((name, index) => name === file.names[index]);
}

/** Names along the path, decoded, as programs differ in what they encode; undefined where a name is not one of a file. */
function placeOf(uri: string): { origin: string; names: string[] } | undefined {
  try {
    const { protocol, host, pathname } = new URL(uri);
    const names = pathname
      .split('/')
      .filter((name) => name !== '')
      .map(decodeURIComponent);
    if (names.some((name) => name === '..' || /[/\\\0]/.test(name))) return undefined;
    // Drives of Windows have no case.
    return {
      origin: `${protocol}//${host}`,
      names: names.map((name) => (/^[A-Z]:$/.test(name) ? name.toLowerCase() : name)),
    };
  } catch {
    return undefined;
  }
}
