import { FileProblem, type Host } from '../host.ts';
import { type ActivationManifest, parseManifest } from './manifest.ts';
import { locateTensor } from './tensor-file.ts';
import type { TensorProblem } from './tensor-problem.ts';

/** The manifest at a path that is relative to the file naming it, or the one thing that is wrong with it. */
export async function readManifest(
  path: string,
  namedIn: string,
  host: Pick<Host, 'files'>,
): Promise<{ manifest: ActivationManifest; uri: string } | { problem: TensorProblem }> {
  let uri: string;
  try {
    uri = locateTensor(path, namedIn);
  } catch {
    return { problem: { uri: path, message: 'cannot be found from a config that has not been saved: save it first' } };
  }
  try {
    const parsed = parseManifest(JSON.parse(await host.files.readText(uri)));
    if ('manifest' in parsed) return { manifest: parsed.manifest, uri };
    const places = parsed.problems.map((problem) => `${problem.path.join('.') || 'the manifest'} ${problem.message}`);
    return { problem: { uri, message: `is not a manifest: ${places.join('; ')}` } };
  } catch (error) {
    if (error instanceof FileProblem) return { problem: { uri, message: error.reason } };
    if (error instanceof SyntaxError) return { problem: { uri, message: `is not JSON: ${error.message}` } };
    throw error;
  }
}

/** The manifest itself and every file that it names, each once. */
export function filesOf(manifest: ActivationManifest, manifestUri: string): string[] {
  return [...new Set([manifestUri, ...manifest.tensors.map(({ file }) => locateTensor(file, manifestUri))])];
}

/** Sizes and modification times, by which unchanged files are recognised. */
export function stampsOf(uris: readonly string[], host: Pick<Host, 'files'>): Promise<string[]> {
  return Promise.all(uris.map((uri) => stampOf(uri, host)));
}

/** Recognises an unchanged file; a file that cannot be read has a stamp of its own. */
async function stampOf(uri: string, host: Pick<Host, 'files'>): Promise<string> {
  try {
    const { sizeBytes, modifiedMs } = await host.files.stat(uri);
    return `${uri} ${sizeBytes} ${modifiedMs}`;
  } catch (error) {
    if (error instanceof FileProblem) return `${uri} ${error.reason}`;
    throw error;
  }
}
