import {demand} from "../../../access/permissions.ts";
import {TabletalkError} from "../../../errors.ts";
import {sayReading} from "../../../planning/say_reading.ts";
import {saveFeedback} from "../../../store/turns.ts";
import {offeredBy} from "../../conversation_memory.ts";
import {type ActionId, readActionId} from "../answer_actions.ts";
import {suggestionsOf} from "../compose.ts";
import type {Shown} from "../desk.ts";
import type {DeskParts, KnownVisitor} from "../desk_parts.ts";
import type {SendSaid} from "../open_desk.ts";
import type {ReplyDocument} from "../reply.ts";
import {answerAtPlace, turnAtPlace} from "./turn_at_place.ts";

/**
 * What pressing a button comes to. Its id may be whatever somebody sent: the turn is looked for among those of the place.
 * @throws TabletalkError told to whoever pressed
 */
export async function pressAction(
  parts: DeskParts,
  visitor: KnownVisitor,
  action: string,
  send: SendSaid,
): Promise<Shown> {
  const id = readActionId(action);
  switch (id.name) {
    case "how": {
      const {howDocument} = await import("./how.ts");
      return shown("How it was computed", howDocument(await answerAtPlace(parts, visitor, id.of)));
    }
    case "rows": {
      const {rowsDocument} = await import("./rows.ts");
      const stored = await answerAtPlace(parts, visitor, id.of);
      return shown("Rows behind the answer", await rowsDocument(parts, visitor, stored));
    }
    case "fix": {
      const {fixForm} = await import("./fix_form.ts");
      return {kind: "form", form: await fixForm(parts, visitor, await answerAtPlace(parts, visitor, id.of))};
    }
    case "csv":
    case "xlsx": {
      const {exportDocument} = await import("./files.ts");
      return shown("File", await exportDocument(await answerAtPlace(parts, visitor, id.of), id.name));
    }
    case "pdf": {
      const {pdfDocument} = await import("./files.ts");
      return shown("File", await pdfDocument(parts, await answerAtPlace(parts, visitor, id.of)));
    }
    case "open": {
      const {openDocument} = await import("./open_link.ts");
      const stored = await answerAtPlace(parts, visitor, id.of);
      return shown("Open", await openDocument(parts, visitor, stored));
    }
    case "up":
    case "down":
      return thought(parts, visitor, id);
    case "choice":
      return chosen(parts, visitor, id, send);
    case "ask":
      return asked(parts, visitor, id, send);
    case "stop":
      throw new TabletalkError("bad_use", "There is nothing to stop.", "Ask a question first.");
  }
}

async function thought(parts: DeskParts, visitor: KnownVisitor, {name, of}: ActionId): Promise<Shown> {
  const {principal} = visitor;
  const {turn} = await turnAtPlace(parts, visitor, of);
  demand(principal, "feedback.write");
  const {workspace, actor} = principal;
  const verdict = name === "up" ? "up" : "down";
  await saveFeedback(parts.service.store.within(workspace), workspace, {turn: turn.id, actor, verdict});
  if (verdict === "up") return {kind: "done", said: "Thank you. It is noted that this answer was good."};
  return {
    kind: "form",
    form: {
      id: `down:${turn.id}`,
      title: "What was wrong?",
      intro: "It is noted that this answer was bad. If you like, say what was wrong.",
      submit: "Send",
      fields: [{kind: "text", id: "comment", label: "What was wrong", isOptional: true, isLong: true}],
    },
  };
}

/** A choice of this very conversation: it is answered here, once for each person however often they press. */
async function chosen(
  parts: DeskParts,
  visitor: KnownVisitor,
  {of, number}: ActionId,
  send: SendSaid,
): Promise<Shown> {
  const {turn, answer} = await turnHere(parts, visitor, of);
  const offered = offeredBy(turn)[number];
  if (!offered) throw noSuch("choice");
  const text = answer?.choices[number]?.said ?? sayReading(offered.reading).replace(/^Read as: /, "");
  const message = await send({
    text,
    messageId: `choice:${turn.id}:${number}:${visitor.principal.actor}`,
    options: {choice: {turn: turn.id, number}},
  });
  return {kind: "sent", said: text, message};
}

async function asked(
  parts: DeskParts,
  visitor: KnownVisitor,
  {of, number}: ActionId,
  send: SendSaid,
): Promise<Shown> {
  const {turn, answer} = await turnHere(parts, visitor, of);
  const text = answer && suggestionsOf(answer)[number];
  if (text === undefined) throw noSuch("suggestion");
  const messageId = `ask:${turn.id}:${number}:${visitor.principal.actor}`;
  return {kind: "sent", said: text, message: await send({text, messageId, options: {}})};
}

/** What is answered goes on in its own conversation. @throws TabletalkError not_found */
async function turnHere(parts: DeskParts, visitor: KnownVisitor, of: string) {
  const stored = await turnAtPlace(parts, visitor, of);
  if (stored.turn.conversation !== visitor.conversation)
    throw new TabletalkError(
      "not_found",
      "That answer is in another conversation.",
      "Press the button there, or ask the question here.",
    );
  return stored;
}

function noSuch(what: string): TabletalkError {
  return new TabletalkError("not_found", `There is no such ${what} (any more).`, "Ask the question again.");
}

function shown(title: string, document: ReplyDocument): Shown {
  return {kind: "document", title, document};
}
