import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Host } from '../src/host.ts';
import { openTensorFile } from '../src/tensors/tensor-container.ts';
import { problemOf, type TensorProblem } from '../src/tensors/tensor-problem.ts';
import type { ReadingHints, TensorSource } from '../src/tensors/tensor-source.ts';
import { UsageError } from './usage.ts';

/** URI of a file named on the command line. */
export function uriOf(file: string): string {
  return pathToFileURL(path.resolve(file)).href;
}

/**
 * Does `work` with the tensors of a file, the named one or all in turn, and tells how many there are. Resolves to what
 * is wrong with single ones of several (an element type that no codec takes, say). Rejects with {@link UsageError}
 * naming the byte at which the file goes wrong, when nothing of it can be used.
 */
export async function withTensors(
  file: string,
  name: string | undefined,
  hints: ReadingHints,
  host: Host,
  work: (source: TensorSource, tensors: number) => Promise<void>,
): Promise<string[]> {
  const { file: opened } = valueOrThrow(await openTensorFile(uriOf(file), host, hints), file);
  const problems: string[] = [];
  try {
    const names = name === undefined ? (opened.names ?? [undefined]) : [name];
    if (names.length === 0) throw new UsageError(`${file} holds no tensor`);
    for (const each of names) {
      try {
        await work(valueOrThrow(await opened.tensor(each), file).source, names.length);
      } catch (error) {
        const problem = asUsageError(error, file);
        if (problem instanceof UnusableTensor) problems.push(problem.message);
        if (!(problem instanceof UnusableTensor) || problems.length === names.length) throw problem;
      }
    }
  } finally {
    await opened.close();
  }
  return problems;
}

/** A fault of a tensor, rather than of the call. */
class UnusableTensor extends UsageError {}

/** What is wrong with a file, as the command line says it; any other error unchanged. */
export function asUsageError(error: unknown, file: string): unknown {
  if (error instanceof UsageError) return error;
  try {
    return new UnusableTensor(describe(problemOf(error, uriOf(file)), file));
  } catch {
    return error;
  }
}

function valueOrThrow<T extends object>(result: T | { problem: TensorProblem }, file: string): T {
  if ('problem' in result) throw new UnusableTensor(describe(result.problem, file));
  return result;
}

function describe({ message, offset }: TensorProblem, file: string): string {
  return `${file} ${message}${offset === undefined ? '' : ` (byte ${offset})`}`;
}
