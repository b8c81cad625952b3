import type {APIActionRowComponent, APIButtonComponent, APIComponentInMessageActionRow} from "discord.js";
import {cutText} from "../../chat/cut_text.ts";
import type {FittedPiece} from "../../chat/fitted.ts";
import type {ReplyAction} from "../../chat/reply.ts";
import {customIdOf} from "../custom_id.ts";
import {COMPONENT, STYLE} from "../wire.ts";

export type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

const IN_A_ROW = 5;
const LONGEST_LABEL = 80;
/** Longer than this, several buttons in a row are hard to read on a phone: each has a row of its own. */
const EASY_LABEL = 38;
/** More long ones than this are a list to pick from, which hides what can be picked until it is opened. */
const OWN_ROWS = 3;
const OPTIONS = 25;

/** Buttons in rows of five. Opinions are small: a thumb and nothing else. */
export function buttonRows(actions: readonly ReplyAction[]): Row[] {
  const buttons = unique(actions).map(buttonOf);
  const rows: Row[] = [];
  for (let at = 0; at < buttons.length; at += IN_A_ROW)
    rows.push({type: COMPONENT.row, components: buttons.slice(at, at + IN_A_ROW)});
  return rows;
}

/** Choices and suggestions: a few are buttons, many are one list. */
export function pickRows(piece: Extract<FittedPiece, {kind: "choices" | "suggestions"}>): Row[] {
  const picks =
    piece.kind === "choices"
      ? piece.choices.map((action) => ({action, said: action.label}))
      : piece.questions.map(({action, question}) => ({action, said: question}));
  if (picks.length === 0) return [];
  const isShort = picks.length <= IN_A_ROW && picks.every(({said}) => said.length <= EASY_LABEL);
  const labelled = picks.map(({action, said}) => ({...action, label: said}));
  if (isShort) return buttonRows(labelled);
  if (picks.length <= OWN_ROWS && picks.every(({said}) => said.length <= LONGEST_LABEL))
    return unique(labelled).flatMap((action) => buttonRows([action]));
  const first = unique(picks.map(({action}) => action))[0]!;
  return [
    {
      type: COMPONENT.row,
      components: [
        {
          type: COMPONENT.select,
          // Its value says what was picked; the id only has to be ours and unlike the others.
          custom_id: customIdOf(`pick:${first.id.replace(/[^A-Za-z0-9_-]/g, "-").slice(0, 80)}`),
          placeholder: piece.kind === "choices" ? "Pick what you meant" : "Ask next",
          options: picks.slice(0, OPTIONS).map(({action, said}) => ({
            label: cutText(said || "?", 100),
            value: customIdOf(action.id),
          })),
        },
      ],
    },
  ];
}

function buttonOf(action: ReplyAction): APIButtonComponent {
  const shared = {type: COMPONENT.button, custom_id: customIdOf(action.id)} as const;
  if (action.kind === "up") return {...shared, style: STYLE.secondary, emoji: {name: "👍"}};
  if (action.kind === "down") return {...shared, style: STYLE.secondary, emoji: {name: "👎"}};
  const label = cutText(action.label || "?", LONGEST_LABEL);
  return {...shared, label, style: action.kind === "stop" ? STYLE.danger : STYLE.secondary};
}

/** Discord refuses a message two of whose buttons have one id. */
function unique(actions: readonly ReplyAction[]): ReplyAction[] {
  return [...new Map(actions.map((one) => [one.id, one])).values()];
}
