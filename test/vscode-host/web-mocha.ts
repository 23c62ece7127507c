// Stands for mocha where tests in a browser import it: there it is a script that sets globals, before they are loaded.
const { suite, test, setup, teardown, suiteSetup, suiteTeardown } = globalThis as unknown as typeof import('mocha');

export { setup, suite, suiteSetup, suiteTeardown, teardown, test };
