import * as vscode from 'vscode';
import type { LocatedFinding, Severity } from '../src/findings/finding.ts';
import { type JsonServiceOwnership, jsonServiceOwnership } from './json-service.ts';
import { toVscodeRange } from './ranges.ts';
import type { ConfigState, Runs } from './runs.ts';

const SEVERITY: Record<Severity, vscode.DiagnosticSeverity> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/** Shows the findings of each config inline, leaving out those that VS Code's JSON service shows already. */
export function showDiagnostics(runs: Runs): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('cdma');
  const show = (state: ConfigState): void => {
    if (state.status.kind !== 'current' && state.status.kind !== 'problems') return;
    const ownership = ownershipOf(state);
    const own = state.findings.filter((finding) => isOurs(finding, ownership));
    collection.set(state.uri, own.map(toDiagnostic));
  };
  return vscode.Disposable.from(
    collection,
    runs.onDidChange(show),
    runs.onDidClose((uri) => collection.delete(uri)),
    // Whether the JSON service reports a fault may change while the fault stays.
    vscode.extensions.onDidChange(() => runs.all().forEach(show)),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('json.validate')) runs.all().forEach(show);
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
  return jsonServiceOwnership({
    present: vscode.extensions.getExtension('vscode.json-language-features') !== undefined,
    languageId: document?.languageId ?? '',
    validates: vscode.workspace.getConfiguration('json', state.uri).get<boolean>('validate.enable', true),
    nameMatches: state.uri.path.endsWith('.cdma.json'),
    declaresSchema: state.declaresSchema,
  });
}

function toDiagnostic(finding: LocatedFinding): vscode.Diagnostic {
  const text = finding.help === undefined ? finding.message : `${finding.message}\n${finding.help}`;
  const diagnostic = new vscode.Diagnostic(toVscodeRange(finding.range), text, SEVERITY[finding.severity]);
  diagnostic.source = 'cDMA';
  diagnostic.code = finding.code;
  diagnostic.relatedInformation = finding.related.map(
    ({ uri, range, message }) =>
      new vscode.DiagnosticRelatedInformation(
        new vscode.Location(vscode.Uri.parse(uri), toVscodeRange(range)),
        message,
      ),
  );
  return diagnostic;
}
