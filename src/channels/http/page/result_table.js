import {send} from "./api.js";
import {cellText} from "./cell_text.js";
import {button, element} from "./element.js";
import {problemNote} from "./problem.js";

const FIRST = 50;
/** More rows than these nobody reads on a page; the file has all. */
const MOST = 1_000;

/**
 * A table that scrolls sideways where it is wide, with all of its rows as CSV.
 * @param {import("./answer.js").ShownTable} shown
 * @param {string | undefined} turn
 */
export function resultTable({step, title, table, truncated}, turn) {
  const {columns, rows} = table;
  const body = element("tbody", {}, ...rows.slice(0, FIRST).map(rowNode));
  const more =
    rows.length > FIRST &&
    button(rows.length > MOST ? `Show the first ${MOST} rows` : `Show all ${rows.length} rows`, () => {
      body.append(...rows.slice(FIRST, MOST).map((row, at) => rowNode(row, at + FIRST)));
      if (more) more.remove();
    });
  /** @type {HTMLElement} */
  const node = element(
    "details",
    {class: "result", open: rows.length > 1},
    element(
      "summary",
      {},
      element("span", {dir: "auto"}, title),
      ` (${sayRows(rows.length)}${truncated ? " shown" : ""})`,
    ),
    element(
      "div",
      {class: "wide", tabindex: "0", role: "region", "aria-label": title},
      element(
        "table",
        {},
        element(
          "thead",
          {},
          element(
            "tr",
            {},
            ...columns.map(({name, type, unit}) =>
              element(
                "th",
                {scope: "col", dir: "auto", class: kindOf(type)},
                unit === undefined ? name : `${name} (${unit})`,
              ),
            ),
          ),
        ),
        body,
      ),
    ),
    more,
    turn !== undefined &&
      button("Download as CSV", () => download(turn, step).catch((error) => node.append(problemNote(error)))),
  );
  return node;

  /** @param {readonly unknown[]} row @param {number} at */
  function rowNode(row, at) {
    return element(
      "tr",
      {},
      ...row.map((cell, index) => {
        const {name = "", type = "text"} = columns[index] ?? {};
        const isMissing = cell === null;
        return element(
          "td",
          {
            dir: "auto",
            class: isMissing ? "missing" : kindOf(type),
            "data-step": step,
            "data-row": at,
            "data-column": name,
            ...(typeof cell === "number" && {title: String(cell)}),
          },
          isMissing ? "missing" : cellText(cell),
        );
      }),
    );
  }
}

/** @param {string} turn @param {string} step */
async function download(turn, step) {
  const response = await send(`/v1/turns/${turn}/artifacts/${encodeURIComponent(step)}/rows`);
  const url = URL.createObjectURL(await response.blob());
  element("a", {href: url, download: `${step}.csv`}).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** @param {string} type */
function kindOf(type) {
  return type === "number" || type === "integer" ? "numeric" : undefined;
}

/** @param {number} count */
function sayRows(count) {
  return count === 1 ? "1 row" : `${count.toLocaleString("en-US")} rows`;
}
