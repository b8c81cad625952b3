import type {TaskUpdateChunk} from "@slack/types";
import {z} from "zod";
import {cutText} from "../chat/cut_text.ts";
import type {Delivery} from "../chat/platform.ts";
import type {ProgressView} from "../chat/reply.ts";
import {findInThread} from "./own_messages.ts";
import type {SlackTarget} from "./target.ts";
import type {SlackApi} from "./web_api.ts";

/** An answer that is there sooner has no use for a stream. */
const BEGIN_AFTER_MS = 700;
const BETWEEN_MS = 900;

export interface ProgressStream {
  show(view: ProgressView): void;
  /** Ends the telling. @returns the streaming message, where there is one, with what its steps come to */
  end(): Promise<{ts: string; tasks: TaskUpdateChunk[]} | undefined>;
}

const startedSchema = z.looseObject({ts: z.string()});

/**
 * Steps as a message that grows. One call after the other: two at once would begin two streams.
 * @param may whether a stream may be begun now
 * @param say tells the newest status where there is no stream
 */
export function progressStream(
  api: SlackApi,
  target: SlackTarget,
  {once, signal}: Pick<Delivery, "once" | "signal">,
  {may, say, botUser}: {may: () => boolean; say: (text: string) => Promise<void>; botUser: string},
): ProgressStream {
  const begunAt = Date.now();
  const shown = new Map<string, string>();
  let newest: ProgressView | undefined;
  let said = "";
  let ts: string | undefined;
  let state: "before" | "open" | "without" | "over" = "before";
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let lastAt = 0;

  const schedule = (wait: number) => {
    if (state === "over" || timer) return;
    timer = setTimeout(() => {
      running = running.then(step).finally(() => {
        timer = undefined;
        if (newest && hasNews(newest)) schedule(BETWEEN_MS);
      });
    }, wait);
  };

  const hasNews = (view: ProgressView) =>
    state === "open" || (state === "before" && view.steps.length > 0)
      ? changed(view, shown).length > 0
      : view.status !== said;

  const step = async () => {
    const view = newest;
    if (!view || state === "over") return;
    lastAt = Date.now();
    try {
      if (state === "before" && view.steps.length > 0) await begin(view);
      else if (state === "open") await append(view);
      if (state !== "open" && view.status !== said) {
        said = view.status;
        await say(view.status);
      }
    } catch {
      // Whatever is wrong with the stream: the answer comes all the same.
      if (state === "before" || state === "open") state = "without";
    }
  };

  const begin = async (view: ProgressView) => {
    if (!may()) {
      state = "without";
      return;
    }
    const chunks = changed(view, shown);
    const started = await once(
      "stream",
      async () => {
        const {ts: begun} = startedSchema.parse(
          await api.call(
            "chat.startStream",
            {
              channel: target.channel,
              thread_ts: target.thread,
              recipient_user_id: target.user,
              ...(target.team && {recipient_team_id: target.team}),
              task_display_mode: "timeline",
              chunks,
            },
            {isDecoration: true, signal},
          ),
        );
        return {ts: begun as string | null};
      },
      () => orphan(api, target, botUser, signal),
    );
    if (started.ts === null) {
      state = "without";
      return;
    }
    ts = started.ts;
    state = "open";
    note(chunks);
  };

  const append = async (view: ProgressView) => {
    const chunks = changed(view, shown);
    if (chunks.length === 0) return;
    await api.call("chat.appendStream", {channel: target.channel, ts, chunks}, {isDecoration: true, signal});
    note(chunks);
  };

  const note = (chunks: readonly TaskUpdateChunk[]) => {
    for (const chunk of chunks) shown.set(chunk.id, JSON.stringify(chunk));
  };

  return {
    show(view) {
      newest = view;
      const from = state === "before" ? begunAt + BEGIN_AFTER_MS : lastAt + BETWEEN_MS;
      schedule(Math.max(0, from - Date.now()));
    },
    async end() {
      if (timer) clearTimeout(timer);
      timer = undefined;
      await running;
      state = "over";
      if (timer) clearTimeout(timer);
      if (ts === undefined) return undefined;
      return {ts, tasks: newest ? changed(over(newest), shown) : []};
    },
  };
}

/** A stream of which nobody knows that it was begun. */
export async function orphan(
  api: SlackApi,
  target: SlackTarget,
  botUser: string,
  signal: AbortSignal,
): Promise<{ts: string | null} | undefined> {
  const found = await findInThread(
    api,
    target,
    ({user, streaming_state}) => user === botUser && streaming_state === "in_progress",
    signal,
  );
  return found && {ts: found.ts};
}

/** Nothing goes on spinning under an answer. */
function over(view: ProgressView): ProgressView {
  return {
    ...view,
    steps: view.steps.map((step) => (step.state === "running" ? {...step, state: "done"} : step)),
  };
}

function changed({steps}: ProgressView, shown: ReadonlyMap<string, string>): TaskUpdateChunk[] {
  return steps
    .map(
      ({id, title, state, detail}): TaskUpdateChunk => ({
        type: "task_update",
        id: cutText(id, 100),
        title: cutText(title || "Step", 250),
        status: state === "running" ? "in_progress" : state === "done" ? "complete" : "error",
        ...(detail && {details: cutText(detail, 250)}),
      }),
    )
    .filter((chunk) => shown.get(chunk.id) !== JSON.stringify(chunk));
}
