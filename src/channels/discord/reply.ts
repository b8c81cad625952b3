import {fitReply} from "../chat/ladder.ts";
import type {ChatReply, Delivery} from "../chat/platform.ts";
import {UndeliverableError} from "../chat/platform.ts";
import type {ProgressView, ReplyDocument} from "../chat/reply.ts";
import {discordCapabilities} from "./capabilities.ts";
import {CODES, isFinal, isRefused, saidFailure, whyShut} from "./failures.ts";
import {layOutComponents} from "./render/components.ts";
import {layOutEmbeds} from "./render/embeds.ts";
import {escapeDiscord, quoteLine} from "./render/escape.ts";
import {type Part, partsOf} from "./render/pieces.ts";
import {progressBody} from "./render/progress.ts";
import {interactionSpot} from "./reply_interaction.ts";
import {messageSpot} from "./reply_message.ts";
import {directChannel, nonceOf, postMessage, type Rest} from "./requests.ts";
import {targetSchema} from "./target.ts";
import type {MessageBody} from "./wire.ts";

/** What replies need of the connection. */
export interface ReplyParts {
  rest: Rest;
  /** The same for what cannot be told from its repetition: nothing is asked again by itself. */
  restOnce: Rest;
  /** The bot's own user. */
  me: () => string;
  layout: "components" | "embeds";
  ownPage?: string;
  onNote: (text: string) => void;
}

/** Where one answer is shown: a message's channel or thread, or an interaction. */
export interface Spot {
  begin(): Promise<void>;
  /** Shows what is going on; called one after the other. */
  show(body: MessageBody): Promise<void>;
  /** Shows the answer once, whatever was shown before. */
  finish(bodies: readonly MessageBody[]): Promise<void>;
}

const QUIET_MS = 700;
const BETWEEN_EDITS_MS = 1_200;

/** The answer to one message on its way to Discord. */
export function openDiscordReply(parts: ReplyParts, delivery: Delivery): ChatReply {
  const target = targetSchema.parse(delivery.target);
  const spot =
    target.kind === "message"
      ? messageSpot(parts, delivery, target)
      : interactionSpot(parts, delivery, target);
  const throttle = throttled(spot, delivery.signal, parts.onNote);
  return {
    begin: () => spot.begin(),
    progress: async (view) => throttle.progress(view),
    async finish(document) {
      await throttle.end();
      const largest = target.kind === "interaction" ? target.largestFile : undefined;
      const fitted = await fitReply(document, discordCapabilities(largest));
      const isFirst = target.kind === "message" && target.newThread !== undefined;
      const laid = partsOf(fitted, {
        ...(target.kind === "interaction" && target.asked && {above: quoteLine(target.asked)}),
        ...(isFirst && target.sayMention && {below: "To go on, mention me: I only read what mentions me."}),
        ...(parts.ownPage && {ownPage: parts.ownPage}),
      });
      try {
        await finishSomehow(spot, laid, parts.layout);
      } catch (error) {
        if (!isFinal(error)) throw error;
        await tellAsker(parts, delivery, {user: target.user, channel: target.channel, error, document});
        throw new UndeliverableError(saidFailure(error), {cause: error});
      }
    },
  };
}

/** Down from what Discord refuses to what it may take: embeds, then the words without files. */
async function finishSomehow(spot: Spot, laid: readonly Part[], layout: ReplyParts["layout"]): Promise<void> {
  const layOut = {components: layOutComponents, embeds: layOutEmbeds};
  try {
    return await spot.finish(layOut[layout](laid));
  } catch (error) {
    if (isRefused(error, CODES.invalidForm) && layout === "components")
      return finishSomehow(spot, laid, "embeds");
    const hasFiles = laid.some(({kind}) => kind === "picture" || kind === "file");
    const mayBeFiles = isRefused(error, CODES.missingPermissions, CODES.requestTooLarge, CODES.invalidForm);
    if (!hasFiles || !mayBeFiles) throw error;
    return spot.finish(layOut[layout](withoutFiles(laid)));
  }
}

function withoutFiles(laid: readonly Part[]): Part[] {
  const names = laid.flatMap((part) =>
    part.kind === "picture" || part.kind === "file" ? [part.file.name] : [],
  );
  const rows = laid.findIndex(({kind}) => kind === "row");
  const at = rows < 0 ? laid.length : rows;
  const kept = [...laid.slice(0, at), missing(names), ...laid.slice(at)];
  return kept.filter(({kind}) => kind !== "picture" && kind !== "file");
}

function missing(names: readonly string[]): Part {
  const listed = escapeDiscord(names.join(", "));
  return {kind: "text", text: `-# I could not attach ${listed}: Discord does not let me attach files here.`};
}

/** Whoever asked hears in a direct message why nothing came, where they take one. */
async function tellAsker(
  {rest, onNote}: ReplyParts,
  {once, message}: Delivery,
  told: {user: string; channel?: string; error: unknown; document: ReplyDocument},
): Promise<void> {
  // Who cannot be written to cannot be told of it either.
  if (isRefused(told.error, CODES.cannotMessage)) return;
  const where = told.channel ? ` in <#${told.channel}>` : "";
  const content =
    `I have an answer for you, but could not post it${where}: ${whyShut(told.error)}.\n` +
    "Ask me here instead, or ask an admin to let me send messages there.";
  const body: MessageBody = {content, components: [], flags: 0, attachments: [], files: []};
  try {
    await once(
      "told",
      async () =>
        postMessage(rest, await directChannel(rest, told.user), body, {nonce: nonceOf(message, "told")}),
      async () => undefined,
    );
  } catch (error) {
    onNote(`Discord: nobody could be told that an answer did not arrive: ${saidFailure(error)}`);
  }
}

/** The newest view is shown, not before it is worth it and not too often; nothing after the end. */
function throttled(spot: Spot, signal: AbortSignal, onNote: (text: string) => void) {
  const begun = Date.now();
  let latest: ProgressView | undefined;
  let timer: NodeJS.Timeout | undefined;
  let shownAt: number | undefined;
  let shown = "";
  let hasEnded = false;
  let busy: Promise<void> = Promise.resolve();
  const stop = () => {
    hasEnded = true;
    clearTimeout(timer);
    timer = undefined;
  };
  signal.addEventListener("abort", stop, {once: true});
  const show = async () => {
    const body = latest && progressBody(latest);
    if (!body || hasEnded || body.content === shown) return;
    try {
      await spot.show(body);
      shown = body.content ?? "";
    } catch (error) {
      // The answer itself will say what is wrong.
      onNote(`Discord: progress could not be shown: ${saidFailure(error)}`);
    }
    shownAt = Date.now();
  };
  return {
    progress(view: ProgressView) {
      latest = view;
      if (hasEnded || timer) return;
      const due = shownAt === undefined ? begun + QUIET_MS : shownAt + BETWEEN_EDITS_MS;
      timer = setTimeout(
        () => {
          busy = busy.then(show).then(() => {
            timer = undefined;
            if (latest !== view && latest) this.progress(latest);
          });
        },
        Math.max(0, due - Date.now()),
      );
    },
    async end() {
      stop();
      signal.removeEventListener("abort", stop);
      await busy;
    },
  };
}
