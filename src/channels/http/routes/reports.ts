import {z} from "@hono/zod-openapi";
import {makerOfLink} from "../../../access/link_maker.ts";
import {openLink, openPublicLink, shareLink} from "../../../access/links.ts";
import {allow} from "../../../access/permissions.ts";
import {TabletalkError} from "../../../errors.ts";
import {reportDocumentSchema} from "../../../reports/document.ts";
import {reportFormatSchema} from "../../../reports/formats.ts";
import {linksOf, revokeLink, revokeLinksTo, type StoredLink} from "../../../store/links.ts";
import {
  changeReport,
  dropReport,
  type ListedReport,
  reportById,
  reportsOf,
  type StoredReport,
} from "../../../store/reports.ts";
import {keepReport, reportOfConversation} from "../../reports/make_report.ts";
import {documentOf, reportFor, reportResource} from "../../reports/report_rights.ts";
import {principalOf} from "../answer_request.ts";
import {conversationFor, ownerOf} from "../conversation_access.ts";
import {idSchema} from "../conversation_schemas.ts";
import {cut, keyIn, pageOf, pageQuery} from "../cursor.ts";
import {drawnReport} from "../drawn_report.ts";
import {gonePage} from "../gone_page.ts";
import type {HttpParts} from "../parts.ts";
import {
  newReportSchema,
  reportFileSchema,
  reportKindSchema,
  reportSchema,
  toldReport,
  visibilitySchema,
} from "../report_schemas.ts";
import {openRoute, route} from "../route.ts";

const TAG = "reports";
const byId = z.object({id: idSchema});
const GIVES = [
  "text/html",
  "application/pdf",
  "image/png",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/sql",
  "application/x-ipynb+json",
];
const DRAWING_MS = 90_000;
/** So many are read at once for a list, and so often for one page of it. */
const PAGE = 500;
const MOST_PAGES = 20;

export const reportRoutes = [
  route({
    method: "post",
    path: "/v1/reports",
    tag: TAG,
    summary: "Make a report of what a conversation found",
    action: "reports.write",
    body: newReportSchema,
    status: 201,
    answer: reportSchema,
    async handle(asked) {
      const {parts, principal, workspace, body} = asked;
      const conversation = await conversationFor(asked, body.conversation, "conversations.read");
      const {config} = parts.service;
      const document = await reportOfConversation(workspace.store, workspace.id, {
        ...body,
        asOf: config.asOf ?? new Date(),
        timeZone: config.timeZone,
      });
      const id = await keepReport(workspace.store, workspace.id, document, {
        owner: ownerOf(principal),
        createdBy: principal.actor,
        conversation: conversation.id,
        ...(conversation.project && {project: conversation.project}),
      });
      const made = await reportFor(workspace.store, principal, id, "reports.read");
      return {json: toldReport(made), headers: {Location: `/v1/reports/${id}`}};
    },
  }),
  route({
    method: "get",
    path: "/v1/reports",
    tag: TAG,
    summary: "The reports, dashboards and analyses that you may see, the last changed first",
    action: "reports.read",
    query: pageQuery.extend({kind: reportKindSchema.optional(), conversation: idSchema.optional()}),
    answer: pageOf(reportSchema),
    async handle({principal, workspace, query}) {
      const {kind, conversation, limit, cursor} = query;
      const found: ListedReport[] = [];
      let before = keyIn(z.tuple([z.string(), idSchema]), cursor);
      // Those of others that nobody else may see are passed over.
      for (let pages = 0; pages < MOST_PAGES && found.length <= limit; pages += 1) {
        const some = await reportsOf(workspace.store, workspace.id, {
          ...(kind && {kind}),
          ...(conversation !== undefined && {conversation}),
          ...(before && {before}),
          limit: PAGE,
        });
        found.push(
          ...some.filter((one) => allow(principal, "reports.read", reportResource(workspace.id, one))),
        );
        const last = some.at(-1);
        if (!last || some.length < PAGE) break;
        before = [last.changedAt, last.id];
      }
      return {json: cut(found, limit, ({changedAt, id}) => [changedAt, id], toldReport)};
    },
  }),
  route({
    method: "get",
    path: "/v1/reports/{id}",
    tag: TAG,
    summary: "A report, and all that it shows",
    action: "reports.read",
    params: byId,
    answer: reportSchema.extend({document: reportDocumentSchema}).openapi("ReportWithDocument"),
    async handle({principal, workspace, params}) {
      const found = await reportFor(workspace.store, principal, params.id, "reports.read");
      return {json: {...toldReport(found), document: documentOf(found)}};
    },
  }),
  route({
    method: "get",
    path: "/v1/reports/{id}/files/{file}",
    tag: TAG,
    summary: "A report as a file: `ID.html`, `.pdf`, `.png`, `.xlsx`, `.sql` or `.ipynb`",
    action: "reports.read",
    params: z.object({id: idSchema, file: reportFileSchema}),
    gives: GIVES,
    timeMs: DRAWING_MS,
    async handle({parts, principal, workspace, params, signal, c}) {
      const found = await reportFor(workspace.store, principal, params.id, "reports.read");
      const format = reportFormatSchema.parse(params.file.slice(params.file.lastIndexOf(".") + 1));
      const known = c.req.header("if-none-match");
      return drawnReport(parts, documentOf(found), {format, signal, known});
    },
  }),
  route({
    method: "patch",
    path: "/v1/reports/{id}",
    tag: TAG,
    summary: "Change a report's title, or who may see it",
    action: "reports.write",
    params: byId,
    body: z
      .strictObject({
        title: z.string().trim().min(1).max(200).optional(),
        visibility: visibilitySchema.optional(),
      })
      .refine(({title, visibility}) => title !== undefined || visibility !== undefined, {
        error: "says what is to change",
      }),
    answer: reportSchema,
    async handle({parts, principal, workspace, params, body}) {
      const {store} = workspace;
      const found = await reportFor(store, principal, params.id, "reports.write");
      const {title, visibility} = body;
      if (visibility === "project" && found.project === undefined)
        throw new TabletalkError("bad_use", "This report lies in no project.", "Show it to the workspace.");
      const content = title === undefined ? undefined : {...documentOf(found), title};
      const change = {...(title !== undefined && {title, content}), ...(visibility && {visibility})};
      if (!(await changeReport(store, workspace.id, found.id, found.version, change)))
        throw new TabletalkError("conflict", "The report was changed meanwhile.", "Read it again.");
      if (visibility && isNarrower(visibility, found.visibility))
        await endLinksOfOthers(parts, workspace.id, {...found, visibility});
      return {json: toldReport(await reportFor(store, principal, params.id, "reports.read"))};
    },
  }),
  route({
    method: "delete",
    path: "/v1/reports/{id}",
    tag: TAG,
    summary: "Delete a report; links to it are good for nothing then",
    action: "reports.write",
    params: byId,
    async handle({principal, workspace, params}) {
      const found = await reportFor(workspace.store, principal, params.id, "reports.write");
      await dropReport(workspace.store, workspace.id, found.id);
      await revokeLinksTo(workspace.store, workspace.id, "report", found.id);
      return {};
    },
  }),
  route({
    method: "post",
    path: "/v1/reports/{id}/links",
    tag: TAG,
    summary: "Share a report with members, or with whoever has the link",
    description: "The token is shown this once. `DELETE /v1/links/{id}` takes the link back.",
    action: "reports.read",
    isSecret: true,
    params: byId,
    body: z.strictObject({
      isPublic: z.boolean().default(false),
      days: z.number().positive().max(365).default(30),
    }),
    status: 201,
    answer: z.object({id: z.string(), token: z.string(), url: z.string(), expiresAt: z.string()}),
    async handle({parts, principal, workspace, params, body}) {
      const found = await reportFor(workspace.store, principal, params.id, "reports.read");
      const resource = reportResource(workspace.id, found);
      const made = await shareLink(parts.access, principal, {
        ...{kind: "report", target: found.id, resource},
        ...body,
      });
      return {json: {...made, url: `${parts.settings.publicUrl ?? ""}/r/${made.token}`}};
    },
  }),
  openRoute({
    method: "get",
    path: "/r/{token}",
    tag: TAG,
    summary: "The report of a link",
    description:
      "As a page, or `?format=pdf|png|xlsx|sql|ipynb`: for whoever has the link where it is public, else for members. A link that is no longer good: a plain page, 404.",
    params: z.object({token: z.string().min(1).max(100)}),
    query: z.object({format: reportFormatSchema.default("html")}),
    gives: GIVES,
    missingPage: true,
    timeMs: DRAWING_MS,
    async handle({parts, params, query, signal, c}) {
      const link = await linkFor(parts, params.token, () => principalOf(parts, c));
      if (link?.kind !== "report") return gonePage();
      const {store} = parts.service.workspace(link.workspace);
      const found = await reportById(store, link.workspace, link.target);
      // A link is worth what whoever made it may still do.
      if (!found || !(await mayStillShare(parts, link, found))) return gonePage();
      return drawnReport(parts, documentOf(found), {format: query.format, signal, isShared: true});
    },
  }),
];

type Visibility = StoredReport["visibility"];
const WIDTH: Record<Visibility, number> = {private: 0, project: 1, workspace: 2};
const isNarrower = (now: Visibility, before: Visibility): boolean => WIDTH[now] < WIDTH[before];

/** Whether whoever made a link is still here, and may see the report and show it to those for whom the link is. */
async function mayStillShare(
  {access}: Pick<HttpParts, "access">,
  link: StoredLink,
  report: StoredReport,
): Promise<boolean> {
  const maker = await makerOfLink(access, link);
  if (!maker) return false;
  return allow(
    maker,
    link.isPublic ? "charts.share" : "reports.read",
    reportResource(link.workspace, report),
  );
}

/** Ends the links to a report that was narrowed which those made who may not see it any more: widening brings none back. */
async function endLinksOfOthers(
  {access}: Pick<HttpParts, "access">,
  workspace: string,
  report: StoredReport,
): Promise<void> {
  const links = await linksOf(access.store, workspace, {kind: "report", target: report.id});
  for (const link of links)
    if (!(await mayStillShare({access}, link, report))) await revokeLink(access.store, workspace, link.id);
}

/** A good link: a public one for whoever has it, else for members who are signed in. */
async function linkFor(
  parts: HttpParts,
  token: string,
  principal: () => ReturnType<typeof principalOf>,
): Promise<StoredLink | undefined> {
  try {
    return await openPublicLink(parts.access, token);
  } catch (error) {
    if (!(error instanceof TabletalkError) || error.code !== "not_found") throw error;
  }
  try {
    const asker = await principal();
    const {link} = await openLink(parts.access, asker, token);
    return allow(asker, "reports.read") ? link : undefined;
  } catch (error) {
    if (error instanceof TabletalkError && ["not_found", "unauthorized", "forbidden"].includes(error.code))
      return undefined;
    throw error;
  }
}
