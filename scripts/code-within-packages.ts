/** Code of others that packages brought along in files of their own, under the licence of its author. */
export interface CodeWithin {
  readonly name: string;
  readonly address: string;
  /** By its SPDX name. */
  readonly licence: string;
  /** Years and names, as the author writes them. */
  readonly copyright: string;
  /** Files of packages that hold it, below `node_modules`. */
  readonly files: readonly string[];
}

/** Comments in those files say where the code is from; a test holds this list against the comments. */
export const CODE_WITHIN_PACKAGES: readonly CodeWithin[] = [
  {
    name: 'Aurelia',
    address: 'https://github.com/aurelia/aurelia',
    licence: 'MIT',
    copyright: '2010 - 2019 Blue Spire Inc.',
    files: ['@microsoft/fast-foundation/dist/esm/di/di.js'], // says its ACKNOWLEDGEMENTS.md
  },
  {
    name: 'buffer-crc32',
    address: 'https://github.com/brianloveswords/buffer-crc32',
    licence: 'MIT',
    copyright: '2013 Brian J. Brennan',
    files: ['yauzl/crc32.js'],
  },
  {
    name: 'easing equations',
    address: 'http://www.robertpenner.com/easing/',
    licence: 'BSD-3-Clause',
    copyright: '2001 Robert Penner. All rights reserved.',
    files: ['chart.js/dist/chunks/index.js'],
  },
  {
    name: 'fd-slicer',
    address: 'https://github.com/andrewrk/node-fd-slicer',
    licence: 'MIT',
    copyright: '2014 Andrew Kelley',
    files: ['yauzl/fd-slicer.js'],
  },
  {
    name: 'JSS',
    address: 'https://github.com/cssinjs/jss',
    licence: 'MIT',
    copyright: '2014-present Oleg Isonen/Slobodskoi & contributors',
    files: ['@microsoft/fast-web-utilities/dist/dom.js'],
  },
  {
    name: 'SnappyJS',
    address: 'https://github.com/zhipeng-jia/snappyjs',
    licence: 'MIT',
    copyright: '2016 Zhipeng Jia',
    files: ['hyparquet/src/snappy.js', 'hyparquet-writer/src/snappy.js'],
  },
  {
    name: 'zlib',
    address: 'https://zlib.net/',
    licence: 'Zlib',
    copyright: '1995-2013 Jean-loup Gailly and Mark Adler\nCopyright (c) 2014-2017 Vitaly Puzrin and Andrey Tupitsin',
    files: ['pako/dist/pako.mjs'], // say its README.md and the comments of its sources
  },
];
