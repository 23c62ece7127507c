import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { makeProgram } from './program.ts';

interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** `cdma explore` as it ships, with a folder for what it reads and writes. */
export class CommandLine {
  /** With a space in its name. */
  private readonly folder = mkdtempSync(path.join(os.tmpdir(), 'cdma explore '));
  readonly program = this.at('cdma.cjs');

  static async create(): Promise<CommandLine> {
    const commandLine = new CommandLine();
    await makeProgram(commandLine.program);
    return commandLine;
  }

  explore(...args: string[]): Outcome {
    const { status, stdout, stderr } = spawnSync(process.execPath, [this.program, 'explore', ...args], {
      encoding: 'utf8',
      maxBuffer: 2 ** 27,
    });
    assert.doesNotMatch(stderr, /\n\s+at |unexpected failure/);
    return { status, stdout, stderr };
  }

  /** The same without waiting: `ended` is an exit code, or the name of a signal. */
  start(...args: string[]): { child: ChildProcess; ended: Promise<number | string | null> } {
    const child = spawn(process.execPath, [this.program, 'explore', ...args], { stdio: 'ignore' });
    return { child, ended: new Promise((done) => child.once('exit', (code, signal) => done(code ?? signal))) };
  }

  /** Path of a file in the folder. */
  at(name: string): string {
    return path.join(this.folder, name);
  }

  config(name: string, content: object): string {
    writeFileSync(this.at(name), JSON.stringify(content));
    return this.at(name);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Complete lines of a file; none of one that is not there. */
export function linesOf(file: string): string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
}
