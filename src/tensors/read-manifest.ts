import { locateFile, whyUnresolved } from '../config/uri.ts';
import { FileProblem, type Host } from '../host.ts';
import { type ActivationManifest, parseManifest } from './manifest.ts';
import type { TensorProblem } from './tensor-problem.ts';

/** Faults that one message names. */
const MOST_LISTED = 20;

/** The manifest at a path that is relative to the file naming it, or the one thing that is wrong with it. */
export async function readManifest(
  path: string,
  namedIn: string,
  host: Pick<Host, 'files'>,
): Promise<{ manifest: ActivationManifest; uri: string } | { problem: TensorProblem }> {
  const uri = locateFile(path, namedIn);
  if (uri === undefined) return { problem: { uri: path, message: whyUnresolved(namedIn) } };
  try {
    const parsed = parseManifest(JSON.parse(await host.files.readText(uri)));
    if ('manifest' in parsed) return { manifest: parsed.manifest, uri };
    const places = parsed.problems
      .slice(0, MOST_LISTED)
      .map((problem) => `${problem.path.join('.') || 'the manifest'} ${problem.message}`);
    const more = parsed.problems.length - places.length;
    const message = `is not a manifest: ${places.join('; ')}${more > 0 ? ` and ${more} more faults` : ''}`;
    return { problem: { uri, message } };
  } catch (error) {
    if (error instanceof FileProblem) return { problem: { uri, message: error.reason } };
    if (error instanceof SyntaxError) return { problem: { uri, message: `is not JSON: ${error.message}` } };
    throw error;
  }
}

/** The manifest itself and every file that it names, each once. */
export function filesOf(manifest: ActivationManifest, manifestUri: string): string[] {
  const files = manifest.tensors.map(({ file }) => locateFile(file, manifestUri)).filter((uri) => uri !== undefined);
  return [...new Set([manifestUri, ...files])];
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
