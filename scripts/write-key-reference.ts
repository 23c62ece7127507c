/** Writes docs/keys.md. Usage: npx tsx scripts/write-key-reference.ts */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { keyReference } from './key-reference.ts';
import { ROOT } from './project.ts';

writeFileSync(path.join(ROOT, 'docs/keys.md'), keyReference());
