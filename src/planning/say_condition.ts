import type {Condition, Expression} from "../tools/condition.ts";

/** An expression in words that a person checks: "price * quantity", "month of ordered_at". */
export function sayExpression(expression: Expression): string {
  if ("column" in expression)
    return expression.table ? `${expression.table}.${expression.column}` : expression.column;
  if ("constant" in expression) return String(expression.constant);
  if ("part" in expression) return `${expression.part.replace("_", " ")} of ${sayExpression(expression.of)}`;
  if ("fn" in expression) return `${expression.fn}(${sayExpression(expression.of)})`;
  return `${sayOperand(expression.left)} ${expression.op} ${sayOperand(expression.right)}`;
}

/** A condition in words: "status is not Refunded", "age between 20 and 30". */
export function sayCondition(condition: Condition): string {
  switch (condition.op) {
    case "and":
    case "or":
      return condition.args
        .map((arg) => (isCompound(arg) ? `(${sayCondition(arg)})` : sayCondition(arg)))
        .join(` ${condition.op} `);
    case "not":
      return `not (${sayCondition(condition.arg)})`;
    case "=":
      return `${sayExpression(condition.of)} is ${condition.value}`;
    case "!=":
      return `${sayExpression(condition.of)} is not ${condition.value}`;
    case "<":
    case "<=":
    case ">":
    case ">=":
      return `${sayExpression(condition.of)} ${condition.op} ${condition.value}`;
    case "in":
      return `${sayExpression(condition.of)} is ${listed(condition.values)}`;
    case "not_in":
      return `${sayExpression(condition.of)} is not ${listed(condition.values)}`;
    case "between":
      return `${sayExpression(condition.of)} between ${condition.low} and ${condition.high}`;
    case "range":
      return `${sayExpression(condition.of)}${condition.from ? ` from ${condition.from}` : ""}${condition.to ? ` before ${condition.to}` : ""}`;
    case "is_null":
      return `${sayExpression(condition.of)} is missing`;
    case "is_not_null":
      return `${sayExpression(condition.of)} is not missing`;
    case "contains":
      return `${sayExpression(condition.of)} contains ${condition.value}`;
    case "starts_with":
      return `${sayExpression(condition.of)} starts with ${condition.value}`;
    case "ends_with":
      return `${sayExpression(condition.of)} ends with ${condition.value}`;
    case "compare_to":
      return `${sayExpression(condition.of)} ${condition.comparison} its ${condition.aggregate}${condition.over ? " over all rows" : ""}`;
    case "compare_columns":
      return `${sayExpression(condition.left)} ${condition.comparison} ${sayExpression(condition.right)}`;
  }
}

function sayOperand(expression: Expression): string {
  return "op" in expression ? `(${sayExpression(expression)})` : sayExpression(expression);
}

function isCompound(condition: Condition): boolean {
  return condition.op === "and" || condition.op === "or";
}

function listed(values: readonly (string | number | boolean)[]): string {
  if (values.length === 1) return String(values[0]);
  return `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}
