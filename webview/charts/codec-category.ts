/** The bars the three codec charts have in common. */
import type { CodecReport, Report } from '../../src/report/report.ts';
import { CODEC } from '../codecs.ts';
import { CHART } from '../words.ts';
import type { Category } from './spec.ts';

export function codecCategory(codec: CodecReport, report: Report): Category {
  return {
    label: CODEC[codec.codec].short,
    weight: isConfigured(codec, report) ? 'strong' : 'normal',
    details: [codec.format],
    reveal: ['dma', 'codec'],
  };
}

/** vDNN copies everything uncompressed: what it copies is the workload's choice. */
export function vdnnCategory(details: readonly string[]): Category {
  return { label: CHART.vdnn(), weight: 'reference', details, reveal: ['workload', 'policy'] };
}

/** The oracle has a link that is never waited for. */
export function oracleCategory(details: readonly string[]): Category {
  return { label: CHART.oracle(), weight: 'reference', details, reveal: ['link', 'bandwidth'] };
}

/** Description of a codec chart, with the configured codec in words as well as in bold. */
export function withConfigured(description: string, report: Report): string {
  return `${description} ${CHART.configured(CODEC[report.config.resolved.dma.codec].short)}`;
}

function isConfigured(codec: CodecReport, report: Report): boolean {
  return codec.codec === report.config.resolved.dma.codec;
}
