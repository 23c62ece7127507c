import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { linesOf } from '../beyond-one-machine/command-line.ts';
import { makeProgram } from '../beyond-one-machine/program.ts';

export interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

interface Circumstances {
  /** Arguments of Node.js itself. */
  node?: readonly string[];
  /** A file descriptor that takes what is printed. */
  stdout?: number;
  folder?: string;
}

/** No command here takes longer, in milliseconds: one that hangs is a failure. */
const LONGEST = 60_000;

/** The command line as it ships, and a folder in which things go wrong. */
export class Command {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'cdma-faults-'));
  private readonly program = this.at('cdma.cjs');

  static async create(): Promise<Command> {
    const command = new Command();
    await makeProgram(command.program);
    return command;
  }

  /** Path of a file in the folder. */
  at(...names: string[]): string {
    return path.join(this.folder, ...names);
  }

  write(name: string, content: object | string | Uint8Array): string {
    const file = this.at(name);
    mkdirSync(path.dirname(file), { recursive: true });
    const isData = typeof content === 'string' || content instanceof Uint8Array;
    writeFileSync(file, isData ? content : JSON.stringify(content));
    return file;
  }

  /** Runs it to its end, which is never a stack trace. */
  run(args: readonly string[], { node = [], stdout, folder = this.folder }: Circumstances = {}): Outcome {
    const ended = spawnSync(process.execPath, [...node, this.program, ...args], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      timeout: LONGEST,
      stdio: ['ignore', stdout ?? 'pipe', 'pipe'],
    });
    const outcome = { status: ended.status, stdout: ended.stdout ?? '', stderr: ended.stderr };
    assert.equal(ended.signal, null, `ended by ${ended.signal}: ${outcome.stderr.slice(-2000)}`);
    assert.doesNotMatch(outcome.stderr, /\n\s+at |unexpected failure/);
    return outcome;
  }

  /** Starts it without waiting. */
  start(...args: string[]): { child: ChildProcess; ended: Promise<Outcome> } {
    const child = spawn(process.execPath, [this.program, ...args], { cwd: this.folder, timeout: LONGEST });
    const printed = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        printed[name] += text;
      });
    }
    const ended = new Promise<Outcome>((done) => child.once('close', (status) => done({ status, ...printed })));
    return { child, ended };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Waits until a file has so many complete lines, while a process writes it. */
export async function untilLines(file: string, count: number, child: ChildProcess): Promise<void> {
  while (linesOf(file).length < count) {
    assert.equal(child.exitCode, null, 'it has ended too early');
    await sleep(10);
  }
}

/** Lines of a text that have a part in them. */
export function linesWith(text: string, part: string): string[] {
  return text.split('\n').filter((line) => line.includes(part));
}
