/** Computes what docs/study.md is about from the sweeps of examples/study. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ResolvedConfig } from '../src/config/resolved-config.ts';
import { designsOf } from '../src/exploration/prepared.ts';
import type { Sweep } from '../src/exploration/sweep.ts';
import { Explorer } from '../src/explore.ts';
import { nodeHost } from '../src/node/node-host.ts';
import { Runner } from '../src/run.ts';
import type { Resource } from '../src/timing/resource.ts';
import { ROOT } from './project.ts';

export const STUDY = path.join(ROOT, 'examples', 'study');
/** Configs of the study, from the slowest link to the fastest. */
export const STUDIED_LINKS = [
  'pcie3-titan-x',
  'pcie3-v100',
  'pcie4-a100',
  'pcie5-h100',
  'nvlink2-v100',
  'c2c-gh200',
] as const;
const NETWORKS = ['alexnet', 'overfeat', 'nin', 'vgg16', 'squeezenet', 'googlenet'] as const;
/** A design is enough when it is so near to the best speed-up. */
const TOLERANCE = 0.01;
/** Slide 52: bytes a cycle of one engine. */
const ENGINE_BYTES = 32;
/** The design of the talk: slides 47 and 52, and the recalled buffer. */
const TALK = { buffer: '70 KB', engineBytesPerCycle: 32, crossbarBytesPerCycle: 32, parsedLinesPerCycle: 1 } as const;

/** Keys of `dma` that the study varies. */
export interface DmaKeys {
  buffer: string;
  engineBytesPerCycle: number;
  crossbarBytesPerCycle: number;
  parsedLinesPerCycle: number;
}

/** Means of the six networks. */
export interface Means {
  speedupOverVdnn: number;
  vdnnVsOracle: number;
  cdmaVsOracle: number;
}

export interface StudiedDesign extends DmaKeys, Means {
  areaMm2: number;
  /** Engines of the talk that take in as many bytes. */
  enginesOf32Bytes: number;
  /** For how many of the networks each resource binds. */
  binds: Partial<Record<Resource, number>>;
}

export interface StudiedLink {
  config: string;
  name: string;
  linkGBs: number;
  controllers: number;
  designs: number;
  talk: StudiedDesign;
  /** The talk's design with engines behind the crossbar. */
  talkBehindCrossbar: Means;
  bestSpeedup: number;
  /** With a crossbar as narrow as that of the talk. */
  bestBehindNarrowCrossbar: number;
  /** The cheapest design that is enough. */
  enough: StudiedDesign;
  /** What is enough of one thing where there is plenty of all others. */
  smallestBuffer: string;
  fewestEngines: number;
  narrowestCrossbar: number;
}

export interface StudyResult {
  networks: readonly string[];
  tolerance: number;
  links: StudiedLink[];
  ratios: { ratio: number; speedupOverVdnn: number }[];
}

export async function studyResult(): Promise<StudyResult> {
  const study = new Study();
  const links: StudiedLink[] = [];
  for (const config of STUDIED_LINKS) links.push(await study.link(config));
  return { networks: NETWORKS, tolerance: TOLERANCE, links, ratios: await study.ratios() };
}

class Study {
  private readonly runner = new Runner(nodeHost());
  private readonly explorer = new Explorer(this.runner);

  async link(config: string): Promise<StudiedLink> {
    const { sweep, resolved } = await this.sweepOf(config);
    const designs = averaged(sweep);
    const best = Math.max(...designs.map(({ speedup }) => speedup));
    const enough = designs.filter(({ speedup }) => speedup >= (1 - TOLERANCE) * best);
    const [cheapest] = [...enough].sort((one, other) => one.area - other.area || portOf(one) - portOf(other));
    if (cheapest === undefined) throw new Error(`${config}: no design`);
    const least = (of: (design: Averaged) => number): Averaged =>
      enough.reduce((one, other) => (of(other) < of(one) ? other : one));
    return {
      config,
      name: resolved.name,
      linkGBs: resolved.link.bandwidth / 1e9,
      controllers: resolved.gpu.memoryControllers,
      designs: designs.length,
      talk: await this.design(config, TALK, resolved),
      talkBehindCrossbar: (await this.runs(config, { ...TALK, placement: 'dma-engine' })).means,
      bestSpeedup: rounded(best),
      bestBehindNarrowCrossbar: rounded(
        Math.max(...designs.filter((one) => portOf(one) === TALK.crossbarBytesPerCycle).map(({ speedup }) => speedup)),
      ),
      enough: await this.design(config, cheapest.keys, resolved),
      smallestBuffer: least(({ bytes }) => bytes).keys.buffer,
      fewestEngines: enginesOf(least(({ keys }) => keys.engineBytesPerCycle).keys, resolved),
      narrowestCrossbar: least(portOf).keys.crossbarBytesPerCycle,
    };
  }

  async ratios(): Promise<StudyResult['ratios']> {
    const { sweep } = await this.sweepOf('ratios');
    const values = sweep.space.parameters.find(({ key }) => key === 'workload.activations.ratio')?.values ?? [];
    const means = meansBy(sweep, 'workload.activations.ratio');
    return values.map((ratio, index) => ({ ratio: Number(ratio), speedupOverVdnn: rounded(means[index] ?? 0) }));
  }

  private async sweepOf(config: string): Promise<{ sweep: Sweep; resolved: ResolvedConfig }> {
    const uri = uriOf(config);
    const text = readFileSync(path.join(STUDY, `${config}.cdma.json`), 'utf8');
    const { explored, findings } = await this.explorer.run(text, uri);
    const prepared = await this.explorer.prepare(text, uri);
    if (explored === undefined || prepared === undefined) {
      throw new Error(`${config}: ${findings.map(({ message }) => message).join(' ')}`);
    }
    return { sweep: explored.sweep, resolved: designsOf(prepared, null).configAt(0) };
  }

  private async design(config: string, keys: DmaKeys, resolved: ResolvedConfig): Promise<StudiedDesign> {
    const { means, binds, areaMm2 } = await this.runs(config, keys);
    return { ...keys, ...means, areaMm2, enginesOf32Bytes: enginesOf(keys, resolved), binds };
  }

  /** Every network with a design, simulated. */
  private async runs(
    config: string,
    dma: object,
  ): Promise<{ means: Means } & Pick<StudiedDesign, 'areaMm2' | 'binds'>> {
    const reports = [];
    for (const network of NETWORKS) {
      const text = JSON.stringify({ extends: `./${config}.cdma.json`, dma, workload: { network } });
      const { report } = await this.runner.run(text, uriOf('point'));
      if (report === null) throw new Error(`${config}, ${network}: not simulated`);
      reports.push(report);
    }
    const binds: StudiedDesign['binds'] = {};
    for (const { bottleneck } of reports) binds[bottleneck.resource] = (binds[bottleneck.resource] ?? 0) + 1;
    return {
      means: {
        speedupOverVdnn: mean(reports.map(({ speedupOverVdnn }) => speedupOverVdnn)),
        vdnnVsOracle: mean(reports.map(({ time }) => time.oracleMs / time.vdnnMs)),
        cdmaVsOracle: mean(reports.map(({ performanceVsOracle }) => performanceVsOracle)),
      },
      binds,
      areaMm2: rounded(reports[0]?.cost.areaMm2 ?? Number.NaN),
    };
  }
}

/** A design of a sweep with the mean of all networks. */
interface Averaged {
  keys: DmaKeys;
  bytes: number;
  speedup: number;
  area: number;
}

/** Networks are the first parameter of a sweep: its designs come once for each. */
function averaged({ space, metrics }: Sweep): Averaged[] {
  const designs = space.size / NETWORKS.length;
  const [speedups, areas] = [metrics.get('speedupOverVdnn'), metrics.get('cdmaArea')];
  if (space.parameters[0]?.key !== 'workload.network' || !speedups || !areas) throw new Error('another sweep');
  const indexOf = (key: string) => space.parameters.findIndex((parameter) => parameter.key === key);
  const [buffer, engine] = [indexOf('dma.buffer'), indexOf('dma.engineBytesPerCycle')];
  const [crossbar, parsed] = [indexOf('dma.crossbarBytesPerCycle'), indexOf('dma.parsedLinesPerCycle')];
  return Array.from({ length: designs }, (_, place) => {
    const writtenAt = (parameter: number) => space.parameters[parameter]?.values[space.indexAt(place, parameter)];
    const ofNetworks = NETWORKS.map((_, network) => speedups[network * designs + place]);
    return {
      keys: {
        buffer: String(writtenAt(buffer)),
        engineBytesPerCycle: Number(writtenAt(engine)),
        crossbarBytesPerCycle: Number(writtenAt(crossbar)),
        parsedLinesPerCycle: Number(writtenAt(parsed)),
      },
      bytes: space.indexAt(place, buffer),
      speedup: ofNetworks.reduce((sum, one) => sum + one, 0) / NETWORKS.length,
      area: areas[place],
    };
  });
}

/** Mean speed-up at every value of a key. */
function meansBy({ space, metrics }: Sweep, key: string): number[] {
  const parameter = space.parameters.findIndex((one) => one.key === key);
  const speedups = metrics.get('speedupOverVdnn') ?? new Float64Array();
  return (space.parameters[parameter]?.values ?? []).map((_, index) => {
    const places = [...speedups.keys()].filter((place) => space.indexAt(place, parameter) === index);
    return places.reduce((sum, place) => sum + speedups[place], 0) / places.length;
  });
}

function portOf({ keys }: Averaged): number {
  return keys.crossbarBytesPerCycle;
}

function enginesOf({ engineBytesPerCycle }: DmaKeys, { gpu }: ResolvedConfig): number {
  return rounded((engineBytesPerCycle * gpu.memoryControllers) / ENGINE_BYTES);
}

function uriOf(config: string): string {
  return pathToFileURL(path.join(STUDY, `${config}.cdma.json`)).href;
}

function mean(values: readonly number[]): number {
  return rounded(values.reduce((sum, value) => sum + value, 0) / values.length);
}

/** Few digits, so that the result is small. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
