import {isAdded} from "./aggregates.ts";
import type {End} from "./ranks.ts";
import type {Scene} from "./scene.ts";
import type {ColumnView, TableView} from "./table_view.ts";
import {isAkin} from "./vocabulary.ts";

/** The word of what an amount is measured by: "revenue per order", "relative to its budget". */
function measuredBy({tokens}: Scene, at: number): string | undefined {
  const near = tokens.slice(at + 1, at + 6);
  const stop = near.findIndex((token) => token.kind !== "word");
  const own = near.slice(0, stop < 0 ? near.length : stop);
  const per = own.findIndex((token) => token.word === "per");
  if (per >= 0) return own[per + 1]?.word;
  const first = tokens.findIndex((token) => token.word === "per" || token.word === "relative");
  if (first < 0 || first > 2 || first > at) return undefined;
  const next = tokens
    .slice(first + 1, first + 6)
    .filter((token) => !/^(?:to|its|the|their)$/.test(token.word));
  return next[0]?.word;
}

/**
 * "the highest revenue per order": whether a row has that end of one column by another; undefined where the words name no such
 * column.
 */
export function perExtreme(
  scene: Scene,
  at: number,
  ends: readonly End[],
  subject: {view: TableView; rows: ReadonlySet<number>},
): boolean | undefined {
  const word = measuredBy(scene, at);
  const [row] = subject.rows;
  const bottom = subject.view.measures.find(({words}) =>
    words.some((part) => word !== undefined && isAkin(word, part)),
  );
  if (!bottom || row === undefined || subject.rows.size !== 1) return undefined;
  const tops = subject.view.measures.filter(
    (column) => column !== bottom && (isAdded(column) || !bottom.unit.counts),
  );
  if (tops.length === 0) return undefined;
  return tops.some((top) => isEnd(top, bottom, row, ends));
}

function isEnd(top: ColumnView, bottom: ColumnView, row: number, ends: readonly End[]): boolean {
  const ratios = top.numbers.map((value, index) => {
    const by = bottom.numbers[index];
    return value === undefined || !by ? undefined : value / by;
  });
  const known = ratios.filter((value) => value !== undefined);
  const own = ratios[row];
  return ends.some((end) => own === (end === "least" ? Math.min(...known) : Math.max(...known)));
}
