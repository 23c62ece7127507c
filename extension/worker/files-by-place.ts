import type { LinkedFiles } from '../../src/confined-files.ts';

/** Whether a config lies on this computer, or nowhere yet: then so do the files that it names. */
export function isLocal(uri: string): boolean {
  return /^(file|untitled):/.test(uri);
}

/** Reads local files itself, and asks for those of virtual workspaces. */
export function filesByPlace(local: LinkedFiles, virtual: LinkedFiles): LinkedFiles {
  const of = (uri: string): LinkedFiles => (isLocal(uri) ? local : virtual);
  return {
    readText: (uri) => of(uri).readText(uri),
    readBytes: (uri, limitBytes) => of(uri).readBytes(uri, limitBytes),
    stat: (uri) => of(uri).stat(uri),
    open: (uri) => of(uri).open(uri),
    leadsOutOf: (folder, uri) => of(uri).leadsOutOf(folder, uri),
  };
}
