import type {TurnEvent} from "../channel.ts";
import type {ChatReply} from "./platform.ts";
import type {ProgressView} from "./reply.ts";

const LONGEST = 80;
/** More steps than this are told by the newest of them. */
const MOST_STEPS = 12;

/** What tools do, as a person says it. */
const TITLES: Readonly<Record<string, string>> = {
  aggregate: "Computing figures",
  describe_table: "Looking at the data",
  find_values: "Looking for values",
  list_tables: "Looking at the tables",
  make_chart: "Making the chart",
  prepare_data: "Preparing the data",
  run_code: "Computing",
  run_sql: "Querying the data",
  run_statistics: "Running statistics",
  search_knowledge: "Searching documents",
  train_model: "Training a model",
};

/** What the offline planner says of steps whose tool says it all. */
const SAYS_NOTHING: ReadonlySet<string> = new Set(["show it", "compute the measures by the groups"]);

/** What is going on with a message before anything has happened. */
export function firstView(message: string): ProgressView {
  return {
    status: "Reading the question",
    steps: [],
    stop: {id: `stop:${message}`, label: "Stop", kind: "stop"},
  };
}

/** What is going on after an event; the same view where it changes nothing that is shown. */
export function viewAfter(view: ProgressView, event: TurnEvent): ProgressView {
  if (event.type === "status") return {...view, status: oneLine(event.text)};
  if (event.type !== "step" || event.state === "skipped") return view;
  const before = view.steps.find(({id}) => id === event.id);
  const title = before?.title ?? titleOf(event);
  const state = event.state === "started" ? "running" : event.state;
  const detail = state === "running" ? runningDetail(event) : undefined;
  const step = {id: event.id, title, state, ...(detail !== undefined && {detail})};
  const steps = before ? view.steps.map((one) => (one === before ? step : one)) : [...view.steps, step];
  return {
    ...view,
    steps: steps.slice(-MOST_STEPS),
    ...(state === "running" && {status: title}),
  };
}

type StepEvent = Extract<TurnEvent, {type: "step"}>;

/** A step as a person understands it: what it does, and what for. Never its SQL. */
function titleOf({tool, purpose}: StepEvent): string {
  const does = TITLES[tool] ?? `Using ${tool.replaceAll(/[_.:/-]+/g, " ").trim()}`;
  const about = purpose === undefined ? "" : oneLine(purpose);
  const isCode = /\b(?:select\s.+\sfrom|with\s+\w+\s+as\s*\()/i.test(about);
  return about === "" || isCode || SAYS_NOTHING.has(about) ? does : oneLine(`${does}: ${about}`);
}

function runningDetail({doing, share}: StepEvent): string | undefined {
  const percent = share === undefined ? "" : `${Math.round(share * 100)} %`;
  const said = [doing === undefined ? "" : oneLine(doing), percent].filter(Boolean).join(", ");
  return said === "" ? undefined : said;
}

function oneLine(text: string): string {
  const plain = text.replaceAll(/\s+/g, " ").trim();
  return plain.length <= LONGEST ? plain : `${[...plain].slice(0, LONGEST - 1).join("")}…`;
}

/** Tells a reply what is newest, one thing after the other: what grew old while it was busy is never told. */
export interface ProgressTeller {
  tell(view: ProgressView): void;
  /** Tells nothing more; resolves when the reply is no longer busy. */
  end(): Promise<void>;
}

/**
 * @param begun when the reply has begun
 * @param onFailure told what showing progress broke with: no reason to lose the answer
 */
export function tellNewest(
  reply: ChatReply,
  begun: Promise<void>,
  onFailure: (error: unknown) => void,
): ProgressTeller {
  let newest: ProgressView | undefined;
  let ended = false;
  let busy: Promise<void> | undefined;
  const work = async () => {
    await begun;
    while (newest && !ended) {
      const view = newest;
      newest = undefined;
      await reply.progress(view).catch(onFailure);
    }
    busy = undefined;
  };
  return {
    tell(view) {
      newest = view;
      busy ??= work();
    },
    async end() {
      ended = true;
      await begun;
      await busy;
    },
  };
}
