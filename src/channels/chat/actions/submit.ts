import {createHash} from "node:crypto";
import {demand} from "../../../access/permissions.ts";
import {TabletalkError} from "../../../errors.ts";
import {sayReading} from "../../../planning/say_reading.ts";
import {saveFeedback} from "../../../store/turns.ts";
import {readActionId} from "../answer_actions.ts";
import type {Shown} from "../desk.ts";
import type {DeskParts, KnownVisitor} from "../desk_parts.ts";
import type {SendSaid} from "../open_desk.ts";
import {changedReading, type FormValues} from "./changed_reading.ts";
import {profileOf} from "./fix_form.ts";
import {editableMeasure} from "./fix_options.ts";
import {answerAtPlace, turnAtPlace} from "./turn_at_place.ts";

const LONGEST_COMMENT = 4_000;
const LONGEST_QUESTION = 20_000;

/**
 * What submitting a form comes to: the question is asked as it was changed, or what was wrong is kept.
 * @throws TabletalkError told to whoever submitted
 */
export async function submitForm(
  parts: DeskParts,
  visitor: KnownVisitor,
  form: string,
  values: FormValues,
  send: SendSaid,
): Promise<Shown> {
  const {name, of} = readActionId(form);
  if (name === "down") return comment(parts, visitor, of, textOf(values, "comment"));
  if (name !== "fix")
    throw new TabletalkError("bad_use", "This form means nothing here.", "Use the buttons under an answer.");
  return fix(parts, visitor, of, values, send);
}

async function comment(parts: DeskParts, visitor: KnownVisitor, of: string, given: string): Promise<Shown> {
  const {principal} = visitor;
  const {turn} = await turnAtPlace(parts, visitor, of);
  demand(principal, "feedback.write");
  const {workspace, actor} = principal;
  const said = given.toWellFormed().replaceAll("\0", "").slice(0, LONGEST_COMMENT);
  await saveFeedback(parts.service.store.within(workspace), workspace, {
    turn: turn.id,
    actor,
    verdict: "down",
    ...(said !== "" && {comment: said}),
  });
  return {kind: "done", said: "Thank you. It is kept with the answer."};
}

async function fix(
  parts: DeskParts,
  visitor: KnownVisitor,
  of: string,
  values: FormValues,
  send: SendSaid,
): Promise<Shown> {
  const stored = await answerAtPlace(parts, visitor, of);
  const {turn, answer} = stored;
  if (turn.conversation !== visitor.conversation)
    throw new TabletalkError("not_found", "That answer is in another conversation.", "Change it there.");
  const {actor} = visitor.principal;
  const words = textOf(values, "words").slice(0, LONGEST_QUESTION);
  const reading = answer.parts ? undefined : answer.plan?.reading;
  if (words !== "") {
    const messageId = `fix:${turn.id}:${digest(words)}:${actor}`;
    return {kind: "sent", said: words, message: await send({text: words, messageId, options: {}})};
  }
  if (!reading || !editableMeasure(reading))
    throw new TabletalkError("bad_use", "Nothing was said.", "Say the question in other words.");
  const profile = await profileOf(parts, visitor, stored, reading);
  const changed = changedReading(reading, profile, values);
  const text = sayReading(changed, profile).replace(/^Read as: /, "");
  const messageId = `fix:${turn.id}:${digest(JSON.stringify(changed))}:${actor}`;
  return {kind: "sent", said: text, message: await send({text, messageId, options: {reading: changed}})};
}

function textOf(values: FormValues, id: string): string {
  const value = values.get(id);
  return typeof value === "string" ? value.trim() : "";
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
