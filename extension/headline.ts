import type { Report } from '../src/report/report.ts';
import { say } from '../src/words.ts';

/** A result in a few words: "ZVC 2.56x · +47 % over vDNN · PCIe-bound". */
export function headline(report: Report): string {
  const codec = report.config.resolved.dma.codec.toUpperCase();
  const ratio = report.totals.compressionRatio.toFixed(2);
  return say`${codec} ${ratio}x · ${gainOverVdnn(report)} over vDNN · ${boundBy(report)}`;
}

/** "+47 %" */
export function gainOverVdnn({ speedupOverVdnn }: Report): string {
  const percent = Math.round((speedupOverVdnn - 1) * 100);
  return `${percent < 0 ? '-' : '+'}${Math.abs(percent)} %`;
}

/** The beginning of the bottleneck's sentence: "PCIe-bound", "PCIe and DMA buffer tied". */
function boundBy({ bottleneck }: Report): string {
  return bottleneck.sentence.split(/[(:]/)[0]?.trim() ?? '';
}
