import type { ConfigPath } from '../findings/finding.ts';
import type { LayerKind } from '../network/network.ts';
import { say } from '../words.ts';
import { isObject, shortened } from './json.ts';
import { type Layers, writerOf } from './layers.ts';
import type { ConfigReader } from './reader.ts';
import type { ActivationPoint, ClusteringSettings, LayerActivationSettings } from './resolved-config.ts';
import { didYouMean } from './suggest.ts';

/** What settings by layer need to know of a layer of the network. */
export interface NamedLayer {
  name: string;
  kind: LayerKind;
  input: readonly string[];
  slideName?: string;
}

type Settings = Readonly<Record<string, LayerActivationSettings>>;

const CURVE_KEYS = ['averageDensity', 'initialDensity', 'fallTime', 'overshoot'] as const;
const SHARE_KEYS = ['channelShare', 'positionShare', 'mapShare'] as const;
const CLUSTERING_KEYS = [
  'neighbourCorrelation',
  'verticalCorrelation',
  ...SHARE_KEYS,
  'deadChannels',
  'deadMaps',
] as const satisfies readonly (keyof ClusteringSettings)[];

/** Shares of the variance that are written together leave this much to each element: more than any fit has found. */
const LARGEST_SUM_OF_SHARES = 0.99;

/** A name is compared with those of all layers; for thousands of unknown names that would take minutes. */
const MOST_SUGGESTIONS = 100;

const PATH = ['workload', 'activations', 'layers'] as const;

/**
 * Resolves `workload.activations.layers`: settings under the names of the network's layers; undefined where there are none.
 * Values that the schema check has reported are passed over.
 *
 * @param network layers of the network; undefined where it is not known, and then neither is what names are right.
 */
export function resolveLayerActivations(
  reader: ConfigReader,
  layers: Layers,
  network: readonly NamedLayer[] | undefined,
): Settings | undefined {
  const written = reader.written(PATH);
  if (!isObject(written)) return undefined;
  const names = Object.keys(written);
  const layerOf = namesOf(network ?? [], names);
  const settings = new Map<string, LayerActivationSettings>();
  for (const name of names) {
    const layer = layerOf.get(name);
    const problem = network && problemWith(name, layer, network, reader.findings.length < MOST_SUGGESTIONS);
    if (problem !== undefined) {
      if (!isForAnotherNetwork(layers, name)) reportKey(reader, [...PATH, name], ...problem);
      continue;
    }
    const layerName = layer?.name ?? name;
    if (settings.has(layerName)) {
      reportKey(reader, [...PATH, name], 'repeated-layer', say`"${layerName}" has settings under another name, too.`);
    }
    settings.set(layerName, readSettings(reader, layers, name, layerName));
  }
  return settings.size === 0 ? undefined : Object.fromEntries(settings);
}

/** A base's settings may fit no layer once the config that extends it has chosen a network: they are passed over. */
function isForAnotherNetwork(layers: Layers, name: string): boolean {
  const opened = layers[0];
  return writerOf(layers, [...PATH, name]) !== opened && writerOf(layers, ['workload', 'network']) === opened;
}

/** Layers by name, or by their names on the slides if one of those that no layer has is written anywhere. */
function namesOf(network: readonly NamedLayer[], written: readonly string[]): ReadonlyMap<string, NamedLayer> {
  const byName = new Map(network.map((layer) => [layer.name, layer]));
  const bySlideName = new Map(network.map((layer) => [layer.slideName ?? layer.name, layer]));
  const usesSlideNames = written.some((name) => !byName.has(name) && bySlideName.has(name));
  return usesSlideNames ? new Map([...byName, ...bySlideName]) : byName;
}

/** Why a layer cannot have settings: no layer has this name, or its maps are made from others. */
function problemWith(
  name: string,
  layer: NamedLayer | undefined,
  network: readonly NamedLayer[],
  suggests: boolean,
): [code: string, problem: string, help: string] | undefined {
  if (layer === undefined) {
    const choices = network.filter(({ kind }) => HAS_OWN_ZEROS[kind]);
    const known = choices.flatMap((choice) => [choice.name, choice.slideName ?? choice.name]);
    const meant = suggests ? didYouMean(name, known) : undefined;
    const names = shortList(choices.map((choice) => choice.name));
    const help = meant === undefined ? say`Layers: ${names}.` : say`Did you mean "${meant}"?`;
    return ['unknown-layer', say`this is not a layer of the network.`, help];
  }
  if (HAS_OWN_ZEROS[layer.kind]) return undefined;
  const problem = say`this layer (${layer.kind}) is made from its input and has no settings of its own.`;
  return ['derived-layer', problem, say`It reads ${shortList(layer.input)}.`];
}

/** Whether maps of a kind of layer are drawn; the others are made from their inputs. */
export const HAS_OWN_ZEROS: Readonly<Record<LayerKind, boolean>> = {
  conv: true,
  fc: true,
  'batch-norm': true,
  add: true,
  pool: false,
  lrn: false,
  concat: false,
};

const MOST_LISTED = 12;

function shortList(names: readonly string[]): string {
  return names.length <= MOST_LISTED ? names.join(', ') : say`${names.slice(0, MOST_LISTED).join(', ')} and others`;
}

function readSettings(reader: ConfigReader, layers: Layers, name: string, layer: string): LayerActivationSettings {
  const path = [...PATH, name];
  const resolvedPath = [...PATH, layer];
  const number = (key: string) => {
    const value = reader.written([...path, key]);
    const writer = writerOf(layers, [...path, key]);
    if (typeof value !== 'number' || writer === undefined) return undefined;
    reader.origins.set([...resolvedPath, key].join('.'), { kind: 'file', uri: writer.uri });
    return value;
  };
  const clustering = pick(CLUSTERING_KEYS, number);
  checkShares(reader, path, clustering);

  const points = reader.written([...path, 'points']);
  const pointsWriter = writerOf(layers, [...path, 'points']);
  const curveKey = CURVE_KEYS.find((key) => reader.written([...path, key]) !== undefined);
  const curveWriter = curveKey && writerOf(layers, [...path, curveKey]);
  if (curveKey !== undefined && curveWriter === pointsWriter) {
    const problem = say`a measured curve and the law's "${curveKey}" exclude each other.`;
    reportKey(reader, [...path, 'points'], 'points-and-curve', problem, say`Remove one of them.`);
  }
  // Of a base and the config that extends it, the latter's choice counts.
  const isMeasured =
    pointsWriter !== undefined && layers.find((file) => file === curveWriter || file === pointsWriter) === pointsWriter;
  if (!isMeasured || !Array.isArray(points)) return { ...pick(CURVE_KEYS, number), ...clustering };
  reader.origins.set([...resolvedPath, 'points'].join('.'), { kind: 'file', uri: pointsWriter.uri });
  return { points: readPoints(reader, [...path, 'points'], points), ...clustering };
}

/** The points that the schema allows; where one does not come after the one before it, that is reported. */
function readPoints(reader: ConfigReader, path: ConfigPath, written: readonly unknown[]): ActivationPoint[] {
  const points: ActivationPoint[] = [];
  for (const [index, point] of written.entries()) {
    const number = (key: string) => {
      const value = isObject(point) && Object.hasOwn(point, key) ? point[key] : undefined;
      return typeof value === 'number' ? value : undefined;
    };
    const [trainingProgress, density] = [number('trainingProgress'), number('density')];
    if (trainingProgress === undefined || density === undefined) continue;
    const previous = points.at(-1);
    if (previous !== undefined && trainingProgress <= previous.trainingProgress) {
      const problem = say`points must ascend; ${trainingProgress} follows ${previous.trainingProgress}.`;
      reader.report([...path, index, 'trainingProgress'], 'points-order', problem);
    }
    const clustering = pick(CLUSTERING_KEYS, number);
    checkShares(reader, [...path, index], clustering);
    points.push({ trainingProgress, density, ...clustering });
  }
  return points;
}

function checkShares(reader: ConfigReader, path: ConfigPath, clustering: ClusteringSettings): void {
  const written = SHARE_KEYS.filter((key) => clustering[key] !== undefined);
  const sum = written.reduce((total, key) => total + (clustering[key] ?? 0), 0);
  const last = written.at(-1);
  if (last === undefined || sum <= LARGEST_SUM_OF_SHARES) return;
  const problem = say`${written.join(' + ')} is ${Number(sum.toPrecision(6))}; shares of one variance sum to ${LARGEST_SUM_OF_SHARES} at most.`;
  reader.report([...path, last], 'sum-of-shares', problem);
}

/** The keys that have a value, in the given order. */
function pick<Key extends string>(
  keys: readonly Key[],
  read: (key: Key) => number | undefined,
): Partial<Record<Key, number>> {
  const picked: Partial<Record<Key, number>> = {};
  for (const key of keys) {
    const value = read(key);
    if (value !== undefined) picked[key] = value;
  }
  return picked;
}

/** An error at a key rather than its value. */
function reportKey(reader: ConfigReader, path: ConfigPath, code: string, problem: string, help?: string): void {
  const message = `${shortened(String(path.at(-1)))}: ${problem}`;
  reader.findings.push({ code, severity: 'error', message, path, target: 'key', ...(help !== undefined && { help }) });
}
