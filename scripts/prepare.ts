/**
 * Installs what tests need and this machine lacks: Chromium, GNU parallel and Slurm, and VS Code in the profiles that are named.
 * `npm test` runs it beside other work, and its steps make sure of what they need themselves.
 */
import { ensureEngines } from '../test/beyond-one-machine/ensure-engines.ts';
import { ensureBrowser } from '../test/vscode-host/ensure-browser.ts';
import { installHost } from '../test/vscode-host/install.ts';
import { PROFILES } from '../test/vscode-host/profile.ts';

ensureBrowser();
ensureEngines();
for (const profile of PROFILES) if (process.argv.includes(profile)) installHost(profile);
