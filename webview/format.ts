/**
 * Numbers as text in the language of the page, always with their unit. Sizes are decimal (1 MB = 1,000,000 B), as in the
 * configs.
 */

/** Keeps number and unit on one line. */
const GAP = '\u00a0';

const formatters = new Map<string, Intl.NumberFormat>();

/** Three significant digits, but whole numbers are never rounded to tens. */
function decimal(value: number): string {
  const size = Math.abs(value);
  if (size >= 100 || value === 0) return digits(value, { maximumFractionDigits: 0 });
  if (size >= 10) return digits(value, { maximumFractionDigits: 1 });
  if (size >= 1) return digits(value, { maximumFractionDigits: 2 });
  return digits(value, { maximumSignificantDigits: 2 });
}

function digits(value: number, options: Intl.NumberFormatOptions): string {
  // Nothing compressed, nothing divided by nothing: a report of no offloads has such figures.
  if (!Number.isFinite(value)) return '–';
  const key = JSON.stringify(options);
  let formatter = formatters.get(key);
  if (formatter === undefined) {
    formatter = new Intl.NumberFormat(document.documentElement.lang || 'en', options);
    formatters.set(key, formatter);
  }
  return formatter.format(value);
}

/** `2.60×`: a compression ratio or a speed-up. Two decimals, so that equal designs look equal. */
export function factor(value: number): string {
  return `${digits(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 })}×`;
}

/** A factor where room is short, beside a bar. */
export function shortFactor(value: number): string {
  return `${digits(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 })}×`;
}

/** A factor on an axis, where it is round. */
export function roundFactor(value: number): string {
  return `${digits(value, { maximumFractionDigits: 2 })}×`;
}

/** 0.38 as `38 %`, or `0.4 %` below one per cent; with at most so many decimals where they are given. */
export function percent(share: number, decimals?: number): string {
  const value = share * 100;
  const most = decimals ?? (value !== 0 && value < 1 ? 2 : 0);
  return `${digits(value, { maximumFractionDigits: most })}${GAP}%`;
}

export function milliseconds(value: number): string {
  return `${decimal(value)}${GAP}ms`;
}

export function nanoseconds(seconds: number): string {
  return `${decimal(seconds * 1e9)}${GAP}ns`;
}

export function megabytes(bytes: number): string {
  return `${decimal(bytes / 1e6)}${GAP}MB`;
}

export function kilobytes(bytes: number): string {
  return `${decimal(bytes / 1e3)}${GAP}KB`;
}

export function gigabytes(bytes: number): string {
  return `${decimal(bytes / 1e9)}${GAP}GB`;
}

export function gigabytesPerSecond(bytesPerSecond: number): string {
  return `${decimal(bytesPerSecond / 1e9)}${GAP}GB/s`;
}

export function squareMillimetres(value: number): string {
  return `${decimal(value)}${GAP}mm²`;
}

export function joules(value: number): string {
  return value !== 0 && Math.abs(value) < 0.1 ? `${decimal(value * 1000)}${GAP}mJ` : `${decimal(value)}${GAP}J`;
}

export function count(value: number): string {
  return digits(value, { maximumFractionDigits: 0 });
}

/** A plain number with three digits, or a dash. */
export function shortNumber(value: number | null): string {
  return value === null ? '–' : decimal(value);
}

/** A number as it is, with all its digits. */
export function plainNumber(value: number): string {
  return digits(value, { maximumFractionDigits: 6 });
}

/** A number of any size, in SI units. */
export function scientific(value: number): string {
  return Math.abs(value) >= 1e6 || (value !== 0 && Math.abs(value) < 1e-3) ? value.toExponential(2) : decimal(value);
}
