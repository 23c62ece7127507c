/** A GPU's process and memory: what area and energy depend on. Sources: docs/model.md, "Area and energy". */
export interface Technology {
  /** Name of the process node; only its square enters, as the usual rule for logic area. */
  logicNodeNm: number;
  /** High-density SRAM cell of the node. WikiChip; recalled except for 28 nm and 5 nm. */
  sramCellUm2: number;
  memory: MemoryEnergy;
}

export interface MemoryEnergy {
  /** GPU DRAM, per bit read or written. O'Connor et al., MICRO 2017, recalled; GDDR5X is interpolated. */
  dramPicojoulePerBit: number;
  /** Crossbar, per bit: an estimate from wire length. */
  crossbarPicojoulePerBit: number;
  /** ZVC engine, per uncompressed bit: an estimate from its gate count. */
  enginePicojoulePerBit: number;
  /** Arithmetic and on-chip data, per floating-point operation. Assumed, so that full load meets the board power. */
  picojoulePerFlop: number;
  /** Power that flows whatever the GPU does. Assumed, as above. */
  staticWatt: number;
}

const GDDR5: MemoryEnergy = {
  dramPicojoulePerBit: 14,
  crossbarPicojoulePerBit: 3,
  enginePicojoulePerBit: 0.1,
  picojoulePerFlop: 22,
  staticWatt: 85,
};
const GDDR5X: MemoryEnergy = {
  dramPicojoulePerBit: 11,
  crossbarPicojoulePerBit: 2,
  enginePicojoulePerBit: 0.05,
  picojoulePerFlop: 12,
  staticWatt: 85,
};
const HBM: MemoryEnergy = { ...GDDR5X, dramPicojoulePerBit: 3.9 };

const PROCESS = {
  '28nm': { logicNodeNm: 28, sramCellUm2: 0.127 },
  '16nm': { logicNodeNm: 16, sramCellUm2: 0.074 },
  '12nm': { logicNodeNm: 12, sramCellUm2: 0.074 },
  '7nm': { logicNodeNm: 7, sramCellUm2: 0.027 },
  '5nm': { logicNodeNm: 5, sramCellUm2: 0.021 },
} as const;

const MAXWELL: Technology = { ...PROCESS['28nm'], memory: GDDR5 };
const PASCAL: Technology = { ...PROCESS['16nm'], memory: GDDR5X };
const HOPPER: Technology = { ...PROCESS['5nm'], memory: HBM };

const TECHNOLOGIES: Readonly<Record<string, Technology>> = {
  'titanx-maxwell': MAXWELL,
  'titanx-pascal': PASCAL,
  titanxp: PASCAL,
  'p100-sxm2': { ...PROCESS['16nm'], memory: HBM },
  'v100-sxm2': { ...PROCESS['12nm'], memory: HBM },
  'a100-40': { ...PROCESS['7nm'], memory: HBM },
  'a100-80': { ...PROCESS['7nm'], memory: HBM },
  'h100-sxm': HOPPER,
  gh200: HOPPER,
  'h200-sxm': HOPPER,
  'b200-sxm': HOPPER,
  gb200: HOPPER,
  // GDDR6X stands in as GDDR5X: no figure for it is at hand.
  rtx4090: { ...PROCESS['5nm'], memory: GDDR5X },
  mi300x: HOPPER,
};

/** Technology of a GPU preset; a preset without an entry counts as a Titan Xp, the default GPU. */
export function technologyOf(gpuPreset: string): Technology {
  return TECHNOLOGIES[gpuPreset] ?? PASCAL;
}
