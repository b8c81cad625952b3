import type {Cell} from "../../data/table.ts";
import type {Artifact} from "../../tools/tool.ts";
import type {When} from "../when.ts";

/** What a condition is asked of. */
export interface WhenScene {
  artifacts: ReadonlyMap<string, Artifact>;
  /** Whether a node gave something else than in the last finished run; true where there was none. */
  changed(node: string): Promise<boolean>;
}

/**
 * Whether a condition holds. What asks a node that gave nothing is neither true nor false: undefined, and so is all that
 * depends on it.
 */
export async function whenHolds(when: When, scene: WhenScene): Promise<boolean | undefined> {
  switch (when.test) {
    case "and":
    case "or": {
      const settles = when.test === "or";
      const all: (boolean | undefined)[] = [];
      for (const arg of when.args) all.push(await whenHolds(arg, scene));
      if (all.includes(settles)) return settles;
      return all.includes(undefined) ? undefined : !settles;
    }
    case "not": {
      const held = await whenHolds(when.arg, scene);
      return held === undefined ? undefined : !held;
    }
    case "changed":
      return scene.artifacts.has(when.node) ? scene.changed(when.node) : undefined;
    case "branch":
      return scene.artifacts.has(when.node) ? scene.artifacts.get(when.node)?.text === when.is : undefined;
    case "rows": {
      const artifact = scene.artifacts.get(when.node);
      return artifact && compare(rowsOf(artifact), when.op, when.value);
    }
    case "cell": {
      const table = scene.artifacts.get(when.node)?.table;
      const at = table?.columns.findIndex(({name}) => name.toLowerCase() === when.column.toLowerCase()) ?? -1;
      if (!table || at < 0) return undefined;
      const cells = table.rows.map((row) => row[at] ?? null);
      const holds = (cell: Cell) => compare(cell, when.op, when.value);
      if (when.row === "any") return cells.some(holds);
      if (when.row === "all") return cells.every(holds);
      return cells.length > 0 && holds(cells[0]!);
    }
  }
}

/** The rows of the whole table, of which an artifact may show the first alone. */
export function rowsOf({made, table}: Artifact): number {
  return made?.version.rows ?? table.rows.length;
}

/** A missing value is neither more nor less than anything; text that is a number compares as one. */
function compare(cell: Cell, op: string, value: string | number | boolean): boolean {
  if (cell === null) return op === "!=";
  const [left, right] = bothNumbers(cell, value) ?? [String(cell), String(value)];
  if (op === "=") return left === right;
  if (op === "!=") return left !== right;
  if (op === "<") return left < right;
  if (op === "<=") return left <= right;
  if (op === ">") return left > right;
  return left >= right;
}

function bothNumbers(cell: Cell, value: string | number | boolean): [number, number] | undefined {
  if (typeof cell === "boolean" || typeof value === "boolean") return undefined;
  if (String(cell).trim() === "" || String(value).trim() === "") return undefined;
  const pair: [number, number] = [Number(cell), Number(value)];
  return pair.every(Number.isFinite) ? pair : undefined;
}
