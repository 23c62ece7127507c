import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type {
  ActivationStudy,
  CodedLayer,
  FittedLayer,
  LayoutStatistics,
  StudiedLayer,
} from '../../src/activations/activation-study.ts';
import { fittedConfig } from '../../src/activations/fitted-config.ts';
import { studyTensors } from '../../src/activations/study-tensors.ts';
import { parseNetworkFile } from '../../src/config/network-file.ts';
import { CODEC_IDS, type CodecId, LAYOUTS, type Layout, ZERO_TESTS } from '../../src/config/resolved-config.ts';
import { NETWORK_TABLES, networkById } from '../../src/network/catalogue.ts';
import type { Network } from '../../src/network/network.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import { describeProblem } from '../../src/rules/tensor-files.ts';
import { readManifest } from '../../src/tensors/read-manifest.ts';
import { CODEC_OPTIONS, readChoice, readCodecConfig } from '../codec-options.ts';
import { writeOutput } from '../output-file.ts';
import { type Column, formatTable } from '../table.ts';
import { EXIT_FINDINGS, EXIT_FINE, onlyFile, readArguments, readInput, UsageError } from '../usage.ts';

/** `cdma characterize MANIFEST`: density, runs of zeros, clustering and ratio of every layer at every point of training. */
export async function characterize(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    network: { type: 'string' },
    zlib: { type: 'string', default: 'sampled' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    out: { type: 'string' },
    'zero-test': { type: 'string', default: 'bit-pattern' },
    ...CODEC_OPTIONS,
  });
  const file = onlyFile(positionals, 'manifest');
  const zlibWindows = readChoice(values.zlib, ['sampled', 'all'] as const, 'zlib');
  const seed = Number(values.seed);
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new UsageError(`--seed ${values.seed}: expected a whole number from 0 to 4294967295`);
  }
  const network = values.network === undefined ? null : networkNamed(values.network);

  const host = nodeHost();
  const read = await readManifest(path.basename(file), pathToFileURL(path.resolve(file)).href, host);
  if ('problem' in read) throw new UsageError(describeProblem(read.problem));
  const { manifest, uri } = read;
  const { study, problems } = await studyTensors(
    manifest,
    uri,
    network,
    {
      measure: { dma: readCodecConfig(values), seed, zlibWindows },
      zeroTest: readChoice(values['zero-test'], ZERO_TESTS, 'zero-test'),
      onProgress: showProgress(),
    },
    host,
  );
  if (values.out !== undefined) await writeOutput(values.out, fittedConfig(study, file));
  console.log(values.json ? JSON.stringify({ ...study, problems }, null, 2) : describe(study));
  for (const problem of problems) console.error(describeProblem(problem));
  return problems.length > 0 ? EXIT_FINDINGS : EXIT_FINE;
}

function networkNamed(name: string): Network {
  if (NETWORK_TABLES.some(({ id }) => id === name)) return networkById(name);
  if (!existsSync(name)) {
    const known = NETWORK_TABLES.map(({ id }) => id).join(', ');
    throw new UsageError(`--network ${name}: expected a *.cdma-network.json file or one of ${known}`);
  }
  const { network, findings } = parseNetworkFile(readInput(name), pathToFileURL(path.resolve(name)).href);
  if (network === undefined) throw new UsageError(`${name}: ${findings[0]?.message ?? 'is not a network'}`);
  return network;
}

/** A line that counts, where a person watches. */
function showProgress(): (done: number, total: number) => void {
  if (!process.stderr.isTTY) return () => undefined;
  return (done, total) => process.stderr.write(`\r${done} of ${total} tensors${done === total ? '\n' : ''}`);
}

interface Row {
  layer: StudiedLayer;
  coded: CodedLayer;
}

function describe(study: ActivationStudy): string {
  const rows = study.layers.flatMap((layer) => layer.coded.map((coded): Row => ({ layer, coded })));
  const { dataset } = study;
  return [
    ...(dataset === null ? [] : [[dataset.name, dataset.licence].filter((text) => text !== undefined).join(', '), '']),
    'Density and mean run of zeros in elements',
    formatTable([...IDENTITY, ...STATISTICS], rows),
    '',
    'Compression ratio',
    formatTable([...IDENTITY, ...RATIOS], rows),
    '',
    ...fittedLines(rows),
    'Observations of slides 29-32',
    ...study.observations.map(
      ({ slide, verdict, evidence }) => `  slide ${slide}: ${verdict.replaceAll('-', ' ')}. ${evidence}`,
    ),
  ].join('\n');
}

/** Those whose sizes differ between memory orders. */
const CODECS_BY_LAYOUT = CODEC_IDS.filter((codec) => codec !== 'zvc');

const IDENTITY: readonly Column<Row>[] = [
  { heading: 'layer', align: 'left', cell: ({ layer }) => layer.name },
  { heading: 'trained', align: 'right', cell: ({ coded }) => `${Number((100 * coded.trainingProgress).toFixed(2))} %` },
];

const STATISTICS: readonly Column<Row>[] = [
  { heading: 'shape', align: 'left', cell: ({ layer, coded }) => [coded.images, ...(layer.shape ?? [])].join('x') },
  { heading: 'density', align: 'right', cell: ({ coded }) => coded.density.toFixed(4) },
  ...LAYOUTS.map(
    (layout): Column<Row> => ({
      heading: `run ${layout}`,
      align: 'right',
      cell: ({ coded }) => coded.layouts[layout].meanZeroRun?.toFixed(2) ?? '-',
    }),
  ),
];

const RATIOS: readonly Column<Row>[] = [
  ratioColumn('zvc', 'zvc', (coded) => coded.layouts.NCHW),
  ...CODECS_BY_LAYOUT.flatMap((codec) =>
    LAYOUTS.map((layout) => ratioColumn(`${codec} ${layout}`, codec, (coded) => coded.layouts[layout])),
  ),
];

function ratioColumn(
  heading: string,
  codec: CodecId,
  statistics: (coded: CodedLayer) => LayoutStatistics,
): Column<Row> {
  return {
    heading,
    align: 'right',
    cell: ({ coded }) => {
      const { bytes, halfWidth } = statistics(coded).sizes[codec];
      const interval = halfWidth === 0 ? '' : ` ±${(100 * halfWidth).toFixed(1)}%`;
      return `${(coded.rawBytes / bytes).toFixed(2)}x${interval}`;
    },
  };
}

function fittedLines(rows: readonly Row[]): string[] {
  const fitted = rows.filter(({ coded }) => coded.fitted !== null);
  if (fitted.length === 0) return [];
  return [
    'Fitted generator: its parameters, and how far its sizes are from the recorded ones',
    formatTable([...IDENTITY, ...FITTED], fitted),
    '',
  ];
}

const FITTED: readonly Column<Row>[] = [
  ...(
    [
      ['neighbours', 'neighbourCorrelation'],
      ['channel', 'channelShare'],
      ['position', 'positionShare'],
      ['map', 'mapShare'],
      ['dead channels', 'deadChannels'],
      ['dead maps', 'deadMaps'],
    ] as const
  ).map(
    ([heading, key]): Column<Row> => ({
      heading,
      align: 'right',
      cell: ({ coded }) => coded.fitted?.parameters?.[key]?.toFixed(3) ?? '-',
    }),
  ),
  errorColumn('zvc', 'zvc', 'NCHW'),
  ...CODECS_BY_LAYOUT.flatMap((codec) => LAYOUTS.map((layout) => errorColumn(`${codec} ${layout}`, codec, layout))),
];

function errorColumn(heading: string, codec: CodecId, layout: Layout): Column<Row> {
  return {
    heading,
    align: 'right',
    cell: ({ coded }) => {
      if (coded.fitted === null) return '-';
      const error = relativeError(coded, coded.fitted, codec, layout);
      return `${error < 0 ? '' : '+'}${(100 * error).toFixed(1)} %`;
    },
  };
}

/** Of the fitted generator's ratio against the recorded one. */
function relativeError(coded: CodedLayer, fitted: FittedLayer, codec: CodecId, layout: Layout): number {
  const recorded = coded.rawBytes / coded.layouts[layout].sizes[codec].bytes;
  return fitted.rawBytes / fitted.layouts[layout].sizes[codec].bytes / recorded - 1;
}
