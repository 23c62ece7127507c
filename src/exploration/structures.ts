import { compressibilityOf } from '../activations/compressibility.ts';
import { throwIfCancelled } from '../cancelled.ts';
import { type ComputeTable, computeTable } from '../closed-form/compute-table.ts';
import { hasShape, type IterationShape, iterationShape } from '../closed-form/iteration-shape.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import { networkById } from '../network/catalogue.ts';
import type { SimulationContext } from '../simulate.ts';
import { uncompressedTimes } from '../timing/training-times.ts';
import type { Designs } from './designs.ts';

/** What all designs with the same structural values share. */
export interface Structure {
  /** Of one of them; its scalars may be overwritten. */
  config: ResolvedConfig;
  shape: IterationShape;
  table: ComputeTable;
}

/**
 * Structures of a space, each made when it is first asked for. `impossible`: its tensor files cannot be used. `undefined`:
 * the closed form does not hold for it, so its designs have to be simulated one by one.
 */
export class Structures {
  private readonly known = new Map<number, Structure | 'impossible' | undefined>();

  constructor(
    readonly designs: Designs,
    private readonly context: SimulationContext,
  ) {}

  /** The structure of a design, made before or now. */
  of(place: number): Structure | 'impossible' | undefined | Promise<Structure | 'impossible' | undefined> {
    const number = this.designs.structureOf(place);
    return this.known.has(number) ? this.known.get(number) : this.remember(number, place);
  }

  private async remember(number: number, place: number): Promise<Structure | 'impossible' | undefined> {
    const structure = await this.make(this.designs.configAt(place));
    this.known.set(number, structure);
    return structure;
  }

  private async make(config: ResolvedConfig): Promise<Structure | 'impossible' | undefined> {
    if (!hasShape(config)) return undefined;
    const network = this.context.ownNetwork ?? networkById(config.workload.network);
    const uncompressed = uncompressedTimes(config, network);
    const maps = uncompressed.plan.map(({ layer }) => layer);
    const { problems, samples } = await compressibilityOf(config, network, maps, this.context);
    throwIfCancelled(this.context.signal);
    if (problems.length > 0) return 'impossible';
    return {
      config,
      shape: iterationShape(config, network, uncompressed, samples),
      table: computeTable(network, config.gpu, config.workload),
    };
  }
}
