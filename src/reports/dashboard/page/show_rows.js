import {cellWords} from "../cell_words.ts";
import {follows, isWhole, rollUp} from "../roll_up.ts";

/** @typedef {import("../page_data.ts").PageData} PageData */
/** @typedef {import("../roll_up.ts").Selection} Selection */

const MOST = 60;

/**
 * The table of the largest things among what is chosen.
 * @param {PageData} data @param {Selection} selection
 */
export function showRows({list, cubes}, selection) {
  const table = document.querySelector('[data-part="list"] table');
  if (!list || !(table instanceof HTMLTableElement)) return;
  const use = cubes.uses.list;
  const cube = use && cubes.cubes[use.cube];
  if (isWhole(selection) || !use || !cube || !follows(cube, selection)) {
    fill(table, list.columns, list.rows, list.units);
    return;
  }
  const rows = rollUp(cube, use, selection)
    .filter(([group, main]) => group !== null && main !== null)
    .sort((a, b) => Number(b[1]) - Number(a[1]) || (String(a[0]) < String(b[0]) ? -1 : 1));
  fill(table, list.columns, rows.slice(0, list.limit), list.units);
}

/**
 * Puts rows in a table, as text.
 * @param {HTMLTableElement} table @param {readonly string[]} columns
 * @param {readonly (readonly import("../../../data/table.ts").Cell[])[]} rows @param {Readonly<Record<string, string>>} units
 */
export function fill(table, columns, rows, units) {
  const body = table.tBodies[0] ?? table.createTBody();
  body.replaceChildren(
    ...rows.slice(0, MOST).map((cells) => {
      const row = document.createElement("tr");
      columns.forEach((name, at) => {
        const cell = cells[at] ?? null;
        const place = document.createElement("td");
        if (typeof cell === "number") place.className = "number";
        place.dir = "auto";
        place.textContent = cellWords(cell, units[name], name);
        row.append(place);
      });
      return row;
    }),
  );
}
