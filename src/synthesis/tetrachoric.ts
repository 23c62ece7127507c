import type { Density } from '../units.ts';

/**
 * Correlation of two normal variables whose signs above the (1 - density) quantile correlate by `maskCorrelation`
 * (tetrachoric correlation): the s at which the bivariate normal excess
 * `integral from 0 to s of exp(-h^2 / (1 + x)) / (2 pi sqrt(1 - x^2)) dx` is `maskCorrelation d (1 - d)`.
 *
 * @param maskCorrelation 0 to 1
 */
export function latentCorrelation(maskCorrelation: number, density: Density): number {
  const target = 2 * Math.PI * maskCorrelation * density * (1 - density);
  const squaredThreshold = normalQuantile(density) ** 2;
  // With x = sin(angle) the integrand is smooth; midpoint steps up to the target.
  const step = Math.PI / 2 / 1000;
  let excess = 0;
  for (let angle = 0; angle < Math.PI / 2; angle += step) {
    const slice = step * Math.exp(-squaredThreshold / (1 + Math.sin(angle + step / 2)));
    if (excess + slice >= target) return Math.sin(angle + (step * (target - excess)) / slice);
    excess += slice;
  }
  return 1;
}

/** Inverse of the normal distribution function, by bisection. */
function normalQuantile(probability: number): number {
  let low = -8;
  let high = 8;
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (normalDistribution(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Abramowitz and Stegun, 26.2.17: absolute error below 7.5e-8. */
function normalDistribution(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return x >= 0 ? 1 - tail : tail;
}
