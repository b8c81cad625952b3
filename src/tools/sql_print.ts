import {
  AggregateNode,
  CaseNode,
  CastNode,
  type ColumnRefNode,
  column,
  DuckDBCodeGenerator,
  type ExprNode,
  FromClauseNode,
  FunctionNode,
  literal,
  type Query,
  SelectClauseNode,
  SelectQuery,
  type SQLNode,
  sql,
  TableRefNode,
  WhenNode,
  WithClauseNode,
} from "@uwdata/mosaic-sql";

/** Prints a tree with every identifier quoted and every alias kept, whatever stands in them ("*", quotes, newlines). */
class Printer extends DuckDBCodeGenerator {
  override visitColumnRef(node: ColumnRefNode): string {
    return `${node.table ? `${this.toString(node.table)}.` : ""}${quoted(node.column)}`;
  }

  override visitSelectClause(node: SelectClauseNode): string {
    const sql = this.toString(node.expr);
    return sql === quoted(node.alias) ? sql : `${sql} AS ${quoted(node.alias)}`;
  }
}

const printer = new Printer();

/** The SQL text of a tree. */
export function printSql(query: SQLNode): string {
  return printer.toString(query);
}

/** A column in the result of a SELECT. */
export interface Selected {
  name: string;
  node: ExprNode;
}

/** SELECT these columns, under exactly these names, FROM a table, a join or an earlier common table expression. */
export function selectFrom(columns: readonly Selected[], from: FromClauseNode | SQLNode): SelectQuery {
  const query = new SelectQuery().from(from);
  query._select = columns.map(({name, node}) => new SelectClauseNode(node, name));
  return query;
}

/** A table under its own name, or another. */
export function tableNamed(name: string, alias: string = name): FromClauseNode {
  return new FromClauseNode(new TableRefNode(name), alias);
}

/** A query to read from in place of a table. */
export function subquery(query: Query, alias: string): FromClauseNode {
  return new FromClauseNode(query, alias);
}

export function withQuery(name: string, query: Query): WithClauseNode {
  return new WithClauseNode(name, query);
}

/** A column, by its name alone or of a table. */
export function columnNode(name: string, table?: string): ExprNode {
  return table === undefined ? column(name) : column(name, new TableRefNode(table));
}

export function value(of: string | number | boolean | null): ExprNode {
  return literal(of);
}

/** A call of a scalar function; its arguments are trees, never names. */
export function call(name: string, ...args: ExprNode[]): ExprNode {
  return new FunctionNode(name, args);
}

/** A call of an aggregate function; without arguments, `count` counts rows. */
export function aggregateCall(
  name: string,
  args: ExprNode[] = [],
  options: AggregateOptions = {},
): AggregateNode {
  return new AggregateNode(name, args, options.distinct ?? false, options.where ?? null);
}

export interface AggregateOptions {
  distinct?: boolean;
  where?: ExprNode | undefined;
}

export function castTo(
  node: ExprNode,
  type: "DATE" | "TIMESTAMP" | "DOUBLE" | "BIGINT" | "VARCHAR",
): ExprNode {
  return new CastNode(node, type);
}

/** CASE WHEN ... THEN ... [ELSE ...] END; without `otherwise`, NULL. */
export function caseWhen(
  branches: readonly (readonly [ExprNode, ExprNode])[],
  otherwise?: ExprNode,
): ExprNode {
  return new CaseNode(
    undefined,
    branches.map(([when, result]) => new WhenNode(when, result)),
    otherwise,
  );
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Nodes with commas between them. */
export function list(nodes: readonly ExprNode[]): ExprNode {
  return nodes.slice(1).reduce<ExprNode>((left, node) => sql`${left}, ${node}`, nodes[0]!);
}
