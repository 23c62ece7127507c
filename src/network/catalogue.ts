import type { Network, NetworkTable } from './network.ts';
import { inferShapes } from './shapes.ts';
import alexnet from './tables/alexnet.json' with { type: 'json' };
import googlenet from './tables/googlenet.json' with { type: 'json' };
import nin from './tables/nin.json' with { type: 'json' };
import overfeat from './tables/overfeat.json' with { type: 'json' };
import squeezenet from './tables/squeezenet.json' with { type: 'json' };
import vgg16 from './tables/vgg16.json' with { type: 'json' };

/**
 * The six networks of the evaluation, in the order of slides 57-60. TypeScript reads JSON literals as plain
 * `string` and `number[]`, hence the cast; `shapes.test.ts` checks every table.
 */
export const NETWORK_TABLES = [
  alexnet,
  overfeat,
  nin,
  vgg16,
  squeezenet,
  googlenet,
] as unknown as readonly NetworkTable[];

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
