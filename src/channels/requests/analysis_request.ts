import {TabletalkError} from "../../errors.ts";
import type {ReportDocument} from "../../reports/document.ts";
import {makeAnalysis, sayProgress} from "../analyses/make_analysis.ts";
import {emptyAnswer} from "../answer.ts";
import type {Answer, TurnEvent} from "../channel.ts";
import {harmless} from "../harmless.ts";
import {nameOfUse} from "../who_asks.ts";
import {knownNames} from "./known_names.ts";
import {type AskedAnalysis, readAnalysisRequest} from "./read_analysis_request.ts";
import type {RequestScene, RunRequest} from "./request.ts";

/** Of the time that a turn has, what an analysis may take: the rest is for writing and keeping it. */
const MINUTES = 1.5;

/** "Deep dive into sales", "analyse this thoroughly", "what drives churn? full analysis". */
export async function recogniseAnalysis(scene: RequestScene): Promise<RunRequest | undefined> {
  const asked = readAnalysisRequest(scene.message.text, knownNames(scene));
  return asked && ((emit) => runAnalysis(scene, asked, emit));
}

async function runAnalysis(
  scene: RequestScene,
  {goal}: AskedAnalysis,
  emit: (event: TurnEvent) => void,
): Promise<Answer> {
  const {store, workspace, conversation, message, mayTeach, parts, setting} = scene;
  if (!mayTeach)
    throw new TabletalkError(
      "forbidden",
      "An analysis is kept in the workspace, and you may only ask here.",
      "Ask an owner of the workspace for the right to make reports.",
    );
  emit({type: "status", text: "Choosing the questions"});
  const request = {...(goal !== undefined && {goal}), budget: {minutes: MINUTES}};
  const document = await makeAnalysis(request, parts, setting, (progress) =>
    emit({type: "status", text: sayProgress(progress)}),
  );
  const {keepReport, ownerIn} = await import("../reports/make_report.ts");
  // A terminal's workspace is one person's.
  const asker = message.platform === "terminal" ? undefined : nameOfUse(message.actor);
  const owner = await ownerIn(store, workspace, conversation, asker);
  const id = await keepReport(store, workspace, document, {owner, createdBy: message.actor, conversation});
  const {title} = document;
  return {...emptyAnswer(harmless(saySummary(document))), reports: [{id, kind: "analysis", title}]};
}

/** What the analysis found, as a reply says it: the summary, and what the report holds beside it. */
export function saySummary({title, summary, sections, comparisons}: ReportDocument): string {
  const charts = sections.flatMap(({blocks}) => blocks).filter(({kind}) => kind === "chart").length;
  const next = sections.find(({id}) => id === "next")?.blocks[0];
  return [
    `${title}:`,
    ...summary.map(({text}) => `- ${text}`),
    `The report has ${sections.length} sections${charts > 0 ? ` with ${charts} ${charts === 1 ? "chart" : "charts"}` : ""}.`,
    ...(comparisons === undefined ? [] : [comparisons]),
    ...(next?.kind === "text" ? [`Next could be asked:\n${next.body.text}`] : []),
  ].join("\n");
}
