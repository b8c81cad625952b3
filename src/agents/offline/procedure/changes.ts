import type {TableProfile} from "../../../data/profile.ts";
import type {Preparation} from "../../../planning/operations.ts";
import {columnsIn, type MarkedText, sentencesIn, take} from "./marked_text.ts";

type Change = Extract<Preparation, {do: "change"}>;

const BEFORE =
  /\b(?:previous|prior|preceding|last|yesterday|day before|day-?\s?(?:to|over)-?\s?day|pct_change|consecutive|from one (?:day|row) to the next)\b/;

/** Columns of the change from the row before: "Daily Return ... the percentage change in Close from the previous day". */
export function changesOf(text: MarkedText, names: readonly string[], profile: TableProfile): Change[] {
  return names.flatMap((name): Change[] => {
    const sentences = sentencesIn(text.left).filter(({text: piece}) => columnsIn(piece, text).includes(name));
    const defining = sentences.filter(({text: piece}) => BEFORE.test(piece));
    if (defining.length === 0) return [];
    const all = defining.map((one) => one.text).join(" ");
    const columns = columnsIn(all, text).filter(
      (one) =>
        one !== name &&
        profile.columns.some(
          (column) => column.name === one && (column.type === "integer" || column.type === "number"),
        ),
    );
    const [column] = columns;
    if (columns.length !== 1 || column === undefined) return [];
    const relative = /\b(?:percent\w*|pct|return|relative|rate)\b|%|\//.test(all);
    const how = !relative
      ? "difference"
      : /\bpercent\w*|%|\*\s*100/.test(all) && !/pct_change/.test(all)
        ? "percent"
        : "fraction";
    for (const {text: piece} of defining)
      take(text, new RegExp(piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")), () => true);
    return [{do: "change", name, column, how}];
  });
}
