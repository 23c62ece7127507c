// Stands for Node's own assertions where tests run in a browser: the same, as a package.
// @ts-expect-error It has no types; tests see those of Node's own.
import assert from '../../node_modules/assert/build/assert.js';

export default assert.strict;
