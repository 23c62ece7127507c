import { parseQuantity, UNITS } from '../config/quantity.ts';

/** A value of an expression: numbers in SI units, names of choices as text. */
export type Value = number | string | boolean;

export type Expression =
  | { kind: 'value'; value: Value }
  | { kind: 'name'; name: string }
  | { kind: 'unary'; operator: '-' | '!'; operand: Expression }
  | { kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression }
  | { kind: 'call'; name: FunctionName; operands: readonly Expression[] };

export type ParsedExpression = { expression: Expression } | { fault: string; column: number };

/** By precedence, the loosest first. */
const OPERATORS = [['||'], ['&&'], ['==', '!='], ['<', '<=', '>', '>='], ['+', '-'], ['*', '/']] as const;
type BinaryOperator = (typeof OPERATORS)[number][number];

type FunctionName = 'min' | 'max' | 'abs' | 'sqrt' | 'log2';
const FUNCTIONS: Readonly<Record<FunctionName, (...values: number[]) => number>> = {
  min: Math.min,
  max: Math.max,
  abs: (value = Number.NaN) => Math.abs(value),
  sqrt: (value = Number.NaN) => Math.sqrt(value),
  log2: (value = Number.NaN) => Math.log2(value),
};

const LONGEST_TEXT = 1000;
const DEEPEST_NESTING = 64;

/**
 * Reads an expression over keys and results: numbers, quantities (`70 KB`), text in single quotes, dotted names,
 * `+ - * /`, comparisons, `&& || !`, parentheses and `min max abs sqrt log2`. Never throws.
 */
export function parseExpression(text: string): ParsedExpression {
  if (text.length > LONGEST_TEXT) return { fault: `longer than ${LONGEST_TEXT} characters`, column: 0 };
  try {
    const parser = new Parser(text);
    const expression = parser.binary(0, 0);
    parser.end();
    return { expression };
  } catch (fault) {
    if (fault instanceof Fault) return { fault: fault.message, column: fault.column };
    throw fault;
  }
}

/** Names in an expression, each once, in their order. */
export function namesOf(expression: Expression): string[] {
  switch (expression.kind) {
    case 'value':
      return [];
    case 'name':
      return [expression.name];
    case 'unary':
      return namesOf(expression.operand);
    case 'binary':
      return [...new Set([...namesOf(expression.left), ...namesOf(expression.right)])];
    case 'call':
      return [...new Set(expression.operands.flatMap(namesOf))];
  }
}

/** The value of an expression. What has no meaning, such as the sum of a text, is NaN; comparing unlike values is false. */
export function evaluate(expression: Expression, lookUp: (name: string) => Value): Value {
  switch (expression.kind) {
    case 'value':
      return expression.value;
    case 'name':
      return lookUp(expression.name);
    case 'unary': {
      const value = evaluate(expression.operand, lookUp);
      return expression.operator === '!' ? value === false : -toNumber(value);
    }
    case 'binary':
      return combine(expression, lookUp);
    case 'call':
      return FUNCTIONS[expression.name](...expression.operands.map((operand) => toNumber(evaluate(operand, lookUp))));
  }
}

function combine(
  { operator, left, right }: Extract<Expression, { kind: 'binary' }>,
  lookUp: (name: string) => Value,
): Value {
  const a = evaluate(left, lookUp);
  if (operator === '&&') return a === true && evaluate(right, lookUp) === true;
  if (operator === '||') return a === true || evaluate(right, lookUp) === true;
  const b = evaluate(right, lookUp);
  switch (operator) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return toNumber(a) < toNumber(b);
    case '<=':
      return toNumber(a) <= toNumber(b);
    case '>':
      return toNumber(a) > toNumber(b);
    case '>=':
      return toNumber(a) >= toNumber(b);
    case '+':
      return toNumber(a) + toNumber(b);
    case '-':
      return toNumber(a) - toNumber(b);
    case '*':
      return toNumber(a) * toNumber(b);
    case '/':
      return toNumber(a) / toNumber(b);
  }
}

function toNumber(value: Value): number {
  return typeof value === 'number' ? value : Number.NaN;
}

class Fault extends Error {
  constructor(
    message: string,
    readonly column: number,
  ) {
    super(message);
  }
}

/** Units from the longest symbol on, so that `GB/s` is not read as `GB` divided by `s`. */
const SYMBOLS = UNITS.map(({ symbol }) => symbol).sort((a, b) => b.length - a.length);

class Parser {
  private at = 0;

  constructor(private readonly text: string) {}

  /** Operators of `level` and tighter ones. */
  binary(level: number, depth: number): Expression {
    if (depth > DEEPEST_NESTING) throw new Fault('nested too deeply', this.at);
    const operators: readonly BinaryOperator[] | undefined = OPERATORS[level];
    if (operators === undefined) return this.unary(depth);
    let left = this.binary(level + 1, depth);
    for (;;) {
      const operator = this.take(operators);
      if (operator === undefined) return left;
      left = { kind: 'binary', operator, left, right: this.binary(level + 1, depth) };
    }
  }

  end(): void {
    this.skipBlanks();
    if (this.at < this.text.length)
      throw new Fault(`'${this.text.slice(this.at, this.at + 10)}' is not expected`, this.at);
  }

  private unary(depth: number): Expression {
    const operator = this.take(['-', '!'] as const);
    if (operator !== undefined) {
      if (depth > DEEPEST_NESTING) throw new Fault('nested too deeply', this.at);
      return { kind: 'unary', operator, operand: this.unary(depth + 1) };
    }
    if (this.take(['(']) !== undefined) {
      const inner = this.binary(0, depth + 1);
      this.expect(')');
      return inner;
    }
    return this.number() ?? this.quoted() ?? this.nameOrCall(depth);
  }

  private number(): Expression | undefined {
    const [number] = this.match(/\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y) ?? [];
    if (number === undefined) return undefined;
    const [, blanks = ''] = /^(\s*)/.exec(this.text.slice(this.at)) ?? [];
    const behind = this.text.slice(this.at + blanks.length);
    const symbol = SYMBOLS.find((unit) => behind.startsWith(unit) && !/^[\w.]/.test(behind.slice(unit.length)));
    if (symbol === undefined) return { kind: 'value', value: Number(number) };
    this.at += blanks.length + symbol.length;
    return { kind: 'value', value: quantity(`${number} ${symbol}`) };
  }

  private quoted(): Expression | undefined {
    const found = this.match(/'([^']*)'/y);
    return found === undefined ? undefined : { kind: 'value', value: quantity(found[1] ?? '') };
  }

  private nameOrCall(depth: number): Expression {
    const start = this.at;
    const [name] = this.match(/[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/y) ?? [];
    if (name === undefined) throw new Fault('a value is expected', this.at);
    if (name === 'true' || name === 'false') return { kind: 'value', value: name === 'true' };
    if (this.take(['(']) === undefined) return { kind: 'name', name };
    if (!isFunction(name)) throw new Fault(`'${name}' is not one of ${Object.keys(FUNCTIONS).join(', ')}`, start);
    const operands = [this.binary(0, depth + 1)];
    while (this.take([',']) !== undefined) operands.push(this.binary(0, depth + 1));
    this.expect(')');
    return { kind: 'call', name, operands };
  }

  private expect(symbol: string): void {
    if (this.take([symbol]) === undefined) throw new Fault(`'${symbol}' is expected`, this.at);
  }

  /** The longest of the symbols that comes next. */
  private take<Symbol extends string>(symbols: readonly Symbol[]): Symbol | undefined {
    this.skipBlanks();
    const found = symbols
      .filter((symbol) => this.text.startsWith(symbol, this.at))
      .sort((a, b) => b.length - a.length)[0];
    if (found === undefined) return undefined;
    // `a < = b` is not `a <= b`, and `!` before `=` belongs to `!=`.
    if ((found === '!' || found === '<' || found === '>') && this.text[this.at + found.length] === '=')
      return undefined;
    this.at += found.length;
    return found;
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    this.skipBlanks();
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return undefined;
    this.at += found[0].length;
    return found;
  }

  private skipBlanks(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++;
  }
}

function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(FUNCTIONS, name);
}

/** A quantity in SI units, or the text itself. */
function quantity(text: string): Value {
  const parsed = parseQuantity(text);
  return parsed.kind === 'quantity' ? parsed.value : text;
}
