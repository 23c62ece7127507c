/** What decides whether VS Code's own JSON service reports syntax and schema faults of a document. */
export interface JsonServiceFacts {
  /** The built-in extension is installed and enabled. */
  present: boolean;
  languageId: string;
  /** Setting `json.validate.enable`. */
  validates: boolean;
  /** The file name matches our contribution to `jsonValidation`. */
  nameMatches: boolean;
  /** A `$schema` key in the text takes the place of every other schema. */
  declaresSchema: boolean;
}

/** Whose message a fault is, so that each fault has exactly one. */
export interface JsonServiceOwnership {
  syntax: boolean;
  schema: boolean;
}

export function jsonServiceOwnership(facts: JsonServiceFacts): JsonServiceOwnership {
  const active = facts.present && facts.validates && (facts.languageId === 'json' || facts.languageId === 'jsonc');
  return { syntax: active, schema: active && facts.nameMatches && !facts.declaresSchema };
}
