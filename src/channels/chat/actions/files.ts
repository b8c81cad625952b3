import {TabletalkError} from "../../../errors.ts";
import {EXPORT_FORMATS} from "../../export_rows.ts";
import {chartOf} from "../../http/drawn_chart.ts";
import {fileName} from "../compose_table.ts";
import type {DeskParts} from "../desk_parts.ts";
import type {ReplyDocument, ReplyFile} from "../reply.ts";
import type {AnswerAtPlace} from "./turn_at_place.ts";

const MEDIA_TYPES = {
  csv: "text/csv",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;
const LIMIT_MS = 30_000;

/** An answer's table as a file. @throws TabletalkError bad_use where it has none */
export async function exportDocument(
  {turn, answer}: AnswerAtPlace,
  extension: keyof typeof MEDIA_TYPES,
): Promise<ReplyDocument> {
  const format = EXPORT_FORMATS.find((one) => one.extension === extension);
  const title = answer.plan && answer.artifacts[answer.plan.headline]?.title;
  if (!format || title === undefined)
    throw new TabletalkError("bad_use", "This answer has no table.", "Ask a question of data.");
  const made = await format.make(answer, turn.question);
  return fileDocument(title, {
    name: `${fileName(title)}.${extension}`,
    mediaType: MEDIA_TYPES[extension],
    content: typeof made === "string" ? new TextEncoder().encode(made) : made,
  });
}

/** An answer's chart as a PDF. @throws TabletalkError bad_use where it has none; no_browser, time_limit */
export async function pdfDocument(
  {service}: Pick<DeskParts, "service">,
  {answer}: AnswerAtPlace,
): Promise<ReplyDocument> {
  const step = answer.plan?.chart;
  const artifact = step === undefined ? undefined : answer.artifacts[step];
  const chart = artifact && chartOf(artifact);
  if (!chart) throw new TabletalkError("bad_use", "This answer has no chart.", "Ask for a chart first.");
  const renderer = await service.charts();
  const content = await renderer.render(chart.spec, chart.table, {
    format: "pdf",
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  const {title} = chart.spec;
  return fileDocument(title, {name: `${fileName(title)}.pdf`, mediaType: "application/pdf", content});
}

function fileDocument(title: string, file: ReplyFile): ReplyDocument {
  return {summary: file.name, parts: [{kind: "file", file, title}], actions: []};
}
