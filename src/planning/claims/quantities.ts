import type {Evidence} from "../evidence.ts";
import type {Entity, Scene} from "./scene.ts";
import type {ColumnView} from "./table_view.ts";

/** What an arithmetic over cells gives, and what it was made of. */
export interface Quantity {
  value: number;
  column: ColumnView;
  cells: Evidence[];
  how: string;
  /** What the shown number must be: an amount of the column, a change in percent, points of percent, or a multiple. */
  as: "amount" | "difference" | "percent" | "times";
}

export function cellOf(entity: Entity, column: ColumnView): Evidence {
  return {step: column.step, row: [...entity.rows][0]!, column: column.name};
}

export function columnOf(scene: Scene, cell: Evidence): ColumnView | undefined {
  return scene.views
    .find((view) => view.step === cell.step)
    ?.measures.find((column) => column.name === cell.column);
}

/** The one row of a table that has one. */
export function soleRows(scene: Scene): Entity[] {
  return scene.views.flatMap((view) =>
    view.rows === 1 ? [{at: 0, token: scene.tokens[0]!, view, rows: new Set([0]), isAgainst: false}] : [],
  );
}

export const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, value) => sum + value, 0);
export const meanOf = (numbers: readonly number[]): number => sumOf(numbers) / numbers.length;
export function medianOf(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
