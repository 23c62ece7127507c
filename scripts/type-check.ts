/**
 * Type-checks projects as `tsc -p` would do one after the other, in half the time: a source that several have is read once,
 * and checked in the first of them. Prints what is wrong, and then ends with 1.
 *
 *     npx tsx scripts/type-check.ts PROJECT.json ...
 */
import ts from 'typescript';

const sources = new Map<string, ts.SourceFile>();
const checked = new Set<string>();

function faultsOf(project: string): readonly ts.Diagnostic[] {
  const onUnRecoverableConfigFileDiagnostic = (fault: ts.Diagnostic) => assertNone([fault]);
  const parsed = ts.getParsedCommandLineOfConfigFile(project, {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic });
  if (parsed === undefined) throw new Error(`${project} cannot be read`);
  const { fileNames: rootNames, options, errors: configFileParsingDiagnostics } = parsed;
  const host = ts.createCompilerHost(options, true);
  const read = host.getSourceFile;
  host.getSourceFile = (name, ...how) => {
    const source = sources.get(name) ?? read(name, ...how);
    if (source !== undefined) sources.set(name, source);
    return source;
  };
  const program = ts.createProgram({ rootNames, options, host, configFileParsingDiagnostics });
  const own = program.getSourceFiles().filter(({ fileName }) => !checked.has(fileName));
  for (const { fileName } of own) checked.add(fileName);
  return own.flatMap((source) => ts.getPreEmitDiagnostics(program, source));
}

function assertNone(faults: readonly ts.Diagnostic[]): void {
  if (faults.length === 0) return;
  const { getCurrentDirectory, newLine } = ts.sys;
  const host = { getCurrentDirectory, getCanonicalFileName: (name: string) => name, getNewLine: () => newLine };
  console.error(ts.formatDiagnostics(ts.sortAndDeduplicateDiagnostics(faults), host));
  process.exit(1);
}

for (const project of process.argv.slice(2)) assertNone(faultsOf(project));
