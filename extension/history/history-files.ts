import * as vscode from 'vscode';
import { isRecordedResult, type RecordedResult } from '../../src/report/recorded-result.ts';
import { type HistoryEntry, isRunId, readIndex, writeIndex } from './run-history.ts';

/** What is kept of a run besides its entry. */
export interface RecordedRun {
  /** Of the config. */
  text: string;
  result: RecordedResult;
}

const INDEX = 'history.json';
const DAMAGED_INDEX = 'history.damaged.json';
/** Every window has a host of its own: two that write at a time do not write the same file. */
const NEW_INDEX = `history.${crypto.randomUUID()}.new.json`;

/** Files of the run history in one folder: an index, and a file for each run. Call its methods within {@link inTurn}. */
export class HistoryFiles {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly folder: vscode.Uri,
    private readonly log: Pick<vscode.LogOutputChannel, 'warn'>,
  ) {}

  /** Works on the files when all that was asked for before is done. Undefined where it fails, which is logged. */
  inTurn<T>(work: () => Promise<T>): Promise<T | undefined> {
    const turn = this.last.then(work).catch((error: unknown) => {
      this.log.warn(`The files of the run history: ${String(error)}`);
      return undefined;
    });
    this.last = turn;
    return turn;
  }

  /** The entries of the index; none without one. One that is no index of this version is set aside. */
  async readIndex(): Promise<HistoryEntry[]> {
    const text = await this.read(INDEX);
    if (text === undefined) return [];
    const entries = readIndex(text);
    if (entries !== undefined) return entries;
    this.log.warn(`The run history cannot be read: it is set aside as ${DAMAGED_INDEX}.`);
    await vscode.workspace.fs.rename(this.file(INDEX), this.file(DAMAGED_INDEX), { overwrite: true });
    return [];
  }

  /** Writes the index whole: another window never sees half of it. */
  async writeIndex(entries: readonly HistoryEntry[]): Promise<void> {
    await this.write(NEW_INDEX, writeIndex(entries));
    await vscode.workspace.fs.rename(this.file(NEW_INDEX), this.file(INDEX), { overwrite: true });
  }

  /** Ids of the runs that have a file. */
  async runIds(): Promise<Set<string>> {
    const files = (await unlessMissing(vscode.workspace.fs.readDirectory(this.folder))) ?? [];
    return new Set(files.map(([name]) => name.replace(/\.json$/, '')).filter(isRunId));
  }

  /** Undefined where there is no file, or none that this version understands. */
  async readRun(id: string): Promise<RecordedRun | undefined> {
    const text = await this.read(`${id}.json`);
    if (text === undefined) return undefined;
    const run = readRecordedRun(text);
    if (run === undefined) this.log.warn(`The file of the run ${id} cannot be read.`);
    return run;
  }

  writeRun(id: string, run: RecordedRun): Promise<void> {
    return this.write(`${id}.json`, JSON.stringify(run));
  }

  async removeRuns(ids: readonly string[]): Promise<void> {
    for (const id of ids) await unlessMissing(vscode.workspace.fs.delete(this.file(`${id}.json`)));
  }

  private async read(name: string): Promise<string | undefined> {
    const bytes = await unlessMissing(vscode.workspace.fs.readFile(this.file(name)));
    return bytes && new TextDecoder().decode(bytes);
  }

  private async write(name: string, text: string): Promise<void> {
    await vscode.workspace.fs.writeFile(this.file(name), new TextEncoder().encode(text));
  }

  private file(name: string): vscode.Uri {
    return vscode.Uri.joinPath(this.folder, name);
  }
}

function readRecordedRun(text: string): RecordedRun | undefined {
  try {
    const { text: config, result } = JSON.parse(text) as Record<string, unknown>;
    return typeof config === 'string' && isRecordedResult(result) ? { text: config, result } : undefined;
  } catch {
    return undefined;
  }
}

/** A file that is not there is no failure; one that cannot be read is, lest it be taken for none and overwritten. */
async function unlessMissing<T>(access: Thenable<T>): Promise<T | undefined> {
  try {
    return await access;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}
