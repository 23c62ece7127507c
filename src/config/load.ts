import type { LocatedFinding } from '../findings/finding.ts';
import type { FileReader } from '../host.ts';
import type { Network } from '../network/network.ts';
import { type ConfigDocument, MOST_FAULTS, parseDocument } from './document.ts';
import { followExtends } from './extends.ts';
import { checkSchema } from './gate.ts';
import { canonicalJson } from './json.ts';
import { type ConfigPlaces, locateFinding } from './locate.ts';
import { locateNetworkFindings, type OwnNetwork, readOwnNetwork } from './own-network.ts';
import { type KnownNetwork, resolveConfig } from './resolve.ts';
import type { ResolvedConfig } from './resolved-config.ts';
import { comparePositions, positionAt } from './text.ts';

export interface LoadedConfig extends ConfigPlaces {
  readonly document: ConfigDocument;
  /** Every file that `extends` leads to, also one that is missing or broken: what to watch. */
  readonly baseUris: readonly string[];
  /** The network file that the config names instead of a built-in network: to watch, too. */
  readonly ownNetwork: OwnNetwork | undefined;
  /** Undefined while there is an error. */
  readonly resolved: ResolvedConfig | undefined;
  /** In the order of the file. */
  readonly findings: readonly LocatedFinding[];
}

/**
 * Reads a config: text to values in SI units, with everything that is wrong with it. The one door for editor,
 * command line and workers.
 *
 * @param uri of the file that holds `text`, to which `extends` is relative.
 * @param files reads the files that the config extends; rejections other than `FileProblem` pass through.
 * @param networks that a config can name.
 */
export async function loadConfig(
  text: string,
  uri: string,
  files: FileReader,
  networks: readonly KnownNetwork[],
): Promise<LoadedConfig> {
  const document = parseDocument(text, uri);
  const chain = await followExtends(document, files);
  const ownNetwork = await readOwnNetwork(chain.layers, files);
  const { config, origins, findings } = resolveConfig(chain.layers, networks, ownNetwork?.known);
  const places = { layers: chain.layers, origins };
  const semantic = [
    ...findings.slice(0, MOST_FAULTS).map((finding) => locateFinding(finding, places)),
    ...(ownNetwork === undefined ? [] : locateNetworkFindings(ownNetwork, places)),
  ];
  const readable = [...checkSchema(document), ...chain.findings, ...semantic].filter(standsBefore(document));
  const all = [...document.findings, ...readable].sort((a, b) => comparePositions(a.range.start, b.range.start));
  const valid = [...all, ...findings].every(({ severity }) => severity !== 'error');
  const { baseUris } = chain;
  return { ...places, document, baseUris, ownNetwork, resolved: valid ? config : undefined, findings: all };
}

/** What follows a syntax error may be misread, so only what stands before it is judged. */
function standsBefore({ lineStarts, readableUntil }: ConfigDocument): (finding: LocatedFinding) => boolean {
  if (readableUntil === Number.POSITIVE_INFINITY) return () => true;
  const end = positionAt(lineStarts, readableUntil);
  return ({ range }) => comparePositions(range.end, end) <= 0;
}

/**
 * Identifies a design: equal for configs that differ in name, comments, key order or units only.
 *
 * @param ownNetwork the network where it is not a built-in one: then its layers count, not the name of its file.
 */
export function hashConfig(
  { name: _, ...design }: ResolvedConfig,
  sha256: (text: string) => string,
  ownNetwork?: Network,
): string {
  if (ownNetwork === undefined) return sha256(canonicalJson(design));
  const { input, layers } = ownNetwork;
  return sha256(canonicalJson({ ...design, workload: { ...design.workload, network: { input, layers } } }));
}
