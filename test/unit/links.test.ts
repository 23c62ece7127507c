/** Every relative link and picture in what people read leads to a file that is there, and to a heading where it names one. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGES = [
  ...['README.md', 'CHANGELOG.md'],
  ...readdirSync(path.join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join('docs', name)),
];

test('headings become anchors as GitHub and VS Code make them', () => {
  const page =
    '# A `b`, c: 1.5x\n\n## Zero-value compression, `zvc-32` (slides 50-52)\n\n```sh\n# no heading\n```\n\n# 한 글\n\n# A b c 15x\n';
  const expected = ['a-b-c-15x', 'zero-value-compression-zvc-32-slides-50-52', '한-글', 'a-b-c-15x-1'];
  assert.deepEqual(anchorsOf(page), expected);
});

test('links are found in text, not in code', () => {
  const page = 'A [b](c.md#d), ![e](f.png "g") and\n[h](https://i.j).\n\n`[k](l.md)`\n\n```md\n[m](n.md)\n```\n';
  assert.deepEqual(linksOf(page), ['c.md#d', 'f.png', 'https://i.j']);
});

test('there are links', () => {
  assert.ok(PAGES.flatMap((page) => linksOf(read(page))).filter(isRelative).length > 100);
});

for (const page of PAGES) {
  test(`${page}: its links lead somewhere`, () => {
    const broken = linksOf(read(page)).filter((link) => isRelative(link) && !leadsSomewhere(link, page));
    assert.deepEqual(broken, []);
  });
}

function leadsSomewhere(link: string, page: string): boolean {
  const [file = '', anchor] = decodeURI(link).split('#');
  const target = file === '' ? page : path.join(path.dirname(page), file);
  if (!existsSync(path.join(ROOT, target))) return false;
  return anchor === undefined || !target.endsWith('.md') || anchorsOf(read(target)).includes(anchor);
}

function linksOf(page: string): string[] {
  const text = withoutBlocks(page).replaceAll(/(`+)(?!`).+?(?<!`)\1(?!`)/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/g)].map(([, target = '']) => target);
}

function isRelative(link: string): boolean {
  return !/^[a-z][a-z+.-]*:/.test(link);
}

/** Letters, digits, hyphens and underscores in lower case, blanks as hyphens; a number behind the second of two that are alike. */
function anchorsOf(page: string): string[] {
  const seen = new Map<string, number>();
  return [...withoutBlocks(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => {
    const anchor = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-');
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}

function withoutBlocks(page: string): string {
  return page.replaceAll(/^(`{3,}).*?^\1$/gms, '');
}

function read(page: string): string {
  return readFileSync(path.join(ROOT, page), 'utf8');
}
