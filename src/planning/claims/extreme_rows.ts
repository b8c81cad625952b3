import type {End} from "./ranks.ts";
import {rowsUpTo} from "./row_sets.ts";
import {type Entity, entityRows, type Scene} from "./scene.ts";
import type {ColumnView, TableView} from "./table_view.ts";

/** Whether an entity's row has the extreme of a column, among all rows or among those that share its other keys. */
export function isExtreme(scene: Scene, entity: Entity, column: ColumnView, end: End): boolean {
  const {view} = entity;
  if (!view.whole && !isFromEnd(view, end, column)) return false;
  const everyRow = rowsUpTo(view.rows);
  const named = new Set(
    [...everyRow].filter((row) =>
      view.keys.every(
        (key) =>
          view.artifact.table.rows[row]![key.at] !== null && view.artifact.table.rows[row]![key.at] !== "",
      ),
    ),
  );
  const domains = [everyRow, named, entityRows(scene, view)];
  for (const other of scene.entities)
    for (const {step, rows} of [...(other.token.mentions ?? []), {step: other.view.step, rows: other.rows}])
      if (other.view === view && step === view.step && rows.size > 1) domains.push(new Set(rows));
  // "the biggest in both years": among the rows of its own year.
  if (/\b(?:both|each|every|either|all)\b/i.test(scene.text))
    for (const key of view.keys)
      for (const row of entity.rows) {
        const cells = view.artifact.table.rows;
        const same = [...everyRow].filter((one) => cells[one]![key.at] === cells[row]![key.at]);
        if (same.length > 1) domains.push(new Set(same));
      }
  return domains.some((rows) => {
    const values = [...rows].flatMap((row) => column.numbers[row] ?? []);
    if (values.length === 0) return false;
    const extreme = end === "most" ? Math.max(...values) : Math.min(...values);
    return [...entity.rows].some((row) => rows.has(row) && column.numbers[row] === extreme);
  });
}

/** A cut table that is sorted still shows one end. */
function isFromEnd(view: TableView, end: End, column: ColumnView): boolean {
  const values = column.numbers.filter((value) => value !== undefined);
  const falls = values.every((value, at) => at === 0 || value <= values[at - 1]!);
  const rises = values.every((value, at) => at === 0 || value >= values[at - 1]!);
  return view.rows > 1 && (end === "most" ? falls : rises);
}
