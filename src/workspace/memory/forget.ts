import {TabletalkError} from "../../errors.ts";
import {type Belongings, belongingsOf, type Need, needsOf, textsOf} from "../../store/belongings.ts";
import {deleteBelongings, shredding} from "../../store/forgetting.ts";
import {holdKey, inTransaction, type Store, timestamp} from "../../store/store.ts";
import {type FileFolders, removeFilesIn} from "./forget_files.ts";

/** What is to be forgotten, and what is done with what is needed elsewhere. */
export interface Forgetting {
  conversations: readonly string[];
  /** `refuse` (the default): nothing is forgotten then; `keep`: all else is. */
  needed?: "refuse" | "keep";
  /** The message that asks for it: it stays, and its conversation with it, else empty. */
  asking?: {conversation: string; messageId: string};
  /** Where its files lie; left out: files stay. */
  folders?: FileFolders;
}

/** What forgetting takes, or took. */
export interface Forgotten {
  conversations: number;
  messages: number;
  answers: number;
  /** What is needed elsewhere, in words, each once. */
  needed: string[];
  /** Pictures and made tables that were removed from the disk. */
  files: number;
}

/** What would be forgotten. */
export async function whatIsForgotten(
  store: Pick<Store, "db">,
  workspace: string,
  forgetting: Pick<Forgetting, "conversations" | "asking">,
): Promise<Forgotten> {
  const belongings = await belongingsOf(store, workspace, forgetting.conversations);
  const needs = await needsOf(store, workspace, belongings, timestamp());
  return {...countsOf(belongings, forgetting), needed: said(needs), files: 0};
}

/**
 * Forgets conversations for good: messages, turns, artifacts, events, feedback, pins, vectors, recipes, pictures and tables that
 * steps made. Datasets stay, and so do taught words.
 * @throws TabletalkError conflict where something of it is needed elsewhere (unless that is kept), or a message of it is still
 * being answered; not_found where there is no such conversation
 */
export async function forgetConversations(
  store: Store,
  workspace: string,
  forgetting: Forgetting,
): Promise<Forgotten> {
  const {asking, needed = "refuse", folders} = forgetting;
  const {told, texts} = await shredding(store, () =>
    inTransaction(store, async (inside) => {
      await holdKey(inside, "forget", workspace);
      const belongings = await belongingsOf(inside, workspace, forgetting.conversations);
      const open = belongings.messages.filter(
        ({isOpen, messageId}) => isOpen && messageId !== asking?.messageId,
      );
      if (open.length > 0 && !asking)
        throw new TabletalkError(
          "conflict",
          "A question of this conversation is still being answered.",
          "Stop it or wait for its answer, then forget the conversation.",
        );
      const needs = await needsOf(inside, workspace, belongings, timestamp());
      if (needs.length > 0 && needed === "refuse")
        throw new TabletalkError(
          "conflict",
          `Nothing was forgotten: an answer of this is needed by ${said(needs).join(", ")}.`,
          "Take the pin, link or workflow away first, or forget everything but what they need.",
        );
      const keptTurns = new Set(needs.flatMap(({turn}) => turn ?? []));
      const turns = belongings.turns.filter(({id}) => keptTurns.has(id));
      const keptMessages = new Set([
        ...open.map(({messageId}) => messageId),
        ...(asking ? [asking.messageId] : []),
      ]);
      const texts = await textsOf(inside, workspace, {
        ...belongings,
        turns: belongings.turns.filter(({id}) => !keptTurns.has(id)),
      });
      await deleteBelongings(inside, workspace, {
        belongings,
        keptTurns,
        keptRecipes: new Set([
          ...needs.flatMap(({recipe}) => recipe ?? []),
          ...turns.flatMap(({recipe}) => recipe ?? []),
        ]),
        keptMessages,
        keptConversations: new Set([
          ...turns.map(({conversation}) => conversation),
          ...open.map(({conversation}) => conversation),
          ...(asking ? [asking.conversation] : []),
        ]),
      });
      return {told: {...countsOf(belongings, forgetting), needed: said(needs)}, texts};
    }),
  );
  const files = await removeFilesIn(store, workspace, texts, folders);
  return {...told, files};
}

const said = (needs: readonly Need[]): string[] => [...new Set(needs.map(({name}) => name))];

function countsOf(
  {messages, turns, conversations}: Belongings,
  {asking}: Pick<Forgetting, "asking">,
): Omit<Forgotten, "needed" | "files"> {
  return {
    conversations: conversations.length,
    messages: messages.filter(({messageId}) => messageId !== asking?.messageId).length,
    answers: turns.length,
  };
}
