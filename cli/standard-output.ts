import { fstatSync, writeSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { EXIT_CANNOT_RUN, reasonOf } from './usage.ts';

/**
 * Text for the screen may go to a file on a full disk: Node.js takes a part that was written for all of it, and `console`
 * drops what is wrong. Says so once, and ends the process with {@link EXIT_CANNOT_RUN}. That nobody reads on is no
 * fault: `head` does so.
 */
export function keepStandardOutputWhole(): void {
  const stdout: Writable & { readonly fd: number; readonly isTTY?: boolean } = process.stdout;
  if (isOnDisk(stdout)) {
    stdout._write = (bytes: Uint8Array, _encoding, done) => {
      try {
        for (let written = 0; written < bytes.length; ) written += writeSync(stdout.fd, bytes, written);
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      done();
    };
  }
  let isTold = false;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (isTold || error.code === 'EPIPE') return;
    isTold = true;
    console.error(`cdma: cannot write the standard output: ${reasonOf(error)}`);
    process.once('exit', () => {
      process.exitCode = EXIT_CANNOT_RUN;
    });
  });
}

/** Rather than a pipe or a terminal, which Node.js writes to in another way. */
function isOnDisk({ fd, isTTY = false }: { fd: number; isTTY?: boolean }): boolean {
  const kind = fstatSync(fd);
  return !isTTY && !kind.isFIFO() && !kind.isSocket();
}
