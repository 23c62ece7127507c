import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sweep } from './sweep.ts';

/** So many lines has a part when its process is killed. */
const ENOUGH_LINES = 5;

/**
 * Kills the process of a shard with SIGKILL when it has appended a few points. Gives the number of lines of its part.
 * Rejects when what started the shards ends before that.
 */
export async function killHalfWay(sweep: Sweep, shard: number, ended: Promise<unknown>): Promise<number> {
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  while (!isOver) {
    const pid = sweep.linesOfShard(shard) < ENOUGH_LINES ? undefined : processOfShard(sweep, shard);
    if (pid !== undefined) {
      process.kill(pid, 'SIGKILL');
      return sweep.linesOfShard(shard);
    }
    await sleep(10);
  }
  throw new Error(`shard ${shard} has ended before it could be killed, with ${sweep.linesOfShard(shard)} lines`);
}

/** The process that runs a shard itself, not a shell around it. */
function processOfShard(sweep: Sweep, shard: number): number | undefined {
  return readdirSync('/proc')
    .map(Number)
    .filter(Number.isInteger)
    .find((pid) => {
      const words = commandLine(pid);
      const place = words.indexOf('--shard');
      return words.includes(sweep.config) && place >= 0 && words[place + 1] === `${shard}/${sweep.shards}`;
    });
}

function commandLine(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return []; // it has ended
  }
}
