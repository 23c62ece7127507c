import { codecFor } from '../codecs/registry.ts';
import { cdmaArea, totalArea } from '../cost/area.ts';
import type { Host } from '../host.ts';
import { networkById } from '../network/catalogue.ts';
import { elementsOf } from '../network/shapes.ts';
import { LINE_BYTES } from '../pipeline/design.ts';
import { offloadBounds } from '../timing/transfer-rate.ts';
import { resolveFile } from './configs.ts';
import type { Comparison } from './row.ts';

/** Slides 3, 19-26 and 43-52: the machine and the codec. Mostly settings, which can only be compared as such. */
export async function hardwareRows(host: Host): Promise<Comparison[]> {
  const config = await resolveFile({ gpu: { preset: 'titanx-maxwell' }, link: { preset: 'pcie3-x16' } }, host);
  const { gpu, link, dma } = config;
  const rounded = await resolveFile({ gpu: { preset: 'titanx-maxwell' }, link: { bandwidth: '16 GB/s' } }, host);
  const worstCase = offloadBounds(rounded, 13.8);
  const zlib = await resolveFile(
    { gpu: { preset: 'titanx-maxwell' }, dma: { codec: 'zlib', zlibEngine: 'dedicated-hardware' } },
    host,
  );
  const area = totalArea(cdmaArea(config));
  const zvc = (words: readonly number[]) => codecFor('zvc', dma, host).sizeBytes(Uint32Array.from(words));
  const line = (isNonZero: (index: number) => boolean) =>
    Array.from({ length: LINE_BYTES / 4 }, (_, index) => (isNonZero(index) ? 0x3f800000 : 0));
  return [
    {
      id: 'link-bandwidth',
      quantity: 'PCIe 3.0 x16, one direction, on the wire',
      unit: 'GB/s',
      published: 16,
      source: 'slide 43: "max. 16 GB/s"',
      simulated: link.rawBandwidth / 1e9,
      digits: 3,
      tolerance: 0.02,
      kind: 'published',
      status: 'input',
      reason: 'The slide rounds 8 GT/s x 16 lanes x 128/130.',
    },
    {
      id: 'link-payload-bandwidth',
      quantity: 'PCIe 3.0 x16, payload of a DMA copy',
      unit: 'GB/s',
      published: 12.8,
      source: 'measured, recalled from vDNN (MICRO 2016)',
      simulated:
        (((link.rawBandwidth * link.maxPayload) / (link.maxPayload + link.packetHeader)) * (1 - link.linkLayerShare)) /
        1e9,
      digits: 2,
      tolerance: 0.02,
      kind: 'measured',
      status: 'calibrated',
      reason: 'Header and link-layer share are within their documented ranges, and were chosen to explain it.',
    },
    {
      id: 'dram-bandwidth',
      quantity: 'GPU DRAM bandwidth',
      unit: 'GB/s',
      published: 336,
      source: 'slide 43',
      simulated: gpu.dramBandwidth / 1e9,
      digits: 1,
      tolerance: 0.01,
      kind: 'published',
      status: 'input',
      reason: 'The Maxwell Titan X, not the Titan Xp of the results on slide 61.',
    },
    {
      id: 'memory-controllers',
      quantity: 'memory controllers, each with an engine',
      unit: 'controllers',
      published: 6,
      source: 'slides 43-48',
      simulated: gpu.memoryControllers,
      digits: 0,
      tolerance: 0,
      kind: 'published',
      status: 'input',
      reason: 'As drawn; six 64-bit buses.',
    },
    {
      id: 'worst-case-read-rate',
      quantity: 'DRAM read rate for 13.8x at 16 GB/s',
      unit: 'GB/s',
      published: 220.8,
      source: 'slide 45: read throughput >= compression rate x PCIe bandwidth',
      simulated: worstCase.link / 1e9,
      digits: 1,
      tolerance: 0.001,
      kind: 'published',
      status: 'identity',
      reason: 'What the link asks for when nothing else limits.',
    },
    {
      id: 'worst-case-fits-dram',
      quantity: 'usable DRAM bandwidth that must cover it',
      unit: 'GB/s',
      published: [220.8, 336],
      source: 'slides 43 and 45',
      simulated: worstCase.dram / 1e9,
      digits: 1,
      tolerance: 0,
      kind: 'published',
      status: 'input',
      reason: 'With the assumed efficiency of 0.8 and DRAM to itself, the condition of slide 45 holds.',
    },
    {
      id: 'engine-line',
      quantity: 'uncompressed bytes of a line: four steps of the engine',
      unit: 'B',
      published: 128,
      source: 'slide 52: 32 B x 4',
      simulated: 4 * dma.engineBytesPerCycle,
      digits: 0,
      tolerance: 0,
      kind: 'published',
      status: 'input',
      reason: 'The width of the engine is a setting.',
    },
    {
      id: 'zlib-engine',
      quantity: 'dedicated zlib hardware, one engine',
      unit: 'GB/s',
      published: 2.5,
      source: 'slide 49: "roughly 2.5 GB/sec"',
      simulated: offloadBounds(zlib, 1).engine / zlib.gpu.memoryControllers / 1e9,
      digits: 2,
      tolerance: 0.001,
      kind: 'published',
      status: 'input',
      reason: 'An option; by default all engines are equally fast, as the bars of slides 57-60 compare ratios.',
    },
    {
      id: 'area',
      quantity: 'area of cDMA in 28 nm',
      unit: 'mm2',
      published: 1.5,
      source: 'slide 52',
      simulated: area,
      digits: 2,
      tolerance: 0.02,
      kind: 'published',
      status: 'calibrated',
      reason: 'The engine’s share is what is left of this very total.',
    },
    {
      id: 'area-share',
      quantity: 'that area as a share of a GV100 of 800 mm2',
      unit: '%',
      published: 0.19,
      source: 'slide 52: 1.5 of 800 mm2',
      simulated: (100 * area) / 800,
      digits: 2,
      tolerance: 0.01,
      kind: 'published',
      status: 'calibrated',
      reason: 'Follows from the area.',
    },
    {
      id: 'zvc-mask',
      quantity: 'mask of a line of 32 elements, all zero',
      unit: 'bits',
      published: 32,
      source: 'slide 51: N bits for N elements',
      simulated: 8 * zvc(line(() => false)),
      digits: 0,
      tolerance: 0,
      kind: 'published',
      status: 'identity',
      reason: 'The stream of a line of zeros is its mask.',
    },
    {
      id: 'zvc-example',
      quantity: 'a line whose segments are all 10011010',
      unit: 'B',
      published: 4 + 16 * 4,
      source: 'slide 52: four of eight words are kept',
      simulated: zvc(line((index) => '10011010'[index % 8] === '1')),
      digits: 0,
      tolerance: 0,
      kind: 'published',
      status: 'identity',
      reason: 'Mask and sixteen words.',
    },
    ...alexNetRows(),
  ];
}

/** Slides 3 and 19-66: AlexNet's shapes. */
function alexNetRows(): Comparison[] {
  const { layers } = networkById('alexnet');
  const shapes = [
    { slideName: 'conv0', elements: 96 * 55 * 55, source: 'slide 19: (96, 55, 55)' },
    { slideName: 'conv1', elements: 256 * 27 * 27, source: 'slide 25: (256, 27, 27)' },
    { slideName: 'conv4', elements: 256 * 13 * 13, source: 'slide 26: (256, 13, 13)' },
    { slideName: 'fc1', elements: 4096, source: 'slide 66: (4096, 1, 1)' },
  ];
  return [
    ...shapes.map(({ slideName, elements, source }): Comparison => {
      const layer = layers.find((candidate) => candidate.slideName === slideName);
      return {
        id: `shape-${slideName}`,
        quantity: `AlexNet's ${slideName}: elements of the map`,
        unit: 'elements',
        published: elements,
        source,
        simulated: layer === undefined ? Number.NaN : elementsOf(layer.outputShape),
        digits: 0,
        tolerance: 0,
        kind: 'published',
        status: 'identity',
        reason: 'Inferred from the layer table.',
      };
    }),
    convolutionCount(
      'alexnet',
      7,
      'slide 3: "7 convolutional layers"',
      'Caffe’s AlexNet has five convolutions and three fully connected layers; the slide must count otherwise.',
    ),
    convolutionCount(
      'resnet-152',
      153,
      'slide 4: "153 convolutional layers"',
      '151 convolutions in a row and four on skip connections; the slide must count otherwise.',
    ),
  ];
}

function convolutionCount(id: string, published: number, source: string, reason: string): Comparison {
  const { layers, title } = networkById(id);
  return {
    id: `convolutions-${id}`,
    quantity: `${title}: convolutional layers`,
    unit: 'layers',
    published,
    source,
    simulated: layers.filter(({ kind }) => kind === 'conv').length,
    digits: 0,
    tolerance: 0,
    closeTolerance: 0,
    kind: 'published',
    status: 'identity',
    reason,
  };
}
