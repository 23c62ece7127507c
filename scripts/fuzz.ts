/**
 * Fuzzing for longer than `npm test` does, each test for so many minutes, from a seed.
 *   npm run fuzz -- [MINUTES [SEED]]     1 minute and a fixed seed unless said otherwise
 */
import { RUN_TYPESCRIPT, runNode } from './project.ts';
import { findTests } from './testing/find-tests.ts';

const [minutes = '1', seed] = process.argv.slice(2);
process.env['CDMA_FUZZ_MINUTES'] = minutes;
if (seed !== undefined) process.env['CDMA_FUZZ_SEED'] = seed;
const { ok } = await runNode([...RUN_TYPESCRIPT, '--test', ...findTests('test/fuzz')], true);
process.exitCode = ok ? 0 : 1;
