/**
 * Runs test files in one process, which starts the simulator once. Where they share nothing they pass here as each alone.
 *
 *     node --import tsx [--test-name-pattern=PATTERN] test/unit/several-tests.ts FILE ...
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';

for (const file of process.argv.slice(2)) await import(pathToFileURL(path.resolve(file)).href);
