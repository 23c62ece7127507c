/** `npm run study [-- pictures]`: runs the sweeps of examples/study and writes their result, or takes the pictures of docs/study.md. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { STUDY, studyResult } from './study-result.ts';
import { studyTable } from './study-table.ts';

if (process.argv[2] === 'pictures') {
  const { takePictures } = await import('./study-pictures.ts');
  await takePictures();
} else {
  const result = await studyResult();
  writeFileSync(path.join(STUDY, 'result.json'), `${JSON.stringify(result, null, 2)}\n`);
  console.log(studyTable(result));
}
