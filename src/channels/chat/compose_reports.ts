import {hashToken, randomToken} from "../../access/tokens.ts";
import {TabletalkError} from "../../errors.ts";
import {addLink} from "../../store/links.ts";
import {reportById} from "../../store/reports.ts";
import type {Answer, MadeReport} from "../channel.ts";
import {documentOf} from "../reports/report_rights.ts";
import type {DeskParts} from "./desk_parts.ts";
import {escapeMarkdown} from "./escape.ts";
import type {ReplyPart} from "./reply.ts";

const LINK_DAYS = 30;

/**
 * The pages that an answer made: the first sheet as a picture, the file that was asked for (a PDF where none was named), and a
 * link for members where people reach us by an address.
 */
export async function reportParts(
  desk: Pick<DeskParts, "service" | "settings">,
  workspace: string,
  {reports = []}: Answer,
): Promise<ReplyPart[]> {
  const made = await Promise.all(reports.map((one) => partsOf(desk, workspace, one)));
  return made.flat();
}

async function partsOf(
  {service, settings}: Pick<DeskParts, "service" | "settings">,
  workspace: string,
  {id, format = "pdf"}: MadeReport,
): Promise<ReplyPart[]> {
  const store = service.store.within(workspace);
  const found = await reportById(store, workspace, id);
  if (!found) return [{kind: "note", markdown: "This report was deleted."}];
  const link = await linkTo(store, workspace, found, settings.publicUrl);
  try {
    const document = documentOf(found);
    const {reportFile} = await import("../../reports/report_file.ts");
    const drawing = {renderer: service.charts};
    const isDrawn = ["pdf", "html", "png"].includes(format);
    const [picture, file] = await Promise.all([
      isDrawn ? reportFile(document, "png", {...drawing, firstPage: format !== "png"}) : undefined,
      format === "png" ? undefined : reportFile(document, format, drawing),
    ]);
    const altText = [found.title, ...document.summary.map(({text}) => text)].join(". ").slice(0, 900);
    return [
      ...(picture ? [{kind: "picture" as const, file: picture, title: found.title, altText}] : []),
      ...(file ? [{kind: "file" as const, file, title: found.title}] : []),
      ...link,
    ];
  } catch (error) {
    if (!(error instanceof TabletalkError) || error.code === "aborted") throw error;
    const why = `The report could not be drawn: ${error.message} ${error.next}`;
    return [{kind: "note", markdown: escapeMarkdown(why)}, ...link];
  }
}

async function linkTo(
  store: Parameters<typeof addLink>[0],
  workspace: string,
  {id, createdBy}: {id: string; createdBy: string},
  publicUrl: string | undefined,
): Promise<ReplyPart[]> {
  if (publicUrl === undefined) return [];
  const {token} = randomToken("ttl_");
  await addLink(store, workspace, {
    kind: "report",
    target: id,
    hash: hashToken(token),
    isPublic: false,
    createdBy,
    expiresAt: new Date(Date.now() + LINK_DAYS * 86_400_000).toISOString(),
  });
  const url = `${publicUrl.replace(/\/+$/, "")}/r/${token}`;
  return [
    {
      kind: "text",
      markdown: `[Open it in the browser](${url}), for members who are signed in, for ${LINK_DAYS} days.`,
    },
  ];
}
