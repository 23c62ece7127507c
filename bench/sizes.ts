/**
 * Sizes of what ships, as the last build and package left it in `dist/`.
 *
 * Usage: npm run bench -- sizes
 */
import { statSync } from 'node:fs';
import path from 'node:path';
import { DIST } from '../scripts/project.ts';
import { handOver, judged, unmeasured } from './measurement.ts';

const MOST_KILOBYTES = { 'extension.cjs': 150, 'panel.js': 520, 'cdma-explorer.vsix': 700 } as const;

for (const [name, limit] of Object.entries(MOST_KILOBYTES)) {
  const size = statSync(path.join(DIST, name), { throwIfNoEntry: false })?.size;
  if (size === undefined) {
    console.log(`${name} is not in dist/: run npm run build and npm run package.`);
    handOver(unmeasured(name, 'it is not in dist/'));
    continue;
  }
  const value = size / 1000;
  console.log(`${name.padEnd(20)} ${value.toFixed(1).padStart(6)} kB (budget ${limit} kB)`);
  handOver(judged({ name, value, unit: 'kB', budget: { of: 'value', bound: 'at most', limit }, rounds: 1 }));
}
