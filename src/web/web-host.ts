import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { FileReader, Host } from '../host.ts';
import { openZip } from './zip-archive.ts';
import { deflate, inflate } from './zlib-streams.ts';

/**
 * The simulator's host for browsers: needs no more than a Web Worker has. A worker cannot reach files by itself: `files`
 * come from whoever can.
 */
export function webHost(files: FileReader): Host {
  return {
    files,
    deflate,
    inflate,
    sha256: (data) => bytesToHex(sha256(typeof data === 'string' ? new TextEncoder().encode(data) : data)),
    startSha256,
    openZip,
    pause,
  };
}

function startSha256(): ReturnType<Host['startSha256']> {
  const hash = sha256.create();
  return { update: (data) => void hash.update(data), hexadecimal: () => bytesToHex(hash.digest()) };
}

/** A message to itself is handled after those that wait already; a timer would take 4 ms. */
function pause(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
