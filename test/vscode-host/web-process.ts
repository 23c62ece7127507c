/** What packages that were written for Node.js ask of it, in a browser. */
export const process = { env: {}, platform: 'browser', stderr: undefined };
