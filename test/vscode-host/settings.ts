import type { Profile } from './profile.ts';

/** User settings of a VS Code. */
export type Settings = Readonly<Record<string, unknown>>;

/** Keeps the network, advertising and surprises out: for tests and for the demonstration alike. */
const OFFLINE: Settings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'security.workspace.trust.enabled': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'chat.agentHost.enabled': false,
  'typescript.disableAutomaticTypeAcquisition': true,
  'json.schemaDownload.enable': false,
  'git.openRepositoryInParentFolders': 'never',
};

/** Makes a run repeatable: no animation, no blinking, no dialog of the browser, no key layout of the machine. */
const DETERMINISTIC: Settings = {
  'workbench.reduceMotion': 'on',
  'window.autoDetectColorScheme': false,
  'window.dialogStyle': 'custom',
  'window.confirmBeforeClose': 'never',
  'files.simpleDialog.enable': true,
  'files.autoSave': 'off',
  'files.hotExit': 'off',
  'git.enabled': false,
  'keyboard.dispatch': 'keyCode',
  'editor.accessibilitySupport': 'off',
  'editor.cursorBlinking': 'solid',
  'editor.hover.delay': 50,
};

/** Runs the extension in a web worker of the browser: one that can run beside the server would run there. */
export const IN_BROWSER: Settings = { 'remote.extensionKind': { 'cdma-explorer.cdma-explorer': ['web'] } };

/** A folder stays restricted until it is trusted, and nobody asks. */
export const RESTRICTED: Settings = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};

/** Look of the workbench, in words that hold for every VS Code. */
export type Theme = 'dark' | 'light' | 'high-contrast' | 'high-contrast-light';

/** Theme names as the picker shows them, which are the same in all versions. */
export const THEME_LABELS: Readonly<Record<Theme, string>> = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'high-contrast': 'Dark High Contrast',
  'high-contrast-light': 'Light High Contrast',
};

/** VS Code renamed its default theme at some point and rewrites settings that have the old name. */
const DARK_THEME_ID: Readonly<Record<Profile, string>> = { current: 'Dark Modern', oldest: 'Default Dark Modern' };

/** Settings for automated tests. */
export function testSettings(profile: Profile): Settings {
  return { ...demoSettings(profile), ...DETERMINISTIC };
}

/** Settings for a person who tries the extension out. */
export function demoSettings(profile: Profile): Settings {
  return { ...OFFLINE, 'workbench.colorTheme': DARK_THEME_ID[profile] };
}
