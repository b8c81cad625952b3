import type {FoundOnKaggle} from "../../agents/contracts.ts";
import {commercialWarnings} from "../../data/published.ts";
import type {DatasetSummary} from "../../kaggle/answers.ts";
import {shownText} from "../../kaggle/reference.ts";
import {emptyAnswer} from "../answer.ts";
import type {Answer} from "../channel.ts";
import {harmless} from "../harmless.ts";
import {datasetLine} from "../kaggle/kaggle_words.ts";
import type {TurnParts} from "../turn_parts.ts";

const SEARCHES = 4;

/**
 * What a planner found on Kaggle for a question, as a search of Kaggle is told: "use the first one" brings it in, and nothing does
 * before the person says so. Who may import nothing is offered nothing.
 */
export function offeredFromKaggle(
  {searched, datasets, lacks, isPart = false}: FoundOnKaggle,
  {importFile, commercial}: Pick<TurnParts, "importFile" | "commercial">,
): Answer {
  const words = searched.slice(0, SEARCHES).map((one) => `“${shownText(one, 80)}”`);
  const searches = words.length > 0 ? ` for ${words.join(", ")}` : "";
  const also = lacks === "" ? [] : [`Not found: ${shownText(lacks, 300)}.`];
  const rest = isPart ? ["What else you asked was not answered with it: ask that by itself."] : [];
  const [first] = datasets;
  if (!first) {
    const text = [
      `On Kaggle nothing that fits was found${searches}.`,
      ...(lacks === "" ? [] : [`${shownText(lacks, 300)}.`]),
      ...rest,
    ];
    return emptyAnswer(harmless(text.join("\n")));
  }
  const lines = datasets.flatMap(({dataset, why}, at) => [
    `${at + 1}. ${datasetLine(dataset)}${facts(dataset)}`,
    ...(why === "" ? [] : [`   ${shownText(why, 300)}`]),
  ]);
  const how = importFile
    ? `Nothing is imported yet. To bring one in under its licence, say its number: "use the first one", or "use kaggle ${first.dataset.ref}".`
    : "To bring one in takes the role analyst: ask an owner of the workspace.";
  const text = [
    `On Kaggle${searches}:`,
    ...lines,
    ...also,
    ...(commercial ? commercialWarnings(datasets.map(({dataset}) => dataset)) : []),
    how,
    ...rest,
  ];
  const suggestions = importFile ? datasets.map(({dataset}) => harmless(`use kaggle ${dataset.ref}`)) : [];
  return {...emptyAnswer(harmless(text.join("\n"))), ...(suggestions.length > 0 && {suggestions})};
}

/** Its version and the day of its last change; empty where Kaggle does not say. */
function facts({version, updatedAt}: DatasetSummary): string {
  const told = [
    ...(version === undefined ? [] : [`version ${version}`]),
    ...(updatedAt ? [`updated ${updatedAt.slice(0, 10)}`] : []),
  ];
  return told.length > 0 ? `, ${told.join(", ")}` : "";
}
