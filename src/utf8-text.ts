import { FileProblem } from './host.ts';
import { say } from './words.ts';

/** The text of a file. Throws {@link FileProblem} where its bytes are not UTF-8. */
export function utf8Text(uri: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new FileProblem(uri, say`is not UTF-8 text`);
  }
}
