import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { type InHostReport, REPORT_PREFIX, REPORT_VARIABLE } from './in-host-report.ts';
import type { Profile } from './profile.ts';
import { startServer, type VSCodeServer } from './server.ts';
import { IN_BROWSER, testSettings } from './settings.ts';
import { withoutAnimations } from './stillness.ts';

const SUITE_LIMIT_MS = 300_000;

/** Kinds of extension hosts: a process of Node.js beside the server, or a web worker in the browser. */
export type HostKind = 'node' | 'web';

/** What to run inside which VS Code. */
export interface InHostOptions {
  readonly kind: HostKind;
  readonly profile: Profile;
  /** Folder of the extension under test, which is loaded from there as it is. */
  readonly extension: string;
  /** Bundled `in-host-node-entry.ts` with the bundled tests beside it, or `in-host-web-entry.ts` with the tests in it. */
  readonly tests: string;
  /** Folder the workbench opens; tests may change it. */
  readonly workspace: string;
  /** Folder for the report, and for screenshot and logs of a suite that did not end well. */
  readonly artifacts: string;
}

/** How the suite went. */
export interface InHostOutcome {
  /** Undefined when mocha did not get to its end. */
  readonly report: InHostReport | undefined;
  /** What VS Code itself says about the run: undefined when all is well. */
  readonly trouble: string | undefined;
}

/**
 * Opens a workbench that loads the extension and runs the tests in its extension host. VS Code reports the
 * end through two functions it expects on the page when its test driver is on.
 */
export async function runInHost(options: InHostOptions): Promise<InHostOutcome> {
  const reportFile = path.resolve(options.artifacts, 'report.json');
  mkdirSync(options.artifacts, { recursive: true });
  rmSync(reportFile, { force: true });
  const env = { [REPORT_VARIABLE]: reportFile };
  const settings = options.kind === 'web' ? { ...testSettings(options.profile), ...IN_BROWSER } : undefined;
  const server = await startServer({ profile: options.profile, automation: true, env, ...(settings && { settings }) });
  try {
    const browser = await launchBrowser();
    try {
      const context = await browser.newContext({ viewport: { width: 960, height: 600 } });
      const { page, log, exitCode } = await openTestWorkbench(context, server, options);
      const code = await exitCode;
      const report = options.kind === 'web' ? reportIn(log) : readReport(reportFile);
      const trouble = describeTrouble(code, report);
      if (trouble) await keepEvidence(options.artifacts, page, { console: log.join('\n'), server: server.log() });
      return { report, trouble };
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

/** Why the run did not end as it should; a failed test is not such a case, it has its place in the report. */
function describeTrouble(code: number | undefined, report: InHostReport | undefined): string | undefined {
  if (code === undefined) return `the suite did not end within ${SUITE_LIMIT_MS / 1000} s`;
  if (!report) return `the extension host ended with code ${code} and no report`;
  const failed = report.results.some(({ state }) => state === 'failed');
  return code === 0 || failed ? undefined : `the extension host ended with code ${code}`;
}

async function openTestWorkbench(context: BrowserContext, server: VSCodeServer, options: InHostOptions) {
  const page = await context.newPage();
  await withoutAnimations(page);
  const log: string[] = [];
  page.on('console', (message) => log.push(`${message.type()} ${message.text()}`));
  const exitCode = new Promise<number | undefined>((resolve) => {
    const limit = setTimeout(() => resolve(undefined), SUITE_LIMIT_MS);
    void page.exposeFunction('codeAutomationExit', (code: number) => {
      clearTimeout(limit);
      resolve(code);
    });
  });
  await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
    log.push(`host ${type} ${args.join(' ')}`);
  });
  const payload = [
    ['extensionDevelopmentPath', server.uri(options.extension)],
    ['extensionTestsPath', server.uri(options.tests)],
  ];
  await page.goto(`${server.address(options.workspace)}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
  return { page, log, exitCode };
}

/** The report as it was logged. */
function reportIn(log: readonly string[]): InHostReport | undefined {
  const line = log.find((text) => text.includes(REPORT_PREFIX));
  if (line === undefined) return undefined;
  return JSON.parse(line.slice(line.indexOf(REPORT_PREFIX) + REPORT_PREFIX.length)) as InHostReport;
}

function readReport(file: string): InHostReport | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as InHostReport;
  } catch {
    return undefined; // mocha did not get that far, which the exit code explains
  }
}

async function keepEvidence(folder: string, page: Page, logs: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(logs)) writeFileSync(path.join(folder, `${name}.log`), text);
  await page.screenshot({ path: path.join(folder, 'end.png') }).catch(() => {}); // the page may be gone
}
