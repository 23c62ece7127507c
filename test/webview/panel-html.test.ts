import assert from 'node:assert/strict';
import { test } from 'node:test';
import { panelHtml } from '../../protocol/panel-html.ts';

const PAGE = {
  scriptUri: 'https://file.vscode-cdn.net/dist/panel.js',
  styleUri: 'https://file.vscode-cdn.net/dist/panel.css',
  cspSource: 'https://*.vscode-cdn.net',
  nonce: 'abc123',
  title: 'cDMA Results',
  language: 'en',
};

test('the content security policy allows one script, one style sheet and nothing else', () => {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(panelHtml(PAGE))?.[1]?.replaceAll('&#39;', "'");
  assert.deepEqual(policy?.split('; '), [
    "default-src 'none'",
    "script-src 'nonce-abc123'",
    "style-src https://*.vscode-cdn.net 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
});

test('no value can leave its attribute', () => {
  const evil = `"'><script>alert(1)</script>&`;
  const html = panelHtml({
    scriptUri: evil,
    styleUri: evil,
    cspSource: evil,
    nonce: evil,
    title: evil,
    language: evil,
  });
  assert.equal(html.match(/<script/g)?.length, 1);
  assert.ok(!html.includes(evil));
});
