import path from 'node:path';

const LINK = /!?\[([^\]]*)\]\(([^)\s#]*)[^)]*\)/g;

/**
 * A page as it is packaged: pictures and links that lead to files outside of the package would be dead there. A line that is
 * a picture or the row of such a page goes; elsewhere the words of the link stay.
 *
 * @param name of the page inside the package, in which names have forward slashes.
 */
export function packagedPage(name: string, page: string, names: ReadonlySet<string>): string {
  const isDead = (target: string): boolean => isRelative(target) && !names.has(placeOf(target, name));
  const lines = page.split('\n').filter((line) => {
    const [, opening = '', target = ''] = /^(!|\| )\[[^\]]*\]\(([^)\s#]*)/.exec(line) ?? [];
    return opening === '' || !isDead(target);
  });
  const text = lines
    .join('\n')
    .replaceAll(LINK, (link, words: string, target: string) => (isDead(target) ? words : link));
  return text.replaceAll(/\n{3,}/g, '\n\n');
}

/** Links of a page that lead to no file of the package. */
export function deadLinks(name: string, page: string, names: ReadonlySet<string>): string[] {
  const targets = [...page.matchAll(LINK)].map(([, , target = '']) => target);
  return targets.filter((target) => isRelative(target) && !names.has(placeOf(target, name)));
}

function isRelative(target: string): boolean {
  return target !== '' && !/^[a-z][a-z+.-]*:/.test(target);
}

function placeOf(target: string, page: string): string {
  return path.posix.join(path.posix.dirname(page), decodeURI(target));
}
