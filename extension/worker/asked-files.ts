import type { LinkedFiles } from '../../src/confined-files.ts';
import { FileProblem, LARGEST_TEXT_BYTES, type OpenFile } from '../../src/host.ts';
import { utf8Text } from '../../src/utf8-text.ts';
import { say } from '../../src/words.ts';
import type { FileAnswer, FileQuestion, WorkerReply } from './messages.ts';

/** Such files come whole, so that they have to fit into memory. */
const LARGEST_OPENED_BYTES = 256e6;

/** Files that the extension reads for the simulator: of virtual workspaces, and all of a web host. */
export class AskedFiles implements LinkedFiles {
  private readonly waiting = new Map<number, (answer: FileAnswer) => void>();
  private asked = 0;

  constructor(private readonly post: (reply: WorkerReply) => void) {}

  /** The extension's answer to the question of that number. */
  take(id: number, answer: FileAnswer): void {
    const settle = this.waiting.get(id);
    this.waiting.delete(id);
    settle?.(answer);
  }

  async readText(uri: string): Promise<string> {
    return utf8Text(uri, await this.readBytes(uri, LARGEST_TEXT_BYTES));
  }

  async readBytes(uri: string, limitBytes: number): Promise<Uint8Array> {
    const answer = await this.ask({ uri, wanted: 'content', limitBytes });
    if (answer.kind !== 'content') throw problemOf(uri, answer);
    return answer.bytes;
  }

  async stat(uri: string): Promise<{ sizeBytes: number; modifiedMs: number }> {
    const answer = await this.ask({ uri, wanted: 'size' });
    if (answer.kind !== 'size') throw problemOf(uri, answer);
    return answer;
  }

  async open(uri: string): Promise<OpenFile> {
    const content = await this.readBytes(uri, LARGEST_OPENED_BYTES);
    return {
      uri,
      sizeBytes: content.length,
      read: async (into, offset) => {
        const end = offset + into.length;
        if (end > content.length) throw new FileProblem(uri, say`ends before byte ${end}`);
        into.set(content.subarray(offset, end));
      },
      close: () => Promise.resolve(),
    };
  }

  async leadsOutOf(folder: string, uri: string): Promise<boolean> {
    const answer = await this.ask({ uri, wanted: 'links', folder });
    if (answer.kind !== 'links') throw problemOf(uri, answer);
    return answer.areThere;
  }

  private ask(question: FileQuestion): Promise<FileAnswer> {
    const id = ++this.asked;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.post({ id, type: 'askFile', question });
    });
  }
}

function problemOf(uri: string, answer: FileAnswer): Error {
  return answer.kind === 'problem'
    ? new FileProblem(uri, answer.reason)
    : new Error(`unexpected answer "${answer.kind}" about ${uri}`);
}
