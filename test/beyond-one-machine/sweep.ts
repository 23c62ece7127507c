import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { MERGED_NAME, type RecipeKind } from '../../cli/recipes/recipe.ts';
import { makeProgram } from './program.ts';

/** How a program ended, and what it said. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A sweep with its config, its results and the command line, in a folder whose name is hard to quote. */
export class Sweep {
  private constructor(
    private readonly folder: string,
    readonly shards: number,
  ) {}

  /** A sweep of about so many points: 1 ms each on a processor of 2020, as copies run ahead and there is no closed form. */
  static async create(points: number, shards: number): Promise<Sweep> {
    const sweep = new Sweep(mkdtempSync(path.join(os.tmpdir(), `cdma's "é" {} %a $HOME `)), shards);
    const explore = {
      parameters: {
        'dma.buffer': { from: '16 KB', to: '96 KB', count: Math.ceil(points / 24) },
        'gpu.dramEfficiency': { from: 0.5, to: 0.9, count: 12 },
        'dma.codec': ['zvc', 'rle'],
      },
      constraints: ['gpu.dramEfficiency < 0.88'], // drops a twelfth, so that ids are not a row without gaps
    };
    const config = { workload: { network: 'alexnet', batch: 64, sync: 'async', staging: '512 MB' }, explore };
    writeFileSync(sweep.config, JSON.stringify(config));
    await makeProgram(sweep.program);
    return sweep;
  }

  get config(): string {
    return path.join(this.folder, 'sweep.cdma.json');
  }

  /** Folder that takes the parts and the merged result. */
  get results(): string {
    return path.join(this.folder, 'results');
  }

  get merged(): string {
    return path.join(this.results, MERGED_NAME);
  }

  /** What a shard has appended so far, in lines that are complete. */
  linesOfShard(shard: number): number {
    try {
      return readFileSync(this.partOfShard(shard), 'utf8').split('\n').length - 1;
    } catch {
      return 0; // not begun
    }
  }

  partOfShard(shard: number): string {
    return path.join(this.results, `part-${shard}-of-${this.shards}.ndjson`);
  }

  /** Writes the file that `cdma explore --emit` prints, and gives its name. */
  emit(kind: RecipeKind): string {
    const sharding = ['--shards', String(this.shards), '--out', this.results];
    const recipe = path.join(this.folder, `${kind} recipe`);
    writeFileSync(recipe, this.explore('--emit', kind, ...sharding).stdout);
    return recipe;
  }

  /** SHA-256 of the points when one process runs all of them, in hexadecimal. */
  hashOfOneProcess(): string {
    const file = path.join(this.folder, 'one-process.ndjson');
    this.explore('--ndjson', file);
    return hashOf(file);
  }

  hashOfMerged(): string {
    return hashOf(this.merged);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get program(): string {
    return path.join(this.folder, 'cdma.cjs');
  }

  private explore(...args: string[]): Outcome {
    const outcome = run(process.execPath, [this.program, 'explore', this.config, ...args]);
    if (outcome.status !== 0) throw new Error(`explore ${args.join(' ')}: ${outcome.status}\n${outcome.stderr}`);
    return outcome;
  }
}

const RUN_LIMIT_MS = 120_000;

/** Runs a program to its end; without a status when that takes too long. */
export function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Outcome {
  return spawnSync(program, args, { env, encoding: 'utf8', maxBuffer: 2 ** 26, timeout: RUN_LIMIT_MS });
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
