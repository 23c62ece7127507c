import { ByteWriter, type ColumnSource, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import type { Explored } from '../explore.ts';
import { METRIC_IDS, METRICS } from '../metrics/metric.ts';
import { MODEL_VERSION, TOOL } from '../version.ts';
import type { Parameter } from './exploration.ts';
import { pointAt } from './exploration-result.ts';
import { partOf } from './part-of-sweep.ts';
import type { Sweep } from './sweep.ts';
import { SI_UNITS } from './sweep-csv.ts';

const ROWS_OF_GROUP = 100_000;

/**
 * All points as a Parquet file, piece by piece: the columns that a CSV has, without units in their names. Units, config and tool
 * are in the file's key-value metadata.
 */
export async function* sweepParquet({ sweep, decisions }: Explored): AsyncGenerator<Uint8Array, void> {
  const onFront = new Set(decisions.front);
  const columnsFrom = (from: number): ColumnSource[] => {
    const to = Math.min(from + ROWS_OF_GROUP, sweep.ids.length);
    return columnsOf(partOf(sweep, from, to), (row) => onFront.has(from + row));
  };
  const bytes = new ByteWriter();
  const parquet = new ParquetWriter({
    writer: bytes,
    schema: schemaFromColumnData({ columnData: columnsFrom(0) }),
    kvMetadata: metadataOf(sweep),
    createdBy: `${TOOL.name} ${TOOL.version}`,
  });
  for (let from = 0; from < sweep.ids.length; from += ROWS_OF_GROUP) {
    await parquet.write({ columnData: columnsFrom(from), rowGroupSize: ROWS_OF_GROUP });
    yield bytes.getBytes();
    bytes.index = 0; // what is written need not be kept
  }
  await parquet.finish();
  yield bytes.getBytes();
}

function columnsOf(sweep: Sweep, isOnFront: (row: number) => boolean): ColumnSource[] {
  const points = Array.from(sweep.ids, (_, row) => pointAt(sweep, row, isOnFront(row)));
  return [
    { name: 'point', type: 'INT64', nullable: false, data: points.map(({ id }) => BigInt(id)) },
    ...sweep.space.parameters.map((parameter): ColumnSource => {
      const type = typeOf(parameter);
      const values = points.map(({ parameters }) => parameters[parameter.key]);
      const data = type === 'STRING' ? values.map(String) : values;
      return { name: parameter.key, type, nullable: false, data };
    }),
    ...METRIC_IDS.filter((id) => sweep.metrics.has(id)).map(
      (id): ColumnSource => ({ name: id, type: 'DOUBLE', data: points.map(({ metrics }) => metrics?.[id] ?? null) }),
    ),
    { name: 'feasible', type: 'BOOLEAN', nullable: false, data: points.map(({ feasible }) => feasible) },
    { name: 'pareto', type: 'BOOLEAN', nullable: false, data: points.map(({ pareto }) => pareto) },
    { name: 'pipeline', type: 'BOOLEAN', nullable: false, data: points.map(({ pipeline }) => pipeline) },
    { name: 'reasons', type: 'STRING', nullable: false, data: points.map(({ reasons }) => reasons.join('; ')) },
  ];
}

/** Quantities stay as they are written. */
function typeOf({ values }: Parameter): 'DOUBLE' | 'BOOLEAN' | 'STRING' {
  if (values.every((value) => typeof value === 'number')) return 'DOUBLE';
  return values.every((value) => typeof value === 'boolean') ? 'BOOLEAN' : 'STRING';
}

function metadataOf({ config, metrics }: Sweep): { key: string; value: string }[] {
  const units = METRIC_IDS.flatMap((id) => {
    const unit = SI_UNITS[METRICS[id].dimension];
    return metrics.has(id) && unit !== undefined ? [[id, unit] as const] : [];
  });
  return [
    { key: 'cdma.config.name', value: config.name },
    { key: 'cdma.config.hash', value: config.hash },
    { key: 'cdma.tool', value: `${TOOL.name} ${TOOL.version}, model ${MODEL_VERSION}` },
    { key: 'cdma.units', value: JSON.stringify(Object.fromEntries(units)) },
  ];
}
