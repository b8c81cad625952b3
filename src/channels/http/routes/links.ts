import {z} from "@hono/zod-openapi";
import {listLinks, openLink, openPublicLink, shareLink, withdrawLink} from "../../../access/links.ts";
import {conversationResource} from "../../../access/resources.ts";
import {TabletalkError} from "../../../errors.ts";
import {conversationById} from "../../../store/conversation_list.ts";
import type {StoredLink} from "../../../store/links.ts";
import {artifactsOf, turnById} from "../../../store/turns.ts";
import {principalOf} from "../answer_request.ts";
import {conversationFor, turnFor} from "../conversation_access.ts";
import {idSchema} from "../conversation_schemas.ts";
import {pageOf, pageQuery, slice} from "../cursor.ts";
import {type Chart, chartFormatSchema, chartOf, drawnChart} from "../drawn_chart.ts";
import type {HttpParts} from "../parts.ts";
import {openRoute, route} from "../route.ts";
import {storedArtifact} from "../told.ts";

const TAG = "sharing";
const KINDS = ["conversation", "chart"] as const;

const linkSchema = z
  .object({
    id: z.string(),
    kind: z.string(),
    target: z.string(),
    isPublic: z.boolean(),
    createdBy: z.string(),
    createdAt: z.string(),
    expiresAt: z.string().nullable(),
  })
  .openapi("Link");

export const linkRoutes = [
  route({
    method: "post",
    path: "/v1/links",
    tag: TAG,
    summary: "Share a conversation with members, or a chart with members or whoever has the link",
    description: "The token is shown this once. `target` of a chart: `TURN/STEP`.",
    action: "conversations.share",
    isSecret: true,
    body: z.strictObject({
      kind: z.enum(KINDS),
      target: z.string().min(1).max(200),
      isPublic: z.boolean().default(false),
      days: z.number().positive().max(365).default(30),
    }),
    status: 201,
    answer: z.object({id: z.string(), token: z.string(), url: z.string(), expiresAt: z.string()}),
    async handle(asked) {
      const {parts, principal, workspace, body} = asked;
      const {kind, target, isPublic, days} = body;
      const [turn = "", step = ""] = target.split("/");
      const id = kind === "chart" ? (await turnFor(asked, turn, "conversations.read")).conversation : target;
      const conversation = await conversationFor(asked, id, "conversations.read");
      if (kind === "chart" && !(await chartIn(parts, principal.workspace, turn, step)))
        throw new TabletalkError("not_found", "There is no such chart.", "Give it as TURN/STEP.");
      const resource = conversationResource(workspace.id, conversation);
      const made = await shareLink(parts.access, principal, {kind, target, resource, isPublic, days});
      return {json: {...made, url: `${parts.settings.publicUrl ?? ""}/s/${made.token}`}};
    },
  }),
  route({
    method: "get",
    path: "/v1/links",
    tag: TAG,
    summary: "The links that you made; all of the workspace for an owner",
    action: "signed in",
    query: pageQuery.extend({target: z.string().min(1).max(200).optional()}),
    answer: pageOf(linkSchema),
    async handle({parts, principal, query}) {
      const all = await listLinks(parts.access, principal, {
        ...(query.target !== undefined && {target: query.target}),
      });
      return {json: slice(all.map(told), query)};
    },
  }),
  route({
    method: "delete",
    path: "/v1/links/{id}",
    tag: TAG,
    summary: "Revoke a link",
    action: "signed in",
    params: z.object({id: idSchema}),
    async handle({parts, principal, params}) {
      await withdrawLink(parts.access, principal, params.id);
      return {};
    },
  }),
  openRoute({
    method: "get",
    path: "/s/{token}",
    tag: TAG,
    summary: "What a link opens",
    description:
      "A chart as a page (or `format=png|svg|json`): for whoever has the link where it is public, else for members. A " +
      "conversation: the chat page, which shows X-Tabletalk-Link to read it.",
    params: z.object({token: z.string().min(1).max(100)}),
    query: z.object({format: chartFormatSchema.default("html")}),
    gives: ["text/html", "image/png", "image/svg+xml", "application/json"],
    timeMs: 60_000,
    async handle({parts, params, query, signal, c}) {
      const link = await linkFor(parts, params.token, () => principalOf(parts, c));
      if (link.kind === "conversation")
        return new Response(null, {
          status: 302,
          // After the # it is sent to nobody.
          headers: {Location: `/#${new URLSearchParams({conversation: link.target, link: params.token})}`},
        });
      const [turn = "", step = ""] = link.target.split("/");
      const chart = await chartIn(parts, link.workspace, turn, step);
      if (!chart)
        throw new TabletalkError("not_found", "What was shared is no longer there.", "Ask for a new link.");
      return drawnChart(parts.charts, chart, {
        format: query.format,
        signal,
        known: c.req.header("if-none-match"),
      });
    },
  }),
];

/** The link of a token: a public one for whoever has it, else for members. Others are told no more than that it is not valid. */
async function linkFor(
  parts: HttpParts,
  token: string,
  principal: () => ReturnType<typeof principalOf>,
): Promise<StoredLink> {
  try {
    return await openPublicLink(parts.access, token);
  } catch (error) {
    if (!(error instanceof TabletalkError) || error.code !== "not_found") throw error;
    return (await openLink(parts.access, await principal(), token)).link;
  }
}

async function chartIn(
  {service}: Pick<HttpParts, "service">,
  workspace: string,
  turn: string,
  step: string,
): Promise<Chart | undefined> {
  const {store} = service.workspace(workspace);
  const found = await turnById(store, workspace, turn);
  // A conversation that was forgotten takes what was shared of it along.
  if (!found || !(await conversationById(store, workspace, found.conversation))) return undefined;
  const artifact = (await artifactsOf(store, workspace, turn)).find((one) => one.step === step);
  return artifact && chartOf(storedArtifact(artifact));
}

function told({
  id,
  kind,
  target,
  isPublic,
  createdBy,
  createdAt,
  expiresAt,
}: StoredLink): z.infer<typeof linkSchema> {
  return {id, kind, target, isPublic, createdBy, createdAt, expiresAt};
}
