import * as vscode from 'vscode';
import type { LocatedFinding, Severity } from '../../src/findings/finding.ts';
import { hasConfigName } from '../configs.ts';
import type { ConfigState, Runs } from '../runs.ts';
import { pageOf } from './finding-pages.ts';
import { type JsonServiceOwnership, jsonServiceOwnership } from './json-service.ts';
import { toVscodeRange } from './ranges.ts';

const SEVERITY: Record<Severity | 'hint', vscode.DiagnosticSeverity> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** Setting `cdma.diagnostics.severity`: by code of a finding. */
type SeveritySetting = Readonly<Record<string, Severity | 'hint' | 'off'>>;

/** Shows the findings of each config inline, leaving out those that VS Code's JSON service shows already. */
export function showDiagnostics(runs: Runs, extensionUri: vscode.Uri): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('cdma');
  const show = (state: ConfigState): void => {
    if (state.status.kind !== 'current' && state.status.kind !== 'problems') return;
    const ownership = ownershipOf(state);
    const severities = vscode.workspace
      .getConfiguration('cdma', state.uri)
      .get<SeveritySetting>('diagnostics.severity', {});
    const own = state.findings
      .filter((finding) => isOurs(finding, ownership))
      .flatMap((finding) => toDiagnostic(finding, severities, extensionUri) ?? []);
    collection.set(state.uri, own);
  };
  const showAll = (): void => runs.all().forEach(show);
  return vscode.Disposable.from(
    collection,
    runs.onDidChange(show),
    runs.onDidClose((uri) => collection.delete(uri)),
    // Whether the JSON service reports a fault may change while the fault stays.
    vscode.extensions.onDidChange(showAll),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('json.validate') || change.affectsConfiguration('cdma.diagnostics')) showAll();
    }),
  );
}

function isOurs(finding: LocatedFinding, ownership: JsonServiceOwnership): boolean {
  switch (finding.origin) {
    case 'syntax':
      return !ownership.syntax;
    case 'schema':
      return !ownership.schema;
    case 'semantic':
      return true;
  }
}

function ownershipOf(state: ConfigState): JsonServiceOwnership {
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === state.uri.toString());
  const json = vscode.workspace.getConfiguration('json', state.uri);
  return jsonServiceOwnership({
    // It may run in another host than we do, where only its settings are seen.
    present: json.inspect('validate.enable')?.defaultValue !== undefined,
    languageId: document?.languageId ?? '',
    validates: json.get<boolean>('validate.enable', true),
    nameMatches: hasConfigName(state.uri),
    declaresSchema: state.declaresSchema,
  });
}

/** A finding as VS Code shows it; undefined where the setting switches it off. */
export function toDiagnostic(
  finding: LocatedFinding,
  severities: SeveritySetting,
  extensionUri: vscode.Uri,
): vscode.Diagnostic | undefined {
  if (severities[finding.code] === 'off') return undefined;
  const text = finding.help === undefined ? finding.message : `${finding.message}\n${finding.help}`;
  const severity = SEVERITY[severities[finding.code] as Severity] ?? SEVERITY[finding.severity];
  const diagnostic = new vscode.Diagnostic(toVscodeRange(finding.range), text, severity);
  diagnostic.source = 'cDMA';
  diagnostic.code = { value: finding.code, target: pageOf(finding.code, extensionUri) };
  if (finding.code === 'unused-key') diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  diagnostic.relatedInformation = finding.related.map(
    ({ uri, range, message }) =>
      new vscode.DiagnosticRelatedInformation(
        new vscode.Location(vscode.Uri.parse(uri), toVscodeRange(range)),
        message,
      ),
  );
  return diagnostic;
}
