import type { LocatedFinding } from '../findings/finding.ts';
import { FileProblem, type FileReader } from '../host.ts';
import { checkNetwork, type NetworkFault } from '../network/check.ts';
import type { FeatureShape, LayerSpec, Network, NetworkTable } from '../network/network.ts';
import { IMAGE } from '../network/shapes.ts';
import { say } from '../words.ts';
import { type ConfigDocument, MOST_FAULTS, parseDocument, rangeOf, startOf } from './document.ts';
import { checkSchema } from './gate.ts';
import { NETWORK_FILE } from './schema.ts';
import { didYouMean } from './suggest.ts';
import { comparePositions } from './text.ts';
import { fileName } from './uri.ts';

/** What a network file's text gives (schemas/network.schema.json). */
export interface NetworkFile {
  readonly text: string;
  /** Undefined while there is an error. */
  readonly network: Network | undefined;
  readonly defaultBatch: number;
  /** Where the batch comes from, for a config that writes none. */
  readonly defaultBatchSource: string;
  /** In the order of the file. */
  readonly findings: readonly LocatedFinding[];
}

/** Far more than 10,000 layers take. */
const LARGEST_FILE_BYTES = 16e6;

/** Whether a file holds a network rather than a config, by its name. */
export function isNetworkFile(uri: string): boolean {
  return uri.endsWith('.cdma-network.json');
}

/** Reads a network file. Rejects with `FileProblem` when it cannot be read; what is wrong inside is in the findings. */
export async function readNetworkFile(uri: string, files: FileReader): Promise<NetworkFile> {
  const bytes = await files.readBytes(uri, LARGEST_FILE_BYTES);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new FileProblem(uri, say`is not UTF-8 text`);
  }
  return parseNetworkFile(text, uri);
}

/** The network in a text, with every fault where it stands: syntax, then schema, then names and shapes. */
export function parseNetworkFile(text: string, uri: string): NetworkFile {
  const document = parseDocument(text, uri);
  const broken = document.readableUntil < Number.POSITIVE_INFINITY;
  const findings = broken ? document.findings : [...document.findings, ...checkSchema(document, NETWORK_FILE)];
  if (findings.length > 0) return { text, network: undefined, findings: inOrder(findings), ...batchOf(undefined, uri) };
  const written = document.value as WrittenNetwork;
  const table = tableOf(written, uri);
  const { network, faults } = checkNetwork(table);
  const located = faults.slice(0, MOST_FAULTS).map((fault, index) => locateFault(fault, index, table, document));
  return { text, network, findings: inOrder(located), ...batchOf(written.defaultBatch, uri) };
}

interface WrittenNetwork {
  title: string;
  source?: string;
  input: FeatureShape;
  defaultBatch?: number;
  layers: readonly WrittenLayer[];
}
type WrittenLayer = { name: string; input?: string | readonly string[] } & (
  | {
      kind: 'conv';
      channels: number;
      kernel: number;
      stride?: number;
      pad?: number;
      groups?: number;
      bias?: boolean;
      relu?: boolean;
    }
  | {
      kind: 'pool';
      mode?: 'max' | 'average';
      kernel: number;
      stride: number;
      pad?: number;
      rounding?: 'up' | 'down';
    }
  | { kind: 'lrn' | 'concat' }
  | { kind: 'fc'; channels: number; relu?: boolean; dropout?: boolean }
  | { kind: 'batch-norm' | 'add'; relu?: boolean }
);

/** The commonest batch of the cDMA evaluation; the schema says so, too. */
const DEFAULT_BATCH = 256;

/** The batch where a config writes none, from the file's own default where it has one. */
export function batchOf(
  written: number | undefined,
  uri: string,
): Pick<NetworkFile, 'defaultBatch' | 'defaultBatchSource'> {
  if (written !== undefined) return { defaultBatch: written, defaultBatchSource: `defaultBatch of ${fileName(uri)}` };
  return { defaultBatch: DEFAULT_BATCH, defaultBatchSource: 'the commonest batch of the cDMA evaluation' };
}

function tableOf({ title, source, input, defaultBatch, layers }: WrittenNetwork, uri: string): NetworkTable {
  const id = fileName(uri);
  const specs = layers.map((layer, index) => specOf(layer, layers[index - 1]?.name ?? IMAGE));
  return { id, title, source: source ?? id, input, ...batchOf(defaultBatch, uri), layers: specs };
}

function specOf(layer: WrittenLayer, previous: string): LayerSpec {
  const { input: read = previous } = layer;
  const input = typeof read === 'string' ? [read] : read;
  switch (layer.kind) {
    case 'conv':
      return { stride: 1, pad: 0, groups: 1, bias: true, relu: false, ...layer, input };
    case 'pool':
      return { mode: 'max', pad: 0, rounding: 'up', ...layer, input };
    case 'fc':
      return { relu: false, dropout: false, ...layer, input };
    case 'batch-norm':
    case 'add':
      return { relu: false, ...layer, input };
    case 'lrn':
    case 'concat':
      return { ...layer, input };
  }
}

/** A name is compared with all others; for thousands of unknown names that would take minutes. */
const MOST_SUGGESTIONS = 20;

function locateFault(
  { layer, key, item, unknownName, help, ...fault }: NetworkFault,
  index: number,
  { layers }: NetworkTable,
  document: ConfigDocument,
): LocatedFinding {
  const at = ['layers', layer];
  const range =
    (item === undefined ? undefined : rangeOf(document, [...at, key, item])) ??
    rangeOf(document, [...at, key]) ??
    rangeOf(document, [...at, 'name']) ??
    startOf(document);
  const names = [IMAGE, ...layers.slice(0, layer).map(({ name }) => name)];
  const meant = unknownName === undefined || index >= MOST_SUGGESTIONS ? undefined : didYouMean(unknownName, names);
  const hint = meant === undefined ? help : say`Did you mean "${meant}"?`;
  const fixes =
    meant === undefined
      ? []
      : [{ title: say`Change to "${meant}"`, isCorrection: true, edits: [{ range, text: JSON.stringify(meant) }] }];
  const { code, severity, message } = fault;
  const words = { code, severity, message, ...(hint !== undefined && { help: hint }) };
  return { ...words, uri: document.uri, range, related: [], fixes, origin: 'semantic' };
}

function inOrder(findings: readonly LocatedFinding[]): LocatedFinding[] {
  return [...findings].sort((a, b) => comparePositions(a.range.start, b.range.start));
}
