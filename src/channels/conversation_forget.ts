import {conversationsOfPerson, ownerOf} from "../store/belongings.ts";
import type {Store} from "../store/store.ts";
import type {FileFolders} from "../workspace/memory/forget_files.ts";
import {emptyAnswer} from "./answer.ts";
import type {Answer, InboundMessage} from "./channel.ts";

/** What a reply did about forgetting: it asks whether it is meant, or it is done. */
type ForgetTold = NonNullable<Answer["forgetting"]>;
/** What somebody wants forgotten. */
export type ForgetWhat = ForgetTold["what"];

export interface ForgetScene {
  store: Store;
  workspace: string;
  /** The conversation's id in the store. */
  conversation: string;
  message: InboundMessage;
  /** What was asked back with the message before. */
  asked: ForgetTold | undefined;
  folders?: FileFolders;
}

const POLITE = /^(?:(?:ok(?:ay)?|please|pls|now|hey|and|(?:can|could|will) you)\b[\s,]*)+/i;
const VERB = "(?:forget|delete|erase|wipe|clear)";
const CONVERSATION = new RegExp(
  `^${VERB} (?:all of |everything (?:in|of|about) )?(?:this|the|our) (?:whole |entire )?(?:conversation|chat|thread|talk)(?: please| now| again)?\\s*[.!?]*$`,
  "i",
);
const MINE = new RegExp(
  `^${VERB} (?:everything|all)(?: (?:that )?(?:you (?:know|have|remember))?)? ?(?:about|of|on) me(?: please| now)?\\s*[.!?]*$|^${VERB} (?:all )?(?:of )?my (?:conversations|chats|data and conversations)\\s*[.!?]*$`,
  "i",
);
const YES =
  /^(?:yes|yep|yeah|sure|ok(?:ay)?|do it|please do)?[\s,]*(?:please )?(?:forget|delete) (?:it|them|all of it|everything)(?: but (?:keep )?(?:these|those|what (?:is|they) need(?:ed)?))?(?: please)?[\s.!]*$/i;
const BUT = /\bbut (?:keep )?(?:these|those|what)/i;

/** What a message wants forgotten; undefined where it wants nothing of the kind. */
export function forgettingOf(said: string): ForgetWhat | undefined {
  const text = said.trim().replace(POLITE, "").replace(/\s+/g, " ");
  if (CONVERSATION.test(text)) return "conversation";
  return MINE.test(text) ? "mine" : undefined;
}

/** Asks whether forgetting is meant, or forgets where it was asked before; undefined where a message is of neither. */
export async function answerForgetting(scene: ForgetScene): Promise<Answer | undefined> {
  const {message, asked} = scene;
  const what = forgettingOf(message.text);
  if (what) return ask(what, scene);
  if (!asked || asked.done || !YES.test(message.text.trim())) return undefined;
  if (asked.by !== message.actor)
    return emptyAnswer("Only whoever asked for it can confirm it. Nothing was forgotten.");
  return forget(asked.what, scene);
}

async function ask(what: ForgetWhat, scene: ForgetScene): Promise<Answer> {
  const {store, workspace, message} = scene;
  const refused = await refusal(what, scene);
  if (refused) return refused;
  const {whatIsForgotten} = await import("../workspace/memory/forget.ts");
  const found = await whatIsForgotten(store, workspace, {
    conversations: await conversationsFor(what, scene),
    asking: {conversation: scene.conversation, messageId: message.messageId},
  });
  const counted = [
    ...(what === "mine" ? [count(found.conversations, "conversation")] : []),
    count(found.messages, "message"),
    count(found.answers, "answer"),
  ].join(", ");
  const all = what === "mine" ? "all your conversations" : "this conversation";
  const lines = [
    `This forgets ${all} for good: ${counted}, with the tables and charts made for them. Datasets and taught words stay.`,
    ...(found.needed.length > 0
      ? [
          `Something of it is needed by ${found.needed.join(", ")}. To forget the rest, say: forget it but keep these`,
        ]
      : ["To do it, say: yes, forget it"]),
    "Anything else leaves it as it is.",
  ];
  return {...emptyAnswer(lines.join("\n")), forgetting: {what, by: message.actor, done: false}};
}

async function forget(what: ForgetWhat, scene: ForgetScene): Promise<Answer> {
  const {store, workspace, conversation, message, folders} = scene;
  const refused = await refusal(what, scene);
  if (refused) return refused;
  const {forgetConversations} = await import("../workspace/memory/forget.ts");
  const done = await forgetConversations(store, workspace, {
    conversations: await conversationsFor(what, scene),
    needed: BUT.test(message.text) ? "keep" : "refuse",
    asking: {conversation, messageId: message.messageId},
    ...(folders && {folders}),
  });
  const all = what === "mine" ? count(done.conversations, "conversation") : "this conversation";
  const kept = done.needed.length > 0 ? ` Kept: what ${done.needed.join(", ")} needs.` : "";
  return {
    ...emptyAnswer(
      `Forgotten: ${all}, ${count(done.messages, "message")}, ${count(done.answers, "answer")}.${kept}`,
    ),
    forgetting: {what, by: message.actor, done: true},
  };
}

/** A conversation that somebody else began is theirs to forget. */
async function refusal(what: ForgetWhat, scene: ForgetScene): Promise<Answer | undefined> {
  if (what === "mine") return undefined;
  const owner = await ownerOf(scene.store, scene.workspace, scene.conversation);
  const {actor} = scene.message;
  if (!owner || isSame(owner, actor)) return undefined;
  const reason =
    "This conversation belongs to someone else, so only they or an owner of the workspace can have it forgotten.";
  return {...emptyAnswer(reason), declined: {reason, suggestions: [], unplaced: []}};
}

const conversationsFor = async (what: ForgetWhat, scene: ForgetScene): Promise<string[]> =>
  what === "conversation"
    ? [scene.conversation]
    : conversationsOfPerson(scene.store, scene.workspace, namesOf(scene.message.actor));

/** A person is named with and without what kind of name it is. */
const namesOf = (actor: string): string[] => [
  actor,
  actor.startsWith("person:") ? actor.slice("person:".length) : `person:${actor}`,
];

const isSame = (owner: string, actor: string): boolean => namesOf(actor).includes(owner);

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? "" : "s"}`;
