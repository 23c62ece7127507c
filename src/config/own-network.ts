import type { Finding, LocatedFinding } from '../findings/finding.ts';
import { FileProblem, type FileReader } from '../host.ts';
import { say } from '../words.ts';
import { shortened, valueAt } from './json.ts';
import { type Layers, writerOf } from './layers.ts';
import { type ConfigPlaces, locateFinding } from './locate.ts';
import { batchOf, type NetworkFile, readNetworkFile } from './network-file.ts';
import type { KnownNetwork } from './resolve.ts';
import { relativeReference, resolveReference, whyUnresolved } from './uri.ts';

/** A network file that a config names instead of a built-in network. */
export interface OwnNetwork {
  /** Its id is the file relative to the opened config, also when a base in another folder names it. */
  readonly known: KnownNetwork;
  /** Undefined where the config that names it is not saved. */
  readonly uri: string | undefined;
  readonly file: NetworkFile | undefined;
  /** Why there is no file: a reason that can follow its name. */
  readonly problem?: string;
}

const PATH = ['workload', 'network'] as const;

/** Faults of one file that a config repeats. Validating the file itself tells all. */
const MOST_REPEATED = 20;

/** Reads the network file that a config names; undefined where it names none. What ends in `.json` is a file. */
export async function readOwnNetwork(layers: Layers, files: FileReader): Promise<OwnNetwork | undefined> {
  const writer = writerOf(layers, PATH);
  const written = valueAt(writer?.value, PATH);
  if (writer === undefined || typeof written !== 'string' || !written.endsWith('.json')) return undefined;
  const uri = resolveReference(written, writer.uri);
  const id = writer === layers[0] || uri === undefined ? written : relativeReference(layers[0].uri, uri);
  const missing = (problem: string) => ({ known: { id, ...batchOf(undefined, id) }, uri, file: undefined, problem });
  if (uri === undefined) return missing(whyUnresolved(writer.uri));
  try {
    const file = await readNetworkFile(uri, files);
    const { defaultBatch, defaultBatchSource, network } = file;
    return { known: { id, defaultBatch, defaultBatchSource, layers: network?.layers }, uri, file };
  } catch (problem) {
    if (!(problem instanceof FileProblem)) throw problem;
    return missing(problem.reason);
  }
}

/** What is wrong with the file, at the key that names it; each fault's place in the file is related to it. */
export function locateNetworkFindings(own: OwnNetwork, places: ConfigPlaces): LocatedFinding[] {
  if (own.file === undefined) {
    const message = say`network: '${shortened(own.known.id)}' ${own.problem ?? ''}.`;
    return [locateFinding({ code: 'network-file', severity: 'error', message, path: PATH }, places)];
  }
  return own.file.findings.slice(0, MOST_REPEATED).map((fault): LocatedFinding => {
    const { severity, help } = fault;
    const message = say`network: in '${shortened(own.known.id)}', ${fault.message}`;
    const finding: Finding = {
      code: codeOf(fault),
      severity,
      message,
      path: PATH,
      ...(help !== undefined && { help }),
    };
    const located = locateFinding(finding, places);
    const place = { uri: fault.uri, range: fault.range, message: say`The fault stands here.` };
    return { ...located, related: [...located.related, place] };
  });
}

function codeOf({ origin, code }: LocatedFinding): string {
  switch (origin) {
    case 'syntax':
      return 'network-syntax';
    case 'schema':
      return 'network-schema';
    case 'semantic':
      return code;
  }
}
