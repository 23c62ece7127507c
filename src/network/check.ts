import { say } from '../words.ts';
import type { FeatureShape, Layer, LayerSpec, Network, NetworkTable } from './network.ts';
import { isShapeFault, outputShapeOf } from './output-shape.ts';
import { elementsOf, IMAGE, weightCount } from './shapes.ts';

/** What is wrong with a layer of a network that a user has written. */
export interface NetworkFault {
  code: 'network-name' | 'network-input' | 'network-shape' | 'network-size' | 'network-unread';
  severity: 'error' | 'warning';
  /** Place in the table's list of layers. */
  layer: number;
  /** Key of the layer that is at fault, which need not be written; with `item`, a place in its list. */
  key: string;
  item?: number;
  /** One sentence that starts with the layer's name. */
  message: string;
  help?: string;
  /** A name that was read and that no layer has. */
  unknownName?: string;
}

/**
 * Most elements of one map and of all maps, per image, and most weights of all layers. With the largest batch, 2^16,
 * and 4 bytes each, every sum of bytes stays below 2^53, up to which whole numbers are exact.
 */
export const LARGEST_MAP = 2 ** 31;
export const LARGEST_SUM_OF_MAPS = 2 ** 34;
export const LARGEST_SUM_OF_WEIGHTS = 2 ** 40;

/** The network of a table with its shapes, undefined while there is an error, and everything that is wrong with it. */
export function checkNetwork(table: NetworkTable): { network: Network | undefined; faults: readonly NetworkFault[] } {
  const checker = new Checker(table);
  const layers = table.layers.map((spec, index) => checker.check(spec, index));
  const { faults } = checker;
  if (faults.length > 0) return { network: undefined, faults };
  const { id, title, source, input } = table;
  const network = { id, title, source, input, layers: layers.filter((layer) => layer !== undefined) };
  return { network, faults: unreadMaps(table) };
}

class Checker {
  readonly faults: NetworkFault[] = [];
  /** Maps so far. One whose layer is at fault has no shape, and nothing is said of what reads it. */
  readonly #shapes: Map<string, FeatureShape | undefined>;
  /** Every name, with the layer that has it first. */
  readonly #owners = new Map<string, number>();
  #elements = 0;
  #weights = 0;

  constructor({ input, layers }: NetworkTable) {
    this.#shapes = new Map([[IMAGE, input]]);
    for (const [index, { name }] of layers.entries()) if (!this.#owners.has(name)) this.#owners.set(name, index);
  }

  check(spec: LayerSpec, index: number): Layer | undefined {
    const named = this.#checkName(spec, index);
    const inputShapes = this.#readInputs(spec, index);
    const layer = inputShapes && this.#infer(spec, inputShapes, index);
    if (named) this.#shapes.set(spec.name, layer?.outputShape);
    return layer;
  }

  #checkName({ name }: LayerSpec, index: number): boolean {
    const place = { code: 'network-name', layer: index, key: 'name' } as const;
    if (name === IMAGE) {
      const message = say`${name}: this name stands for the input image.`;
      this.#report({ ...place, message, help: say`Give the layer another name.` });
      return false;
    }
    const owner = this.#owners.get(name);
    if (owner === index) return true;
    const message = say`${name}: layer ${(owner ?? 0) + 1} of the list has this name already.`;
    this.#report({ ...place, message, help: say`Give every layer a name of its own.` });
    return false;
  }

  /** Undefined when a map is not there or has no shape. */
  #readInputs(spec: LayerSpec, index: number): FeatureShape[] | undefined {
    const shapes = spec.input.map((name, item) => {
      if (!this.#shapes.has(name)) this.#reportMissing(spec, name, index, item);
      return this.#shapes.get(name);
    });
    const known = shapes.filter((shape) => shape !== undefined);
    return known.length === shapes.length ? known : undefined;
  }

  #reportMissing(spec: LayerSpec, name: string, index: number, item: number): void {
    const place = { code: 'network-input', layer: index, key: 'input', item } as const;
    const owner = this.#owners.get(name);
    if (owner === undefined) {
      this.#report({ ...place, message: say`${spec.name}: no layer is called "${name}".`, unknownName: name });
    } else if (name === spec.name) {
      this.#report({ ...place, message: say`${spec.name}: a layer cannot read itself.` });
    } else {
      const help = say`Layers are listed in forward order: move ${name} in front of ${spec.name}.`;
      this.#report({ ...place, message: say`${spec.name}: reads ${name}, which comes later.`, help });
    }
  }

  #infer(spec: LayerSpec, inputShapes: readonly FeatureShape[], index: number): Layer | undefined {
    const outputShape = outputShapeOf(spec, inputShapes);
    if (isShapeFault(outputShape)) {
      const { key, problem, help } = outputShape;
      const message = `${spec.name}: ${problem}`;
      this.#report({ code: 'network-shape', layer: index, key, message, ...(help !== undefined && { help }) });
      return undefined;
    }
    const layer: Layer = { ...spec, inputShapes, outputShape };
    return this.#checkSize(layer, index) ? layer : undefined;
  }

  #checkSize(layer: Layer, index: number): boolean {
    const elements = elementsOf(layer.outputShape);
    this.#elements += elements;
    this.#weights += weightCount(layer);
    const problem = this.#tooLarge(elements);
    if (problem === undefined) return true;
    // Counted anew, so that the layers behind this one are not reported for it.
    this.#elements = 0;
    this.#weights = 0;
    const message = `${layer.name}: ${problem}`;
    this.#report({ code: 'network-size', layer: index, key: 'kind', message });
    return false;
  }

  #tooLarge(elements: number): string | undefined {
    if (elements > LARGEST_MAP) return say`its map has ${elements} elements; at most ${LARGEST_MAP} can be simulated.`;
    if (this.#elements > LARGEST_SUM_OF_MAPS) {
      return say`all maps up to this one have ${this.#elements} elements; at most ${LARGEST_SUM_OF_MAPS} can be simulated.`;
    }
    if (this.#weights <= LARGEST_SUM_OF_WEIGHTS) return undefined;
    return say`all layers up to this one have ${this.#weights} weights; at most ${LARGEST_SUM_OF_WEIGHTS} can be simulated.`;
  }

  #report(fault: Omit<NetworkFault, 'severity'>): void {
    this.faults.push({ ...fault, severity: 'error' });
  }
}

/** Only the last map is the network's output; another that nobody reads is computed for nothing. */
function unreadMaps({ layers }: NetworkTable): NetworkFault[] {
  const read = new Set(layers.flatMap(({ input }) => input));
  return layers.flatMap(({ name }, layer): NetworkFault[] => {
    if (read.has(name) || layer === layers.length - 1) return [];
    const message = say`${name}: no layer reads this map.`;
    const help = say`Only the last layer, whose map is the output, goes unread in a usual network.`;
    return [{ code: 'network-unread', severity: 'warning', layer, key: 'name', message, help }];
  });
}
