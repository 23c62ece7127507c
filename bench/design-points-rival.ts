import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../scripts/project.ts';
import type { Structure } from '../src/exploration/structures.ts';
import { LAUNCH_OVERHEAD } from '../src/timing/compute-constants.ts';

/** The program of bench/design-points.py, which waits for its turns. */
export class Rival {
  readonly pointsFile: string;
  private readonly resultsFile: string;

  constructor(
    private readonly process: ChildProcess,
    private readonly answers: AsyncIterator<string>,
    folder: string,
  ) {
    this.pointsFile = path.join(folder, 'points');
    this.resultsFile = path.join(folder, 'results');
  }

  /** Seconds that it takes for so many designs, which are in `pointsFile`. */
  async run(count: number): Promise<number> {
    this.process.stdin?.write(`${count} ${this.pointsFile} ${this.resultsFile}\n`);
    return Number(await this.answer());
  }

  async answer(): Promise<string> {
    const { value, done } = await this.answers.next();
    if (done === true) throw new Error('the Python program has ended');
    return value;
  }

  /** Of the last run, figure by figure. */
  results(): Float64Array {
    const bytes = readFileSync(this.resultsFile);
    return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / Float64Array.BYTES_PER_ELEMENT);
  }

  stop(): void {
    this.process.stdin?.end();
  }
}

/** What it computes with: kernels and copies of every step, and what is not swept. */
export function rivalModel({ config: { gpu, link, dma, cost }, shape, table }: Structure): object {
  if (dma.dramPriority !== 'dma' || dma.placement !== 'memory-controller' || table.kernels === undefined)
    throw new Error('the rival has no such design');
  const { rawBytes, compressed } = shape;
  return {
    entries: table.kernels,
    steps: Array.from(shape.compute, (entry, step) => {
      const [start, end] = [shape.copiesEnd[step - 1] ?? 0, shape.copiesEnd[step] ?? 0];
      const copies = Array.from({ length: end - start }, (_, index) =>
        [rawBytes, compressed.linkRatio, compressed.crossbarRatio].map((column) => column[start + index]),
      );
      return [entry, shape.computeBytes[step], step >= shape.firstBackward, copies];
    }),
    constants: {
      launch: LAUNCH_OVERHEAD,
      peakCompute: gpu.peakCompute,
      coreClock: gpu.coreClock,
      dramEfficiency: gpu.dramEfficiency,
      dramLatency: gpu.dramLatency,
      gpusSharing: link.gpusSharing,
      readRequests: link.readRequests,
      readRequestSize: link.readRequestSize,
      hostLatency: link.hostLatency,
      issueLines: dma.issueLinesPerCycle,
      parsedLines: dma.parsedLinesPerCycle,
      crossbarBytes: dma.crossbarBytesPerCycle,
      logicNode: cost.logicNode,
      engineArea: cost.engineArea,
      controlArea: cost.controlArea,
      sramCell: cost.sramCell,
      sramPorts: cost.sramPorts,
      sramEfficiency: cost.sramEfficiency,
    },
  };
}

/** Starts it with what it computes with, in a folder for its files; says which versions run. */
export async function startRival(model: object, folder: string): Promise<Rival> {
  const modelFile = path.join(folder, 'model.json');
  writeFileSync(modelFile, JSON.stringify(model));
  const program = path.join(ROOT, 'bench', 'design-points.py');
  const child = spawn('python3', [program, modelFile], { stdio: ['pipe', 'pipe', 'inherit'] });
  const rival = new Rival(child, createInterface({ input: child.stdout })[Symbol.asyncIterator](), folder);
  console.log(await rival.answer());
  return rival;
}

export function hasNumpy(): boolean {
  try {
    execFileSync('python3', ['-c', 'import numpy'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
