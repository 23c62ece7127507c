/** What an enclosing npm, VS Code or test runner puts into the environment of its children. */
const FOREIGN = /^(npm_|VSCODE_|ELECTRON_|NODE_OPTIONS$|NODE_ENV$|NODE_TEST_CONTEXT$|INIT_CWD$)/i;

/** npm settings a user may need to reach a registry at all: these do go through to a nested npm. */
const NPM_CONNECTION = /^npm_config_(registry|cache|userconfig|cafile|proxy|https?_proxy|noproxy)$/i;

/** Environment for a VS Code server: ours without the traces of whatever started us, plus `extra`. */
export function cleanEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { ...pick((name) => !FOREIGN.test(name)), ...extra };
}

/** Environment for an npm that works in another folder than the one that started us. */
export function npmEnvironment(): NodeJS.ProcessEnv {
  return pick((name) => !FOREIGN.test(name) || NPM_CONNECTION.test(name));
}

function pick(wanted: (name: string) => boolean): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => wanted(name)));
}
