/** The walkthrough: four steps, each with a picture that takes the colours of any theme, in every language. */
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import packageJson from '../../package.json' with { type: 'json' };
import english from '../../package.nls.json' with { type: 'json' };
import korean from '../../package.nls.ko.json' with { type: 'json' };

const ROOT = new URL('../../', import.meta.url);
const [walkthrough, ...others] = packageJson.contributes.walkthroughs;

test('there is one walkthrough, of four steps', () => {
  assert.equal(others.length, 0);
  assert.equal(walkthrough?.steps.length, 4);
});

for (const { id, media } of walkthrough?.steps ?? []) {
  const file = new URL(media.svg, ROOT);
  const svg = readFileSync(file, 'utf8');
  test(`the picture of ${id} has a title, colours of the theme only, and nothing that runs or is fetched`, () => {
    assert.match(svg, /<title>.+<\/title>\n<desc>.+<\/desc>/);
    const colours = [...svg.matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, colour]) => colour);
    assert.ok(colours.length > 10);
    for (const colour of colours) assert.match(colour ?? '', /^(none|var\(--vscode-[a-zA-Z-]+, #[0-9a-f]{6}\))$/);
    assert.doesNotMatch(svg, /<script|href|url\(|<image|<style/);
    assert.ok(statSync(file).size < 8000);
    for (const [, size] of svg.matchAll(/font-size="([\d.]+)"/g)) assert.ok(Number(size) >= 12);
  });
}

test('every %placeholder% of the manifest is said in both languages, and nothing else is', () => {
  const used = new Set([...JSON.stringify(packageJson).matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key ?? ''));
  for (const [language, words] of Object.entries({ english, korean })) {
    assert.deepEqual([...used].sort(), Object.keys(words).sort(), language);
  }
});

test('Korean texts of the manifest are Korean, and keep links to commands', () => {
  const links = (text: string): string[] => [...text.matchAll(/\]\((command:[^)]*)\)/g)].map(([, link]) => link ?? '');
  for (const [key, text] of Object.entries(english)) {
    const translated = (korean as Readonly<Record<string, string>>)[key] ?? '';
    if (key.startsWith('schema.') || key === 'displayName') continue;
    assert.match(translated, /[가-힣]/, key);
    assert.deepEqual(links(translated), links(text), key);
  }
});

test('commands have one category and titles as the conventions say', () => {
  for (const { category, title, command } of packageJson.contributes.commands) {
    assert.equal(category, 'cDMA', command);
    const key = title.slice(1, -1) as keyof typeof english;
    // Title case: every word but the small ones begins with a capital letter.
    for (const word of english[key].split(' ')) assert.match(word, /^([A-Z]|to$|the$|of$|as$|on$)/, english[key]);
  }
});
