import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where systems put a Chromium. The headless shell is the same engine without windows, and smaller. */
const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
];

const ARGUMENTS = [
  '--no-sandbox', // containers run tests as root
  '--disable-dev-shm-usage', // and give /dev/shm a few megabytes
  '--disable-gpu',
  '--disable-gpu-compositing', // the imitation of one draws slower than plain software
  // Nothing that calls home.
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-features=Translate,OptimizationHints,MediaRouter',
  // Timers and painting as in a window that somebody looks at, else waiting and timing mean nothing.
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  // The same pixels and words everywhere.
  '--force-color-profile=srgb',
  '--lang=en-US',
];

/** Path of a Chromium on this machine; `CHROMIUM_PATH` goes before the usual places. */
export function findBrowser(): string | undefined {
  const places = [process.env['CHROMIUM_PATH'], ...USUAL_PLACES];
  return places.find((place) => place !== undefined && place !== '' && existsSync(place));
}

/** Starts Chromium without a window. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('No Chromium on this machine; `npm test` installs one or says how to.');
  return chromium.launch({ executablePath, headless: true, args: ARGUMENTS });
}
