import type { Network, NetworkTable } from './network.ts';
import { inferShapes } from './shapes.ts';
import { alexnet } from './tables/alexnet.ts';
import { googlenet } from './tables/googlenet.ts';
import { nin } from './tables/nin.ts';
import { overfeat } from './tables/overfeat.ts';
import { squeezenet } from './tables/squeezenet.ts';
import { vgg16 } from './tables/vgg16.ts';

/** The six networks of the evaluation, in the order of slides 57-60. */
export const NETWORK_TABLES: readonly NetworkTable[] = [alexnet, overfeat, nin, vgg16, squeezenet, googlenet];

const networks = new Map<string, Network>();

/** Table of a built-in network, or `undefined` when the id names none. */
export function findNetworkTable(id: string): NetworkTable | undefined {
  return NETWORK_TABLES.find((table) => table.id === id);
}

/** Built-in network with its shapes. Throws on an id that names none: validate the config first. */
export function networkById(id: string): Network {
  const known = networks.get(id);
  if (known !== undefined) return known;
  const table = findNetworkTable(id);
  if (table === undefined) throw new Error(`no built-in network is called ${id}`);
  const network = inferShapes(table);
  networks.set(id, network);
  return network;
}
