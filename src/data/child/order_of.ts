import {childrenOf, isNode, listOf, type Node, textOf} from "./groups/tree.ts";

/** What a statement says of its rows: whether they come in an order, and whether it gives the same ones again. */
export interface OrderOf {
  /** Its outermost SELECT orders them. */
  ordered: boolean;
  /** It draws by chance, or takes some rows of no order: another time it may give others. */
  varies: boolean;
}

const BY_CHANCE = new Set(["random", "uuid", "uuidv4", "uuidv7", "gen_random_uuid"]);

/** Reads it from a statement as DuckDB parsed it. */
export function orderOf(statement: unknown): OrderOf {
  const node = isNode(statement) && isNode(statement.node) ? statement.node : {};
  return {ordered: isOrdered(node), varies: varies(node)};
}

const modifiersOf = (node: Node): Node[] => listOf(node.modifiers);

/** The place of a column orders, other constants and chance do not. */
function isOrdered(node: Node): boolean {
  return modifiersOf(node)
    .filter(({type}) => type === "ORDER_MODIFIER")
    .flatMap(({orders}) => listOf(orders))
    .some(
      ({expression}) =>
        isNode(expression) && !varies(expression) && (isPlace(expression) || !isFixed(expression)),
    );
}

const isPlace = ({class: kind, value}: Node): boolean =>
  kind === "CONSTANT" && isNode(value) && isNode(value.type) && textOf(value.type.id).includes("INT");

/** The same for all rows. */
function isFixed(expression: Node): boolean {
  const {class: kind} = expression;
  if (kind === "CONSTANT") return true;
  const of = childrenOf(expression);
  return (
    kind === "SUBQUERY" || ((kind === "CAST" || kind === "FUNCTION") && of.length > 0 && of.every(isFixed))
  );
}

function varies(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(varies);
  if (!isNode(value)) return false;
  if (BY_CHANCE.has(textOf(value.function_name).toLowerCase())) return true;
  if (isNode(value.sample) && (value.sample.seed ?? -1) === -1) return true;
  const isCut = modifiersOf(value).some(({type}) => textOf(type).startsWith("LIMIT"));
  return (isCut && !isOrdered(value)) || Object.values(value).some(varies);
}
