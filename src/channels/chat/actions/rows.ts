import {TabletalkError} from "../../../errors.ts";
import {executePlan, headlineOf} from "../../../planning/execute.ts";
import type {Artifact} from "../../../tools/tool.ts";
import {headlineTable} from "../../export_rows.ts";
import {rowsBehind} from "../../rows_behind.ts";
import {replyTable} from "../compose_table.ts";
import type {DeskParts, KnownVisitor} from "../desk_parts.ts";
import {escapeMarkdown} from "../escape.ts";
import type {ReplyDocument} from "../reply.ts";
import {type AnswerAtPlace, datasetsUnder, demandData} from "./turn_at_place.ts";

const ROWS_SHOWN = 20;
/** More rows than these are for the export of the dataset. */
const ROWS_IN_FILE = 5_000;
const LIMIT_MS = 30_000;

/** The rows that an answer was computed from: the first of them, and a file of all. */
export async function rowsDocument(
  parts: Pick<DeskParts, "service">,
  visitor: KnownVisitor,
  {turn, answer}: AnswerAtPlace,
): Promise<ReplyDocument> {
  const {plan} = answer;
  if (!plan)
    throw new TabletalkError("bad_use", "This answer was not computed from rows.", "Ask a question of data.");
  const {config} = parts.service;
  const workspace = parts.service.workspace(visitor.principal.workspace);
  const behind = rowsBehind(plan, headlineTable(answer), undefined, Math.min(ROWS_IN_FILE, config.rows));
  const names = datasetsUnder(answer);
  await demandData(parts, visitor, turn.conversation, names);
  const signal = AbortSignal.timeout(LIMIT_MS);
  const {artifact, isNewer} = await workspace.withSession(names, async (session) => {
    const {registry, limits} = await workspace.parts(session, {pictures: false});
    const context = {
      session,
      profile: (table: string) => session.profile(table, {signal}),
      limits,
      asOf: config.asOf ?? new Date(),
      timeZone: config.timeZone,
    };
    const execution = await executePlan(behind, {registry, context, signal});
    const hashes = new Set(
      Object.values(answer.artifacts).flatMap(({provenance}) => provenance.datasets.map(({hash}) => hash)),
    );
    return {
      artifact: headlineOf(behind, execution),
      isNewer: session.datasets.some(({version}) => !hashes.has(version.hash)),
    };
  });
  return documentOf(artifact, isNewer);
}

function documentOf(artifact: Artifact, isNewer: boolean): ReplyDocument {
  const table = replyTable({...artifact, title: "Rows behind the answer"}, undefined);
  const {rowsInAll} = table;
  const count = `${rowsInAll.toLocaleString("en-US")}${artifact.truncated || rowsInAll >= ROWS_IN_FILE ? " or more" : ""}`;
  const notes = [
    ...(isNewer ? ["The data has changed since; these are its rows now."] : []),
    ...artifact.provenance.notes.map(escapeMarkdown),
  ];
  return {
    summary: "Rows behind the answer",
    parts: [
      {
        kind: "text",
        markdown:
          rowsInAll === 1
            ? "The answer is computed from 1 row."
            : `The answer is computed from **${count}** rows.`,
      },
      {...table, rows: table.rows.slice(0, ROWS_SHOWN)},
      ...(notes.length > 0 ? [{kind: "note" as const, markdown: notes.join("\n")}] : []),
    ],
    actions: [],
  };
}
