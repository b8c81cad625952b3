import {TabletalkError} from "../../errors.ts";
import type {ReportDocument} from "../../reports/document.ts";
import {emptyAnswer} from "../answer.ts";
import type {Answer} from "../channel.ts";
import {nameOfUse} from "../who_asks.ts";
import {type AskedReport, readReportRequest} from "./read_report_request.ts";
import type {RequestScene, RunRequest} from "./request.ts";

/** "Make a report of this conversation", "report on the last three answers as PDF", "export the whole analysis as SQL". */
export async function recogniseReport(scene: RequestScene): Promise<RunRequest | undefined> {
  const asked = readReportRequest(scene.message.text);
  return (
    asked &&
    ((emit) => {
      emit({type: "status", text: "Putting the report together"});
      return makeReport(scene, asked);
    })
  );
}

async function makeReport(
  {store, workspace, conversation, message, mayTeach, setting}: RequestScene,
  {format, last, title}: AskedReport,
): Promise<Answer> {
  if (!mayTeach)
    throw new TabletalkError(
      "forbidden",
      "A report is kept in the workspace, and you may only ask here.",
      "Ask an owner of the workspace for the right to make reports.",
    );
  const {keepReport, ownerIn, reportOfConversation} = await import("../reports/make_report.ts");
  const {asOf, timeZone} = setting;
  const document = await reportOfConversation(store, workspace, {
    ...{conversation, last, title, asOf, timeZone},
  });
  // A terminal's workspace is one person's.
  const asker = message.platform === "terminal" ? undefined : nameOfUse(message.actor);
  const owner = await ownerIn(store, workspace, conversation, asker);
  const id = await keepReport(store, workspace, document, {owner, createdBy: message.actor, conversation});
  const made = {id, kind: document.kind, title: document.title, ...(format && {format})};
  return {...emptyAnswer(sayReport(document)), reports: [made]};
}

/** "The report “Sales” is ready. It has 3 findings with 2 charts, ..." */
export function sayReport({title, sections}: ReportDocument): string {
  const blocks = sections.flatMap((section) => section.blocks);
  const count = (kind: string, name: string) => {
    const number = blocks.filter((block) => block.kind === kind).length;
    return number === 0 ? [] : [`${number} ${name}${number === 1 ? "" : "s"}`];
  };
  const [first = "its numbers", ...others] = [
    ...count("finding", "finding"),
    ...count("chart", "chart"),
    ...count("table", "table"),
  ];
  const rest = others.length > 0 ? ` with ${others.join(" and ")}` : "";
  return `The report “${title}” is ready. It has ${first}${rest}, how each number was computed, and from which data.`;
}
