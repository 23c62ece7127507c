import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latentCorrelation } from './tetrachoric.ts';

function close(found: number, expected: number, tolerance: number, what = ''): void {
  assert(Math.abs(found - expected) <= tolerance, `${what} ${found}, expected ${expected} within ${tolerance}`);
}

test('latent correlation for a mask correlation (tetrachoric table of docs/activations.md)', () => {
  const densities = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9];
  const table: Record<number, number[]> = {
    0.2: [0.577, 0.494, 0.425, 0.359, 0.328, 0.309, 0.328, 0.425],
    0.3: [0.7, 0.632, 0.571, 0.507, 0.475, 0.454, 0.475, 0.571],
    0.4: [0.792, 0.74, 0.691, 0.636, 0.607, 0.588, 0.607, 0.691],
    // biome-ignore lint/suspicious/noApproximativeNumericConstant: a table as published
    0.5: [0.861, 0.824, 0.788, 0.746, 0.723, 0.707, 0.723, 0.788],
    0.6: [0.914, 0.89, 0.866, 0.837, 0.821, 0.809, 0.821, 0.866],
    0.7: [0.952, 0.939, 0.925, 0.908, 0.898, 0.891, 0.898, 0.925],
  };
  for (const [correlation, row] of Object.entries(table)) {
    row.forEach((expected, i) => {
      close(latentCorrelation(Number(correlation), densities[i]), expected, 0.001, `${correlation} at ${densities[i]}`);
    });
  }
  assert.equal(latentCorrelation(0, 0.3), 0);
});

test('at density 0.5 it is sin(pi rho / 2), Sheppard’s closed form', () => {
  for (let rho = 0; rho < 1; rho += 0.01) close(latentCorrelation(rho, 0.5), Math.sin((Math.PI * rho) / 2), 1e-5);
});

test('two normal variables that correlate so exceed the threshold together as often as asked (double integral)', () => {
  for (const density of [0.03, 0.2, 0.6]) {
    for (const rho of [0.05, 0.3, 0.6, 0.9]) {
      const expected = rho * density * (1 - density) + density ** 2;
      close(bothAbove(quantile(1 - density), latentCorrelation(rho, density)), expected, 2e-5, `${rho} at ${density}:`);
    }
  }
});

/** P(X > t and Y > t) of standard normal variables that correlate by s: the normal density times a conditional tail. */
function bothAbove(t: number, s: number): number {
  const steps = 4000;
  const width = (9 - t) / steps;
  let sum = 0;
  for (let i = 0; i < steps; i++) {
    const x = t + (i + 0.5) * width;
    sum += width * normalDensity(x) * (1 - normalBelow((t - s * x) / Math.sqrt(1 - s * s)));
  }
  return sum;
}

function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** By the series of Marsaglia (2004): 1/2 + density (x + x^3/3 + x^5/15 + ...). */
function normalBelow(x: number): number {
  if (Math.abs(x) > 8) return x > 0 ? 1 : 0;
  let term = x;
  let sum = x;
  for (let i = 3; Math.abs(term) > 1e-17; i += 2) {
    term *= (x * x) / i;
    sum += term;
  }
  return 0.5 + sum * normalDensity(x);
}

function quantile(probability: number): number {
  let [low, high] = [-8, 8];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (normalBelow(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
