/** One file inside a package. */
export interface Entry {
  readonly name: string;
  readonly compressedBytes: number;
}

/** What a VSIX of ours may hold, and nothing else. Names are those inside the package, in lower case. */
const ALLOWED: readonly RegExp[] = [
  /^extension\.vsixmanifest$/,
  /^\[content_types\]\.xml$/,
  /^extension\/package(\.nls(\.[a-z-]+)?)?\.json$/,
  /^extension\/(readme|changelog|support)\.md$/,
  /^extension\/license(\.txt|\.md)?$/,
  /^extension\/media\/(icon\.png|walkthrough\/[a-z-]+\.svg)$/,
  /^extension\/dist\/(extension\.cjs(\.js)?|cdma\.cjs|panel\.js|panel\.css)$/,
  /^extension\/(dist\/)?schemas\/[a-z0-9.-]+\.json$/,
  /^extension\/dist\/validation\.json$/,
  /^extension\/dist\/third-party-notices\.txt$/,
  /^extension\/dist\/l10n\/bundle\.l10n\.[a-z-]+\.json$/,
  /^extension\/docs\/(findings\/)?[a-z0-9-]+\.md$/,
  /^extension\/capture\/[a-z_]+\.py$/,
  /^extension\/examples\/[a-z0-9-]+\.cdma(-network)?\.json$/,
];

/** Without these the extension does not work, or must not be handed on. */
const REQUIRED = [
  'extension/package.json',
  'extension/readme.md',
  'extension/dist/extension.cjs',
  'extension/dist/extension.cjs.js',
  'extension/dist/panel.js',
  'extension/dist/panel.css',
  'extension/dist/cdma.cjs',
  'extension/dist/third-party-notices.txt',
  'extension/package.nls.json',
  'extension/docs/findings.md',
];

/** What is wrong with a package that holds these files: one sentence each. */
export function objections(names: readonly string[]): string[] {
  const found = names.map((name) => name.toLowerCase());
  const strange = names.filter((name) => !ALLOWED.some((pattern) => pattern.test(name.toLowerCase())));
  const missing = REQUIRED.filter((name) => !found.includes(name));
  return [
    ...strange.map((name) => `${name} must not be in the package`),
    ...missing.map((name) => `${name} is missing from the package`),
  ];
}

const END_OF_DIRECTORY = 0x06054b50;
const END_LENGTH = 22;
const DIRECTORY_ENTRY = 0x02014b50;

/** The files a zip archive lists in its central directory, which is what VS Code unpacks. */
export function zipEntries(archive: Buffer): Entry[] {
  let end = archive.length - END_LENGTH;
  while (end >= 0 && archive.readUInt32LE(end) !== END_OF_DIRECTORY) end--;
  if (end < 0) throw new Error('This is not a zip archive');
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  return Array.from({ length: count }, () => {
    if (archive.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('The directory of this zip archive is damaged');
    const nameLength = archive.readUInt16LE(at + 28);
    const rest = archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const compressedBytes = archive.readUInt32LE(at + 20);
    at += 46 + nameLength + rest;
    return { name, compressedBytes };
  });
}
