/** Licences by their SPDX names (https://spdx.org/licenses/): which may ship, which may be used to build and test. */

/** What may be in the extension: licences that ask for no more than their text and a name, or for nothing. */
export const MAY_SHIP: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0', // of pictures and fonts
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Packages under another licence that we run and do not hand on. */
export interface DevelopmentOnly {
  readonly licence: string;
  readonly packages: RegExp;
  readonly reason: string;
}

/** Each by name, so that one more is a decision. */
export const DEVELOPMENT_ONLY: readonly DevelopmentOnly[] = [
  { licence: 'MPL-2.0', packages: /^axe-core$/, reason: 'tests of the panel run it, unchanged' },
  {
    licence: 'Artistic-2.0',
    packages: /^(binaryextensions|editions|istextorbinary|textextensions|version-range)$/,
    reason: 'packing runs them, unchanged: they tell texts from binaries when vsce looks for secrets',
  },
  { licence: 'WTFPL', packages: /^@azu\/style-format$/, reason: 'packing runs it: colours in what vsce prints' },
  { licence: 'CC-BY-3.0', packages: /^spdx-exceptions$/, reason: 'a list of names that vsce reads' },
  {
    licence: 'SEE LICENSE IN LICENSE.txt',
    packages: /^@vscode\/vsce-sign(-[a-z0-9-]+)?$/,
    reason:
      'terms of Microsoft: to be used for VS Code only, not to be handed on. vsce installs it; packing never runs it',
  },
];

/**
 * Whether `expression` can be met by `allowed` licences alone: one of those joined by OR, all of those joined by AND. One
 * with parentheses inside is refused: it is for people to read. So is anything that is no expression.
 */
export function isAllowed(expression: string, allowed: ReadonlySet<string>): boolean {
  const bare = expression.replace(/^\(([^()]*)\)$/, '$1');
  if (/[()]/.test(bare)) return false;
  return bare.split(' OR ').some((choice) => choice.split(' AND ').every((licence) => allowed.has(licence)));
}

/** Whether a package may be installed to build and test: as what ships, or as one that is named. */
export function isAllowedInDevelopment(name: string, expression: string): boolean {
  return (
    isAllowed(expression, MAY_SHIP) ||
    DEVELOPMENT_ONLY.some(({ licence, packages }) => licence === expression && packages.test(name))
  );
}

/** The standard text of a licence with a name in it, for code that comes without; undefined where we hold none. */
export function standardText(licence: string, copyright: string): string | undefined {
  const text = STANDARD_TEXTS[licence];
  return text === undefined ? undefined : `Copyright (c) ${copyright}\n\n${text}`;
}

const STANDARD_TEXTS: Readonly<Record<string, string>> = {
  MIT: `Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.`,
  'BSD-3-Clause': `Redistribution and use in source and binary forms, with or without
modification, are permitted provided that the following conditions are met:

1. Redistributions of source code must retain the above copyright notice, this
list of conditions and the following disclaimer.

2. Redistributions in binary form must reproduce the above copyright notice,
this list of conditions and the following disclaimer in the documentation
and/or other materials provided with the distribution.

3. Neither the name of the copyright holder nor the names of its contributors
may be used to endorse or promote products derived from this software without
specific prior written permission.

THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.`,
  Zlib: `This software is provided 'as-is', without any express or implied warranty. In
no event will the authors be held liable for any damages arising from the use
of this software.

Permission is granted to anyone to use this software for any purpose,
including commercial applications, and to alter it and redistribute it freely,
subject to the following restrictions:

1. The origin of this software must not be misrepresented; you must not claim
that you wrote the original software. If you use this software in a product,
an acknowledgment in the product documentation would be appreciated but is not
required.

2. Altered source versions must be plainly marked as such, and must not be
misrepresented as being the original software.

3. This notice may not be removed or altered from any source distribution.`,
};
