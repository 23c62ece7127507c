import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deadLinks, packagedPage } from './packaged-pages.ts';

const NAMES = new Set(['extension/readme.md', 'extension/docs/guide.md', 'extension/docs/findings/a.md']);

test('links within the package stay as they are, and so do those elsewhere', () => {
  const page =
    'See [the guide](docs/guide.md#limits), [a](docs/findings/a.md), [top](#top) and\n[there](https://a.b/c.md).\n';
  assert.equal(packagedPage('extension/readme.md', page, NAMES), page);
  assert.deepEqual(deadLinks('extension/readme.md', page, NAMES), []);
});

test('of links that would be dead their words stay; pictures and rows of a table go', () => {
  const page = [
    '# Title',
    '',
    '![A picture](images/a.png)',
    '',
    'A [sentence](study.md#part) with `code` and [a page](guide.md).',
    '',
    '| page                 | what  |',
    '| -------------------- | ----- |',
    '| [guide.md](guide.md) | stays |',
    '| [study.md](study.md) | goes  |',
    '',
  ];
  const expected = [
    '# Title',
    '',
    'A sentence with `code` and [a page](guide.md).',
    '',
    '| page                 | what  |',
    '| -------------------- | ----- |',
    '| [guide.md](guide.md) | stays |',
    '',
  ];
  const name = 'extension/docs/pages.md';
  assert.deepEqual(deadLinks(name, page.join('\n'), NAMES), ['images/a.png', 'study.md', 'study.md']);
  assert.equal(packagedPage(name, page.join('\n'), NAMES), expected.join('\n'));
});
