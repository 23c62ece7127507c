/** As in package.json; a test keeps the two equal. */
export const TOOL = { name: 'cdma-explorer', version: '0.1.0' };

/** Raised whenever the same config may give other figures than before. */
export const MODEL_VERSION = '2';
