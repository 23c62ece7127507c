import { PanelHarness } from '/work/main/test/webview/harness.ts';
import { alexnetReport, longReport, panelState } from '/work/main/test/webview/fixture-report.ts';
import { mkdirSync } from 'node:fs';
mkdirSync('/work/main/artifacts/webview', { recursive: true });
const h = await PanelHarness.start();
console.log('bytes', h.scriptBytes);
for (const theme of ['dark','light','hc-dark','hc-light'] as const) {
  const p = await h.open({ theme });
  console.log(theme, 'first', await p.show(panelState(alexnetReport())));
  await p.page.screenshot({ path: `/work/main/artifacts/webview/${theme}.png`, fullPage: true });
  console.log(p.problems);
}
const p = await h.open({ width: 400 });
await p.show(panelState(longReport()));
await p.page.screenshot({ path: `/work/main/artifacts/webview/narrow-long.png`, fullPage: true });
await h.close();
