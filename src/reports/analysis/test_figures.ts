import type {Artifact} from "../../tools/tool.ts";
import type {FindingTest} from "./question.ts";
import type {EffectKind} from "./strength.ts";

/** Effects as tests name their rows, those with an interval first. */
const EFFECTS: readonly [RegExp, EffectKind][] = [
  [/^eta squared$/, "eta_squared"],
  [/^epsilon squared$/, "eta_squared"],
  [/^Hedges' g$/, "standardised"],
  [/^chance that /, "superiority"],
  [/^Cramér's V$/, "cramers_v"],
  [/^Kendall's tau$/, "tau"],
];

/** The row of a test that is named so. */
export function figureRow({table}: Artifact, name: RegExp): number | undefined {
  const row = table.rows.findIndex(([figure]) => name.test(String(figure)));
  return row < 0 ? undefined : row;
}

/** The effect of a test, with its interval, and the row that it stands in. */
export function effectIn(
  test: Artifact,
): {effect: FindingTest["effect"]; row: number; name: string} | undefined {
  for (const [name, kind] of EFFECTS) {
    const row = figureRow(test, name);
    if (row === undefined) continue;
    const [figure, value, low, high] = test.table.rows[row]!;
    if (typeof value !== "number") continue;
    const bounds = typeof low === "number" && typeof high === "number" ? {low, high} : {};
    return {effect: {kind, value, ...bounds}, row, name: String(figure)};
  }
  return undefined;
}

/** An assumption that does not hold and makes p smaller than it should be, for a finding's test. */
export function isShaky({provenance: {notes}}: Artifact): {shaky?: string} {
  const said = notes.find((note) =>
    /p is smaller than it should be|^Assumes expected counts.*does not hold/.test(note),
  );
  return said === undefined ? {} : {shaky: said};
}
