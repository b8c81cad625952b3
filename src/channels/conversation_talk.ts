import type {EarlierTurn, PlannerInput} from "../agents/contracts.ts";
import type {Store} from "../store/store.ts";
import type {FileFolders} from "../workspace/memory/forget_files.ts";
import {emptyAnswer} from "./answer.ts";
import type {Answer, InboundMessage} from "./channel.ts";
import {goesBackTo, type Memory} from "./conversation_memory.ts";

/** A message, and what it is said into. */
export interface TalkScene {
  store: Store;
  workspace: string;
  message: InboundMessage;
  memory: Memory;
  /** Profiles are read only where they are needed. */
  input: () => Promise<PlannerInput>;
  offline: boolean;
  /** The conversation's id in the store. */
  conversation: string;
  /** Whether whoever says it may change the words that the workspace was taught. */
  mayTeach: boolean;
  /** Where its pictures and made tables lie. */
  folders?: FileFolders;
}

/** What becomes of a message that is no question to the data: an answer of words, or an earlier answer once more. */
export type Talked = {answer: Answer} | {again: EarlierTurn} | undefined;

/** Taught words, going back, what documents say, greetings and questions about the product itself. Undefined for everything else. */
export async function talkOf(scene: TalkScene): Promise<Talked> {
  const {message, memory, store, workspace, conversation, folders} = scene;
  const {answerForgetting} = await import("./conversation_forget.ts");
  const asked = memory.forgetting;
  const forgetting = {store, workspace, conversation, message, asked, ...(folders && {folders})};
  const forgotten = await answerForgetting(forgetting);
  if (forgotten) return {answer: forgotten};
  const {teachingOf} = await import("../agents/offline/talk/teaching.ts");
  const teaching = teachingOf(message.text);
  if (teaching && teaching.kind !== "list" && !scene.mayTeach) {
    // "undo" may be said of other things than words.
    if (teaching.kind !== "undo" || memory.taught.length > 0) return {answer: mayNotTeach()};
  } else if (teaching) {
    const {answerTeaching} = await import("./conversation_definitions.ts");
    const answer = await answerTeaching(teaching, {
      store,
      workspace,
      actor: message.actor,
      input: await scene.input(),
      earlier: memory.standing,
      lastTaught: memory.taught,
    });
    if (answer) return {answer};
  }
  const back = goesBackTo(message.text, memory);
  if (back === "none") {
    const reason = "There is no earlier answer to go back to.";
    return {answer: {...emptyAnswer(reason), declined: {reason, suggestions: [], unplaced: []}}};
  }
  if (back) return {again: back};
  const {answerDocuments} = await import("./conversation_documents.ts");
  const tables = async () => (await scene.input()).profiles.map(({table}) => table);
  const quoted = await answerDocuments({store, workspace, text: message.text, tables});
  if (quoted) return {answer: quoted};
  const {chatOf} = await import("../agents/offline/talk/chat.ts");
  const answer = await chatOf(message.text, scene.input, scene.offline);
  if (!answer) return undefined;
  const {text, suggestions, declined} = answer;
  const lines = [text, ...suggestions.map((one) => `  - ${one}`)].join("\n");
  return {
    answer: {
      ...emptyAnswer(lines),
      ...(declined && {declined: {reason: text, suggestions, unplaced: []}}),
    },
  };
}

function mayNotTeach(): Answer {
  const reason =
    "What words mean here is the same for everybody, and your role does not let you change it. Ask an analyst or an owner.";
  return {...emptyAnswer(reason), declined: {reason, suggestions: [], unplaced: []}};
}
