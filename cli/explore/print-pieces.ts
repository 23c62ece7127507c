import { once } from 'node:events';

/** Written together: each write is a call of the system. */
const LEAST_CHARACTERS = 1 << 16;

/** Writes a text to the screen as fast as it is read there. Ends where nobody reads on, as `head` does. */
export async function printPieces(pieces: Iterable<string> | AsyncIterable<string>): Promise<void> {
  const { stdout } = process;
  let isRead = true;
  const onError = (): void => {
    isRead = false;
  };
  stdout.on('error', onError);
  const write = async (text: string): Promise<void> => {
    if (isRead && !stdout.write(text)) await once(stdout, 'drain').catch(onError);
  };
  let gathered = '';
  for await (const piece of pieces) {
    gathered += piece;
    if (gathered.length < LEAST_CHARACTERS) continue;
    await write(gathered);
    gathered = '';
    if (!isRead) return;
  }
  await write(gathered);
}
