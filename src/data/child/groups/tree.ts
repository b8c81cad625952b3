import {AGGREGATES} from "./words.ts";

/** A node of a statement as DuckDB parsed it: JSON. */
export type Node = Record<string, unknown>;

export const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const listOf = (value: unknown): Node[] => (Array.isArray(value) ? value.filter(isNode) : []);

export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** The expressions right below one, whatever its class calls them. A subquery's own are not among them. */
export function childrenOf(expression: Node): Node[] {
  const found: Node[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isNode(value)) {
      if (typeof value.class === "string") found.push(value);
      else Object.values(value).forEach(visit);
    }
  };
  for (const [key, value] of Object.entries(expression)) if (key !== "subquery") visit(value);
  return found;
}

/** Whether an expression, or one below it that no `stop` keeps apart, is of a kind. */
export function holds(expression: Node, is: (one: Node) => boolean, stop?: (one: Node) => boolean): boolean {
  if (is(expression)) return true;
  if (stop?.(expression)) return false;
  return childrenOf(expression).some((child) => holds(child, is, stop));
}

export const nameOf = (expression: Node): string => textOf(expression.function_name).toLowerCase();

export const isAggregate = (one: Node): boolean => one.class === "FUNCTION" && AGGREGATES.has(nameOf(one));

export const isConstant = (expression: Node): boolean =>
  expression.class === "CONSTANT" ||
  (expression.class === "CAST" && isNode(expression.child) && isConstant(expression.child)) ||
  (expression.class === "FUNCTION" &&
    ["list_value", "-", "to_days", "to_months", "to_years", "to_hours"].includes(nameOf(expression)) &&
    listOf(expression.children).every(isConstant));

/** A whole number as a constant. */
export const whole = (value: number): Node => ({
  class: "CONSTANT",
  type: "VALUE_CONSTANT",
  value: {type: {id: "INTEGER"}, is_null: false, value},
});

/** A call of a function. */
export const call = (name: string, children: Node[] = [], more: Node = {}): Node => ({
  class: "FUNCTION",
  type: "FUNCTION",
  function_name: name,
  ...(children.length > 0 && {children}),
  order_bys: {type: "ORDER_MODIFIER"},
  ...more,
});

export const compare = (type: string, left: Node, right: Node): Node => ({
  class: "COMPARISON",
  type: `COMPARE_${type}`,
  left,
  right,
});

export const both = (type: "AND" | "OR", children: Node[]): Node =>
  children.length === 1 ? children[0]! : {class: "CONJUNCTION", type: `CONJUNCTION_${type}`, children};

export const negated = (child: Node): Node => ({class: "OPERATOR", type: "OPERATOR_NOT", children: [child]});

export const present = (child: Node): Node => ({
  class: "OPERATOR",
  type: "OPERATOR_IS_NOT_NULL",
  children: [child],
});

/** Whether a list has anything in it: DuckDB writes empty ones too. */
export const isFilled = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : isNode(value) && Object.keys(value).length > 0;
