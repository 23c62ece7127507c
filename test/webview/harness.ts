/**
 * The real page of the panel in a real Chromium. The only stand-in is VS Code itself: `acquireVsCodeApi` records what
 * is posted, and a style sheet sets the theme variables.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import {
  type PanelMessage,
  type PanelState,
  PROTOCOL_VERSION,
  type QuestionKind,
  type Questions,
  type StudyStatus,
  type WordsMessage,
} from '../../protocol/messages.ts';
import { panelHtml } from '../../protocol/panel-html.ts';
import type { ActivationStudy, FeatureMaps } from '../../src/activations/activation-study.ts';
import type { ShownSweep } from '../../src/exploration/shown-sweep.ts';
import { launchBrowser } from '../vscode-host/browser.ts';
import { CONFIG_URI } from './fixture-report.ts';
import { revived, toPlain } from './plain.ts';
import { type Tab, Tabs } from './tabs.ts';
import { THEMES, type ThemeName, themeStyleSheet } from './themes.ts';

export type PanelWords = Pick<WordsMessage, 'dictionary' | 'language'>;

const ENGLISH: PanelWords = { dictionary: {}, language: 'en' };

const WEBVIEW = fileURLToPath(new URL('../../webview/', import.meta.url));

export interface PanelOptions {
  theme?: ThemeName;
  width?: number;
  height?: number;
  /** What the page saved before VS Code closed it. */
  saved?: unknown;
  reducedMotion?: boolean;
  /** English unless said otherwise; null for words that have not come yet. */
  words?: PanelWords | null;
}

/** Serves the panel and opens pages of it. One for a test file; close it afterwards. */
export class PanelHarness {
  readonly #browser: Browser;
  readonly #server: Server;
  readonly #tabs: Tabs;
  /** Bytes of the minified script. */
  readonly scriptBytes: number;

  private constructor(browser: Browser, server: Server, scriptBytes: number) {
    this.#browser = browser;
    this.#server = server;
    this.#tabs = new Tabs(browser, [`globalThis.revived = ${revived}`, installVsCodeApi]);
    this.scriptBytes = scriptBytes;
  }

  static async start(): Promise<PanelHarness> {
    const { outputFiles } = await build({
      entryPoints: { panel: `${WEBVIEW}main.ts`, style: `${WEBVIEW}panel.css` },
      bundle: true,
      minify: true,
      format: 'iife',
      target: 'chrome128',
      write: false,
      outdir: '/',
      logLevel: 'error',
    });
    const files = new Map(outputFiles.map((file) => [file.path.replace(/^.*[/\\]/, '/'), file.text]));
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const theme = (url.searchParams.get('theme') ?? 'dark') as ThemeName;
      const html = url.pathname === '/' ? page(`http://${request.headers.host}`, theme) : undefined;
      const content = html ?? (url.pathname === '/theme.css' ? themeStyleSheet(theme) : files.get(url.pathname));
      const type = html ? 'text/html' : url.pathname.endsWith('.css') ? 'text/css' : 'text/javascript';
      response.writeHead(content === undefined ? 404 : 200, { 'Content-Type': type }).end(content);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new PanelHarness(await launchBrowser(), server, Buffer.byteLength(files.get('/panel.js') ?? ''));
  }

  async open(options: PanelOptions = {}): Promise<PanelPage> {
    const { theme = 'dark', width = 800, height = 900, saved, reducedMotion = false, words = ENGLISH } = options;
    const panel = new PanelPage(await this.#tabs.open({ width, height, reducedMotion }));
    const query = new URLSearchParams({ theme, ...(saved !== undefined && { saved: JSON.stringify(saved) }) });
    const { port } = this.#server.address() as AddressInfo;
    await panel.page.goto(`http://127.0.0.1:${port}/?${query}`);
    if (words !== null) await panel.words(words);
    return panel;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
  }
}

/** An open panel. */
export class PanelPage {
  readonly #tab: Tab;
  readonly page: Page;

  constructor(tab: Tab) {
    this.#tab = tab;
    this.page = tab.page;
  }

  /** Uncaught errors and console errors, among them every violation of the content security policy. */
  get problems(): readonly string[] {
    return this.#tab.problems;
  }

  /** Nothing may be asked of it afterwards: its tab is for another panel. */
  close(): Promise<void> {
    return this.#tab.close();
  }

  /** Until what came last has been painted and nothing fades any more. */
  settled(): Promise<void> {
    return this.#tab.settled();
  }

  /** Sends the words, as the extension does before anything else. */
  words(words: PanelWords): Promise<void> {
    return this.send({ protocol: PROTOCOL_VERSION, type: 'words', ...words });
  }

  /** Sends a state and returns the milliseconds until it was painted. */
  show(state: PanelState): Promise<number> {
    return this.page.evaluate(showAndTime, { protocol: PROTOCOL_VERSION, type: 'state', state } as const);
  }

  /** Sends anything at all. */
  send(message: unknown): Promise<void> {
    return this.page.evaluate((data) => window.postMessage(data, '*'), message);
  }

  /** Sends a study. */
  study(study: ActivationStudy | null, status: StudyStatus = { kind: 'current', problems: [] }): Promise<void> {
    return this.send({ protocol: PROTOCOL_VERSION, type: 'study', document: CONFIG_URI, status, study });
  }

  /** Answers the last question of a kind, with typed arrays as VS Code sends them. */
  async answer<Kind extends QuestionKind>(kind: Kind, content: Questions[Kind]['answer']): Promise<void> {
    const id = await this.idOf(kind);
    const message = { protocol: PROTOCOL_VERSION, type: 'answer', id, answer: { kind, content } };
    await this.page.evaluate(sendPlain, toPlain(message));
  }

  /** Tells how far a question is, with points that are done. */
  async progress(id: number, done: number, total: number, partial: ShownSweep): Promise<void> {
    const message = { protocol: PROTOCOL_VERSION, type: 'progress', id, done, total, partial };
    await this.page.evaluate(sendPlain, toPlain(message));
  }

  /** Refuses to answer the last question of a kind. */
  async reject(kind: QuestionKind, message: string): Promise<void> {
    await this.send({ protocol: PROTOCOL_VERSION, type: 'rejected', id: await this.idOf(kind), message });
  }

  /** Once the page has asked. */
  private async idOf(kind: QuestionKind): Promise<number> {
    const handle = await this.page.waitForFunction((wanted) => {
      const posted: { type: string; id?: number; question?: { kind: string } }[] = Reflect.get(window, 'posted');
      return posted.filter(({ type, question }) => type === 'ask' && question?.kind === wanted).at(-1)?.id;
    }, kind);
    return Number(await handle.jsonValue());
  }

  /** Answers with feature maps and returns the longest time between two frames while they are drawn. */
  async featureMaps(layer: string, image: number, maps: readonly FeatureMaps[]): Promise<number> {
    const handle = await this.page.waitForFunction(
      ([wantedLayer, wantedImage]) => {
        const posted: { id?: number; question?: { layer?: string; image?: number } }[] = Reflect.get(window, 'posted');
        return posted.find(({ question }) => question?.layer === wantedLayer && question.image === wantedImage)?.id;
      },
      [layer, image] as const,
    );
    const id = Number(await handle.jsonValue());
    const answer = { kind: 'featureMaps', content: maps };
    const message = { protocol: PROTOCOL_VERSION, type: 'answer', id, answer };
    return this.page.evaluate(sendAndTime, { message: toPlain(message), frames: maps.length });
  }

  /** Another colour theme, as VS Code changes it: it rewrites the style of the root and the class of the body. */
  async setTheme(theme: ThemeName): Promise<void> {
    await this.page.evaluate(({ variables, bodyClass, kind }) => {
      document.querySelector('link[href*="/theme.css"]')?.remove();
      const { style } = document.documentElement;
      style.cssText = '';
      for (const [name, value] of Object.entries(variables)) style.setProperty(`--vscode-${name}`, value);
      document.body.className = bodyClass;
      document.body.dataset['vscodeThemeKind'] = kind;
    }, THEMES[theme]);
    await this.settled();
  }

  posted(): Promise<PanelMessage[]> {
    return this.page.evaluate(() => Reflect.get(window, 'posted'));
  }

  saved(): Promise<unknown> {
    return this.page.evaluate(() => Reflect.get(window, 'saved'));
  }
}

function page(origin: string, theme: ThemeName): string {
  const html = panelHtml({
    scriptUri: `${origin}/panel.js`,
    styleUri: `${origin}/style.css`,
    cspSource: origin,
    nonce: 'nonceOfTheTest',
    title: 'cDMA Results',
    language: 'en',
  });
  const { bodyClass, kind } = THEMES[theme];
  return html
    .replace('<body>', `<body class="${bodyClass}" data-vscode-theme-kind="${kind}">`)
    .replace('</head>', `<link rel="stylesheet" href="${origin}/theme.css?theme=${theme}"></head>`);
}

/** Runs in the page before its script: the door that VS Code gives a webview. What the page has saved is in the address. */
function installVsCodeApi(): void {
  const saved: unknown = JSON.parse(new URLSearchParams(location.search).get('saved') ?? 'null') ?? undefined;
  let handedOut = false;
  const posted: unknown[] = [];
  Object.assign(window, {
    posted,
    saved,
    acquireVsCodeApi: () => {
      if (handedOut) throw new Error('acquireVsCodeApi may be called once');
      handedOut = true;
      return {
        postMessage: (message: unknown) => posted.push(structuredClone(message)),
        getState: () => Reflect.get(window, 'saved'),
        setState: (state: unknown) => Reflect.set(window, 'saved', structuredClone(state)),
      };
    },
  });
}

/** Runs in the page. */
function showAndTime(message: unknown): Promise<number> {
  const marks = document.body.dataset;
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      observer.disconnect();
      resolve(Number(marks['paintedAtMs']) - sentAt);
    });
    observer.observe(document.body, { attributes: true, attributeFilter: ['data-painted-at-ms'] });
    const sentAt = performance.timeOrigin + performance.now();
    window.postMessage(message, '*');
  });
}

/** Runs in the page. */
function sendPlain(plain: unknown): void {
  window.postMessage(Reflect.get(window, 'revived')(plain), '*');
}

/** Runs in the page. The longest time between two frames while the maps are drawn, in milliseconds. */
async function sendAndTime({ message, frames }: { message: unknown; frames: number }): Promise<number> {
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  window.postMessage(Reflect.get(window, 'revived')(message), '*');
  let longest = 0;
  let previous = await frame();
  for (let i = 0; i < frames + 2; i++) {
    const now = await frame();
    longest = Math.max(longest, now - previous);
    previous = now;
  }
  return longest;
}
