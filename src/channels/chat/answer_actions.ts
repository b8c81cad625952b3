import {TabletalkError} from "../../errors.ts";
import type {StoredTurn} from "../../store/turns.ts";
import type {Answer} from "../channel.ts";
import {hasRowsBehind} from "../rows_behind.ts";
import {isAsked} from "./compose_chart.ts";
import type {DeskSettings} from "./desk_parts.ts";
import {plainLine} from "./escape.ts";
import type {ReplyAction} from "./reply.ts";

/** What a button's id names. */
export interface ActionId {
  name: (typeof NAMES)[number];
  /** The turn's id, or the message's of `stop`. */
  of: string;
  /** Of `choice` and `ask`: which, from 0. */
  number: number;
}

const NAMES = [
  "how",
  "rows",
  "fix",
  "up",
  "down",
  "choice",
  "ask",
  "stop",
  "open",
  "csv",
  "xlsx",
  "pdf",
] as const;
const NUMBERED: ReadonlySet<string> = new Set(["choice", "ask"]);
const ID = /^([a-z]{1,10}):([A-Za-z0-9_-]{1,60})(?::(\d{1,2}))?$/;

/** Reads a button's id, which may be whatever somebody sent. @throws TabletalkError bad_use */
export function readActionId(id: string): ActionId {
  const [, given = "", of = "", number] = ID.exec(id) ?? [];
  const name = NAMES.find((one) => one === given);
  if (name === undefined || NUMBERED.has(name) !== (number !== undefined))
    throw new TabletalkError(
      "bad_use",
      "This button means nothing here.",
      "Use the buttons under an answer.",
    );
  return {name, of, number: Number(number ?? 0)};
}

export function choiceAction(turn: string, number: number, said: string): ReplyAction {
  return {id: `choice:${turn}:${number}`, label: plainLine(said), kind: "button"};
}

export function askAction(turn: string, number: number, question: string): ReplyAction {
  return {id: `ask:${turn}:${number}`, label: plainLine(question), kind: "button"};
}

/** Whether what is told is what a table holds: of a file that was dropped without a word. */
export function describesTable(plan: Answer["plan"]): boolean {
  return plan?.steps.find(({id}) => id === plan.headline)?.tool === "describe_table";
}

/** The buttons that make sense under an answer. */
export function answerActions(
  {id, state}: Pick<StoredTurn, "id" | "state">,
  {plan, artifacts, choices, declined}: Answer,
  {publicUrl}: Pick<DeskSettings, "publicUrl">,
): ReplyAction[] {
  if (state !== "answered" || !plan || choices.length > 0 || declined) return [];
  const button = (name: ActionId["name"], label: string): ReplyAction => ({
    id: `${name}:${id}`,
    label,
    kind: "button",
  });
  // There is nothing to correct or to take away of what a table holds.
  if (describesTable(plan)) return [button("how", "How")];
  const table = artifacts[plan.headline]?.table;
  const hasTable = (table?.rows.length ?? 0) > 1;
  return [
    button("how", "How"),
    ...(hasRowsBehind(plan) ? [button("rows", "Rows")] : []),
    ...(plan.reading ? [button("fix", "Fix")] : []),
    ...(publicUrl === undefined ? [] : [button("open", "Open")]),
    ...(hasTable ? [button("csv", "CSV"), button("xlsx", "Excel")] : []),
    ...(plan.chart !== undefined && isAsked(plan) ? [button("pdf", "PDF")] : []),
    {id: `up:${id}`, label: "Good answer", kind: "up"},
    {id: `down:${id}`, label: "Bad answer", kind: "down"},
  ];
}
