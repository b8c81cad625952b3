import type {Condition, Expression} from "../../tools/condition.ts";
import {findLoosely, refOf, type Scope} from "./columns.ts";
import {type Comparison, compared, denied, like, type Side} from "./comparisons.ts";
import {FormulaError, KEYWORDS, type Token, tokenise, unknownColumn} from "./formula_tokens.ts";
import {
  AGGREGATES,
  DATE_PARTS,
  FUNCTIONS,
  SQL_WEEKDAYS,
  TWO_SIDED,
  WEEKDAYS_BESIDE_SQL,
} from "./formula_words.ts";

type Scalar = string | number | boolean;

/** Reads "price * quantity" or "year(order_date)". Throws FormulaError. */
export function parseExpression(text: string, scope: Scope): Expression {
  const plain = /[-+*/()]/.test(text) ? undefined : findLoosely(scope, text);
  if (plain) return refOf(plain, scope);
  const reader = new Reader(tokenise(text, scope), text, scope);
  const expression = reader.expression();
  reader.finish();
  return expression;
}

/** Reads "status != 'Refunded' and (region in ('West', 'East') or age between 20 and 30)". Throws FormulaError. */
export function parseCondition(text: string, scope: Scope): Condition {
  const reader = new Reader(tokenise(text, scope), text, scope);
  const condition = reader.condition();
  reader.finish();
  return condition;
}

/** Rounded to places after the point. */
function rounded(of: Expression, digits: number): Expression {
  const scale = {constant: 10 ** digits};
  return {op: "/", left: {fn: "round", of: {op: "*", left: of, right: scale}}, right: scale};
}

/** Recursive descent over SQL's own precedence: or, and, not, comparison, sum, product. */
class Reader {
  private at = 0;
  private readonly tokens: readonly Token[];
  private readonly text: string;
  private readonly scope: Scope;

  constructor(tokens: readonly Token[], text: string, scope: Scope) {
    this.tokens = tokens;
    this.text = text;
    this.scope = scope;
  }

  finish(): void {
    if (this.at < this.tokens.length) throw this.wrong();
  }

  condition(): Condition {
    return this.list("or", () => this.list("and", () => this.negation()));
  }

  expression(): Expression {
    return this.chain(["+", "-"], () => this.chain(["*", "/", "%"], () => this.power()));
  }

  /** Binds more than a sign before it: -x ^ 2 is -(x ^ 2). From right to left, as in mathematics. */
  private power(): Expression {
    if (this.sign("-")) {
      const inner = this.power();
      if ("constant" in inner && typeof inner.constant === "number") return {constant: -inner.constant};
      return {op: "*", left: {constant: -1}, right: inner};
    }
    const left = this.factor();
    return this.sign("^") || this.sign("**") ? {op: "^", left, right: this.power()} : left;
  }

  private list(op: "and" | "or", next: () => Condition): Condition {
    const args = [next()];
    while (this.word(op)) args.push(next());
    return args.length > 1 ? {op, args} : args[0]!;
  }

  private negation(): Condition {
    if (this.word("not")) return {op: "not", arg: this.negation()};
    if (this.peek("(")) {
      const start = this.at;
      try {
        this.sign("(");
        const inner = this.condition();
        this.expect(")");
        if (!this.operatorFollows()) return inner;
      } catch (error) {
        if (!(error instanceof FormulaError)) throw error;
      }
      this.at = start;
    }
    return this.predicate();
  }

  private predicate(): Condition {
    const left = this.side();
    const of = left.of;
    if (this.word("is")) {
      const negative = this.word("not");
      if (!this.word("null") && !this.word("missing")) throw this.wrong();
      return {op: negative ? "is_not_null" : "is_null", of};
    }
    const negative = this.word("not");
    const positive = this.positive(of);
    if (positive) return negative ? denied(positive) : positive;
    if (negative) throw this.wrong();
    const comparison = this.comparison();
    if (comparison) return compared(left, comparison, this.side(), () => this.wrong());
    if ("column" in of || "table" in of) return {op: "=", of, value: true};
    throw this.wrong();
  }

  private positive(of: Expression): Condition | undefined {
    if (this.word("in")) {
      this.expect("(");
      const values = [this.scalar()];
      while (this.sign(",")) values.push(this.scalar());
      this.expect(")");
      return {op: "in", of, values};
    }
    if (this.word("between")) {
      const low = this.bound();
      if (!this.word("and")) throw this.wrong();
      return {op: "between", of, low, high: this.bound()};
    }
    if (this.word("like") || this.word("ilike")) return like(of, String(this.scalar()), () => this.wrong());
    for (const op of ["contains", "starts_with", "ends_with"] as const) {
      if (this.word(op)) return {op, of, value: String(this.scalar())};
    }
    return undefined;
  }

  private side(): Side {
    const token = this.tokens[this.at];
    const aggregate = token?.kind === "word" ? AGGREGATES[token.value.toLowerCase()] : undefined;
    if (!aggregate || !this.peek("(", 1)) return {of: this.expression()};
    this.at += 2;
    const of = this.expression();
    this.expect(")");
    return {aggregate, of};
  }

  private chain(ops: readonly ("+" | "-" | "*" | "/" | "%")[], next: () => Expression): Expression {
    let left = next();
    for (;;) {
      const op = ops.find((one) => this.sign(one));
      if (!op) return left;
      left = {op, left, right: next()};
    }
  }

  private factor(): Expression {
    if (this.sign("(")) {
      const inner = this.expression();
      this.expect(")");
      return inner;
    }
    const token = this.tokens[this.at];
    if (!token) throw new FormulaError(`ends too early: ${this.text}`);
    this.at += 1;
    if (token.kind === "column") return refOf(token.column, this.scope);
    if (token.kind === "name") return {column: token.value};
    if (token.kind === "number" || token.kind === "text") return {constant: token.value};
    if (token.kind === "sign") {
      this.at -= 1;
      throw this.wrong();
    }
    const word = token.value.toLowerCase();
    if (word === "true" || word === "false") return {constant: word === "true"};
    const next = this.tokens[this.at];
    if (word === "case" && next?.kind === "word")
      throw new FormulaError(
        `a formula has no case: label of prepare_data chooses values by conditions, and sql has case. In: ${this.text}`,
      );
    if ((word === "date" || word === "timestamp") && next?.kind === "text") {
      this.at += 1;
      return {constant: next.value};
    }
    if (!this.peek("(")) {
      if (this.scope.open && !KEYWORDS.test(token.value)) return {column: token.value};
      throw unknownColumn(this.wordsFrom(this.at - 1), this.scope);
    }
    return this.call(word);
  }

  private call(name: string): Expression {
    if ((this.scope.besideSql ? WEEKDAYS_BESIDE_SQL : SQL_WEEKDAYS).includes(name))
      throw new FormulaError(
        `${name} of a Sunday is 0 in SQL and 7 in formulas: write isodow, which is 1 (Monday) to 7 in both. In: ${this.text}`,
      );
    const part = DATE_PARTS[name];
    const fn = FUNCTIONS.find((one) => one === name);
    const op = TWO_SIDED[name];
    if (!part && !fn && !op) {
      throw new FormulaError(
        `there is no function ${name} here: there are ${[...FUNCTIONS, "power", "mod"].join(", ")} and parts of dates such as year; use the fields, or sql. In: ${this.text}`,
      );
    }
    this.expect("(");
    const of = this.expression();
    if (op) {
      this.expect(",");
      const right = this.expression();
      this.expect(")");
      return {op, left: of, right};
    }
    const digits = fn === "round" && this.sign(",") ? this.scalar() : undefined;
    this.expect(")");
    if (digits !== undefined) return rounded(of, Number(digits));
    return part ? {part, of} : {fn: fn!, of};
  }

  /** The name that was meant may have several words. */
  private wordsFrom(start: number): string {
    const rest = this.tokens.slice(start);
    const end = rest.findIndex((token) => token.kind !== "word" || KEYWORDS.test(token.value));
    return rest
      .slice(0, end < 0 ? rest.length : Math.max(1, end))
      .map((token) => ("value" in token ? String(token.value) : ""))
      .join(" ");
  }

  private comparison(): Comparison | undefined {
    const token = this.tokens[this.at];
    if (token?.kind !== "sign") return undefined;
    const same: Record<string, Comparison> = {
      "==": "=",
      "<>": "!=",
      "=": "=",
      "!=": "!=",
      "<": "<",
      "<=": "<=",
      ">": ">",
      ">=": ">=",
    };
    const op = same[token.value];
    if (op) this.at += 1;
    return op;
  }

  private operatorFollows(): boolean {
    const token = this.tokens[this.at];
    if (token?.kind === "sign") return token.value !== ")" && token.value !== ",";
    return (
      token?.kind === "word" &&
      /^(in|not|between|like|ilike|is|contains|starts_with|ends_with)$/i.test(token.value)
    );
  }

  private scalar(): Scalar {
    const value = this.expression();
    if (!("constant" in value)) throw new FormulaError(`a plain value is needed in: ${this.text}`);
    return value.constant;
  }

  private bound(): string | number {
    const value = this.scalar();
    return typeof value === "boolean" ? String(value) : value;
  }

  private word(value: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== "word" || token.value.toLowerCase() !== value) return false;
    this.at += 1;
    return true;
  }

  private sign(value: string): boolean {
    if (!this.peek(value)) return false;
    this.at += 1;
    return true;
  }

  private peek(value: string, ahead = 0): boolean {
    const token = this.tokens[this.at + ahead];
    return token?.kind === "sign" && token.value === value;
  }

  private expect(value: string): void {
    if (!this.sign(value)) throw this.wrong();
  }

  private wrong(): FormulaError {
    const token = this.tokens[this.at];
    const shown = token ? ("column" in token ? token.column.shown : String(token.value)) : "the end";
    return new FormulaError(`did not expect "${shown}" in: ${this.text}`);
  }
}
