import type { Network, NetworkTable } from './network.ts';
import { inferShapes } from './shapes.ts';
import { alexnet } from './tables/alexnet.ts';
import { alexnetOwt } from './tables/alexnet-owt.ts';
import { googlenet, googlenetConvnetBenchmarks } from './tables/googlenet.ts';
import { nin } from './tables/nin.ts';
import { overfeat } from './tables/overfeat.ts';
import { resnet } from './tables/resnet.ts';
import { squeezenet } from './tables/squeezenet.ts';
import { vgg16, vgg19 } from './tables/vgg.ts';
import { vggA } from './tables/vgg-a.ts';

/** The six networks of the evaluation, in the order of slides 57-60. */
export const EVALUATION_NETWORKS: readonly NetworkTable[] = [alexnet, overfeat, nin, vgg16, squeezenet, googlenet];

/** Every network that a config can name: those of the evaluation first, then those that public benchmarks timed. */
export const NETWORK_TABLES: readonly NetworkTable[] = [
  ...EVALUATION_NETWORKS,
  alexnetOwt,
  vggA,
  googlenetConvnetBenchmarks,
  vgg19,
  resnet(18),
  resnet(34),
  resnet(50),
  resnet(101),
  resnet(152),
];

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
