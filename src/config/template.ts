import { say } from '../words.ts';
import { GPU_PRESETS, LINK_PRESETS } from './presets.ts';

/** A preset to choose from: its id, its name, and what tells it from the others. */
export interface PresetChoice {
  id: string;
  title: string;
  detail: string;
  /** Whether times of this part were compared with measured ones. */
  isValidated: boolean;
}

/** GPUs and links, as the lists of a config's presets have them. */
export function presetChoices(): { gpus: PresetChoice[]; links: PresetChoice[] } {
  return {
    gpus: GPU_PRESETS.map(({ id, title, year, memory, values, validation }) => ({
      id,
      title,
      detail: `${year}, ${memory}, ${values.dramBandwidth.value}, ${values.dramCapacity.value}`,
      isValidated: validation === 'measured',
    })),
    links: LINK_PRESETS.map(({ id, title, values }) => ({
      id,
      title,
      detail: String(values.bandwidth.value),
      isValidated: values.bandwidth.confidence !== 'low',
    })),
  };
}

/** A config to begin with: few keys, each of which is worth a change. */
export function newConfigText(gpu: string, link: string): string {
  const title = GPU_PRESETS.find(({ id }) => id === gpu)?.title.replace(/ \(.*/, '') ?? gpu;
  const config = {
    name: `${title} + cDMA`,
    gpu: { preset: gpu },
    link: { preset: link },
    dma: { codec: 'zvc', placement: 'memory-controller', engineBytesPerCycle: 32, buffer: '70 KB' },
    workload: { network: 'alexnet', batch: 256 },
  };
  return `// ${say`Ctrl+Space lists keys and values, a hover explains them, saving simulates.`}\n${JSON.stringify(config, null, 2)}\n`;
}
