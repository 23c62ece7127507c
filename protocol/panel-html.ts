/** The page of the panel. It holds no content: everything shown arrives by message (`messages.ts`). */

export interface PanelPage {
  scriptUri: string;
  styleUri: string;
  /** Origin of the panel's own files: `webview.cspSource`. */
  cspSource: string;
  /** Fresh random value for every page. */
  nonce: string;
  title: string;
  /** Language of the words shown: `vscode.env.language`. */
  language: string;
}

/**
 * Hash of the empty string. `@vscode/webview-ui-toolkit` tests for constructable style sheets with one empty
 * `<style>`; without this the page would log one violation at every start.
 */
const EMPTY_STYLE_HASH = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

export function panelHtml(page: PanelPage): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${page.nonce}'`,
    `style-src ${page.cspSource} '${EMPTY_STYLE_HASH}'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${attribute(page.language)}">
  <head>
    <meta charset="UTF-8">
    <meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="${attribute(page.styleUri)}">
    <title>${attribute(page.title)}</title>
  </head>
  <body>
    <script nonce="${attribute(page.nonce)}" src="${attribute(page.scriptUri)}"></script>
  </body>
</html>
`;
}

/** Escapes a value for a quoted attribute; the same is safe as text. */
function attribute(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
