import {upgradeWebSocket} from "@hono/node-server";
import {z} from "@hono/zod-openapi";
import type {Context, Hono} from "hono";
import type {WSContext} from "hono/ws";
import {authenticate} from "../../access/authenticate.ts";
import {countRequest} from "../../access/limits.ts";
import type {Principal} from "../../access/principal.ts";
import {TabletalkError} from "../../errors.ts";
import {namesFor} from "../dataset_access.ts";
import type {RequestState} from "./answer_request.ts";
import {cleanText} from "./bodies.ts";
import {conversationFor, messageFor} from "./conversation_access.ts";
import {idSchema, questionOptions} from "./conversation_schemas.ts";
import {placeIn, toldEvents} from "./event_stream.ts";
import {type HeldAtOnce, holdsAtOnce} from "./held_at_once.ts";
import {isOwnPage} from "./own_page.ts";
import type {HttpParts} from "./parts.ts";
import {HttpRefusal, problemOf} from "./problem.ts";
import {addressOf} from "./request_address.ts";
import {sendMessage} from "./send_message.ts";

/** How long someone may take to say who they are. */
const HELLO_MS = 10_000;
/** Connections that say nothing are looked after; a client that is gone is noticed. */
const BEAT_MS = 30_000;
const MOST_WATCHED = 20;
/** So much may be said before what was said is answered. */
const MOST_UNANSWERED = 100;
/** Sockets of one person at a time, and of one address that has not said who it is. */
const MOST_OPEN = {known: 50, unknown: 100};
const SUBPROTOCOL = "tabletalk.v1";
const BEARER = "tabletalk.bearer.";

/** What a client says. */
const saidSchema = z.discriminatedUnion("type", [
  z.strictObject({type: z.literal("authenticate"), token: z.string().min(1).max(16_384)}),
  z.strictObject({
    type: z.literal("message"),
    text: z.string().trim().min(1).max(20_000),
    id: z
      .string()
      .regex(/^[\x21-\x7e]{1,200}$/)
      .optional(),
    ...questionOptions,
  }),
  z.strictObject({type: z.literal("watch"), message: idSchema, after: z.string().max(30).optional()}),
  z.strictObject({type: z.literal("stop"), message: idSchema}),
  z.strictObject({type: z.literal("ping")}),
]);
type Said = z.infer<typeof saidSchema>;

/**
 * A conversation's WebSocket: /v1/conversations/{id}/socket. Who asks shows a token in the first message, in the subprotocol
 * `tabletalk.bearer.TOKEN`, or by the cookie of a page of ours. Another site's page is refused.
 */
export function conversationSocket(app: Hono<RequestState>, parts: HttpParts): void {
  const held = holdsAtOnce("sockets");
  app.get(
    "/v1/conversations/:id/socket",
    async (c, next) => {
      c.set("route", "/v1/conversations/{id}/socket");
      if (c.req.header("upgrade")?.toLowerCase() !== "websocket")
        throw new HttpRefusal(426, "This is a WebSocket.", "Open it with a WebSocket client.", {
          headers: {Upgrade: "websocket"},
        });
      if (c.req.header("origin") !== undefined && !isOwnPage(c, parts.settings))
        throw new TabletalkError(
          "forbidden",
          "This came from a page of another site.",
          "Allow the site's origin.",
        );
      await next();
    },
    upgradeWebSocket((c) => {
      const socket = openSocket(parts, c as Context<RequestState>, held);
      return {
        onOpen: (_event, ws) => socket.open(ws),
        onMessage: (event, ws) => void socket.said(ws, event.data),
        onClose: () => socket.close(),
        onError: () => socket.close(),
      };
    }),
  );
}

function openSocket(parts: HttpParts, c: Context<RequestState>, held: HeldAtOnce) {
  const gone = new AbortController();
  const watched = new Set<string>();
  const closed = parts.metrics.opened("socket");
  const conversation = c.req.param("id") ?? "";
  let letGo = () => {};
  /** Counts this socket as somebody's, and no longer as whose it was. @throws HttpRefusal where they have enough */
  const hold = (whose: string, most: number) => {
    letGo();
    letGo = held.hold(whose, most);
  };
  let unanswered = 0;
  let principal: Principal | undefined;
  let turn: Promise<void> = Promise.resolve();
  let hello: NodeJS.Timeout | undefined;
  let beat: NodeJS.Timeout | undefined;

  const tell = (ws: WSContext, what: Record<string, unknown>) => {
    if (ws.readyState === 1) ws.send(JSON.stringify(what));
  };
  const refuse = (ws: WSContext, error: unknown) => {
    const {problem, status} = problemOf(error, c.var.request);
    tell(ws, {type: "problem", problem});
    // Whoever is known goes on after an id that is not there.
    if (principal === undefined || status === 401 || status === 403) ws.close(4000 + status, problem.title);
  };
  const enter = async (ws: WSContext, authorization: string | undefined, cookie: string | undefined) => {
    const found = await authenticate(parts.access, {
      authorization,
      cookie,
      address: addressOf(c, parts.settings),
    });
    const asked = {principal: found, workspace: parts.service.workspace(found.workspace)};
    await conversationFor(asked, conversation, "conversations.read");
    hold(`${found.workspace} ${found.person ?? found.actor}`, MOST_OPEN.known);
    principal = found;
    clearTimeout(hello);
    tell(ws, {type: "ready", conversation});
  };
  const watch = (ws: WSContext, workspace: string, message: string, after?: string) => {
    if (watched.has(message)) return;
    if (watched.size >= MOST_WATCHED)
      throw new HttpRefusal(429, "That is enough to watch at a time.", "Wait until one ends.", {
        code: "limit_reached",
      });
    watched.add(message);
    const follow = async () => {
      const at = {workspace, message};
      for await (const event of toldEvents(parts.service, at, {after: placeIn(after), signal: gone.signal}))
        tell(ws, {type: "event", message, id: event.id, event: event.data});
      tell(ws, {type: "end", message});
    };
    follow()
      .catch((error: unknown) => refuse(ws, error))
      .finally(() => watched.delete(message));
  };
  const answer = async (ws: WSContext, said: Said) => {
    if (said.type === "ping") return tell(ws, {type: "pong"});
    if (said.type === "authenticate") return enter(ws, `Bearer ${said.token}`, undefined);
    if (!principal)
      throw new TabletalkError("unauthorized", "Nobody is signed in.", "Say who you are first.");
    // Who was removed or lost their role meanwhile is so here, too.
    const again = await stillThere();
    await countRequest(parts.access, again);
    const workspace = parts.service.workspace(again.workspace);
    const asked = {parts, principal: again, workspace};
    if (said.type === "watch") {
      const {id} = await messageFor(asked, said.message, "conversations.read");
      return watch(ws, again.workspace, id, said.after);
    }
    if (said.type === "stop") {
      const {id} = await messageFor(asked, said.message, "ask");
      const stopped = await parts.service.inbox.stop(again.workspace, id);
      return tell(ws, {type: "stopped", message: id, stopped});
    }
    const found = await conversationFor(asked, conversation, "ask");
    const {text, id, datasets, charts, choice} = said;
    const options = {
      datasets: await namesFor(asked, datasets, found.id),
      ...(charts && {charts}),
      ...(choice && {choice}),
    };
    const sent = await sendMessage(asked, found, {text: cleanText(text), id, options});
    tell(ws, {type: "accepted", message: sent.id, ...(id !== undefined && {id})});
    watch(ws, again.workspace, sent.id);
  };
  let shown: {authorization?: string; cookie?: string} = {};
  const stillThere = () => authenticate(parts.access, {...shown, address: addressOf(c, parts.settings)});

  return {
    open(ws: WSContext) {
      try {
        hold(`address ${addressOf(c, parts.settings)}`, MOST_OPEN.unknown);
      } catch {
        return ws.close(1013, "There are too many open; close some.");
      }
      hello = setTimeout(() => ws.close(4401, "Nobody said who they are."), HELLO_MS);
      beat = setInterval(() => {
        const raw = ws.raw as {ping?: () => void} | undefined;
        raw?.ping?.();
      }, BEAT_MS);
      const offered = c.req.header("sec-websocket-protocol")?.split(",") ?? [];
      const bearer = offered.map((one) => one.trim()).find((one) => one.startsWith(BEARER));
      const cookie = c.req.header("origin") === undefined ? undefined : c.req.header("cookie");
      if (bearer) shown = {authorization: `Bearer ${bearer.slice(BEARER.length)}`};
      else if (cookie?.includes("tabletalk_access=")) shown = {cookie};
      else return;
      turn = enter(ws, shown.authorization, shown.cookie).catch((error: unknown) => refuse(ws, error));
    },
    /** What is said is taken in its order. */
    async said(ws: WSContext, data: unknown) {
      if (unanswered >= MOST_UNANSWERED) return ws.close(1008, "Wait for answers before you say more.");
      unanswered += 1;
      turn = turn.then(async () => {
        try {
          const parsed = saidSchema.safeParse(typeof data === "string" ? JSON.parse(data) : undefined);
          if (!parsed.success)
            throw new HttpRefusal(422, "That is nothing that can be said here.", "See docs/http.md.", {
              errors: parsed.error.issues
                .slice(0, 5)
                .map(({path, message}) => ({at: path.join("."), message})),
            });
          if (parsed.data.type === "authenticate") shown = {authorization: `Bearer ${parsed.data.token}`};
          await answer(ws, parsed.data);
        } catch (error) {
          refuse(
            ws,
            error instanceof SyntaxError ? new HttpRefusal(400, "That is no JSON.", "Send JSON.") : error,
          );
        }
      });
      await turn;
      unanswered -= 1;
    },
    close() {
      letGo();
      clearTimeout(hello);
      clearInterval(beat);
      gone.abort();
      closed();
    },
  };
}

/** Of offered subprotocols the one that is spoken; a token is none. */
export function chosenProtocol(offered: ReadonlySet<string>): string | false {
  return offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false;
}
