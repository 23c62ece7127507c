import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { launchBrowser } from './browser.ts';
import { PROJECT_ROOT, type Profile, profileFromEnvironment } from './profile.ts';
import { startServer } from './server.ts';
import { RESTRICTED, type Settings, testSettings } from './settings.ts';
import { withoutAnimations } from './stillness.ts';
import { Workbench } from './workbench.ts';

/** The packaged extension, as users get it. */
export const VSIX = path.join(PROJECT_ROOT, 'dist', 'cdma-explorer.vsix');

const VIEWPORT = { width: 1400, height: 900 };

/** What a session starts with. */
export interface SessionOptions {
  /** Names the folder of its artifacts. */
  readonly name: string;
  /** Folder whose copy is opened; `examples` by default. */
  readonly folder?: string;
  /** Files to open, relative to the folder. */
  readonly files?: readonly string[];
  /** A `.code-workspace` file in the folder to open instead of the folder itself. */
  readonly workspaceFile?: string;
  /** Language of VS Code, for texts of extensions; its own stay English without a language pack. */
  readonly language?: string;
  /** Opens the folder in restricted mode, as one of a stranger. */
  readonly isRestricted?: boolean;
  /** On top of the settings all tests have. */
  readonly settings?: Settings;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** A user with the packaged extension, a folder of examples and a window. */
export interface Session {
  readonly workbench: Workbench;
  /** The throw-away copy, to look at what has been saved. */
  readonly folder: string;
  /** Saves a picture of the window among the artifacts. */
  picture(name: string): Promise<void>;
  /** Goes on in the same window with a new name, fresh files and a new size; all else stays as it was begun. */
  beginAnew(options: SessionOptions): Promise<void>;
  /** Keeps logs and a last picture among the artifacts, and removes everything else. */
  stop(): Promise<void>;
}

/** Starts the VS Code the test is meant for (see `profileFromEnvironment`) and opens its window. */
export async function startSession(options: SessionOptions): Promise<Session> {
  const profile = profileFromEnvironment();
  let artifacts = newArtifacts(profile, options);

  // Undone in reverse order, as far as it got.
  const undo: (() => unknown)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const original = options.folder ?? path.join(PROJECT_ROOT, 'examples');
    const folder = copyFolder(original);
    undo.push(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

    const asksForTrust = options.isRestricted ?? false;
    const settings = { ...testSettings(profile), ...(asksForTrust && RESTRICTED), ...options.settings };
    const server = await startServer({ profile, settings, vsix: [VSIX], asksForTrust });
    undo.push(() => server.stop());
    undo.push(() => writeFileSync(path.join(artifacts, 'server.log'), server.log()));

    const browser = await launchBrowser();
    undo.push(() => browser.close());
    const context = await browser.newContext({
      viewport: options.viewport ?? VIEWPORT,
      locale: 'en-US',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    await withoutAnimations(page);
    const lines: string[] = [];
    page.on('console', (message) => lines.push(`${message.type()} ${message.text()}`));
    undo.push(() => writeFileSync(path.join(artifacts, 'console.log'), lines.join('\n')));
    undo.push(() => page.screenshot({ path: path.join(artifacts, 'end.png') }).catch(() => {})); // a crashed page has none

    // What a language pack would set before the workbench starts.
    if (options.language !== undefined)
      await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(options.language)}`);
    const opened = options.workspaceFile === undefined ? folder : path.join(folder, options.workspaceFile);
    const workbench = await Workbench.open(page, server.address(opened, options.files));
    const beginAnew = async (next: SessionOptions): Promise<void> => {
      artifacts = newArtifacts(profile, next);
      await workbench.closeAllEditors();
      await workbench.hideBottomPanel();
      cpSync(original, folder, { recursive: true });
      await page.setViewportSize(next.viewport ?? VIEWPORT);
      for (const file of next.files ?? []) await workbench.openFile(file);
    };
    return {
      workbench,
      folder,
      picture: (name) => workbench.screenshot(path.join(artifacts, `${name}.png`)),
      beginAnew,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function newArtifacts(profile: Profile, { name }: SessionOptions): string {
  const folder = path.join(PROJECT_ROOT, 'artifacts', `end-to-end-${profile}`, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** A copy that can be edited, in a temporary folder of its own: its name is that of the original, as the window shows it. */
export function copyFolder(original: string): string {
  const copy = path.join(mkdtempSync(path.join(os.tmpdir(), 'cdma-')), path.basename(original));
  cpSync(original, copy, { recursive: true });
  return copy;
}
