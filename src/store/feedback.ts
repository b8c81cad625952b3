import {parseStored, type Store} from "./store.ts";

/** An answer that somebody disliked, with what was said before it. What is `unknown` is JSON that the caller's schema checks. */
export interface DislikedTurn {
  turn: string;
  question: string;
  /** The answered questions of the conversation that stood before it, newest last. */
  earlier: string[];
  recipe: unknown;
  comments: string[];
  /** When it was last disliked. */
  at: string;
}

const EARLIER = 3;

/** The answers of a workspace that somebody disliked and whose recipe is kept, oldest first. */
export async function dislikedTurns(store: Pick<Store, "db">, workspace: string): Promise<DislikedTurn[]> {
  const rows = await store.db
    .selectFrom("feedback")
    .innerJoin("turns", (join) =>
      join.onRef("turns.id", "=", "feedback.turn").onRef("turns.workspace", "=", "feedback.workspace"),
    )
    .innerJoin("recipes", (join) =>
      join.onRef("recipes.id", "=", "turns.recipe").onRef("recipes.workspace", "=", "turns.workspace"),
    )
    .select(["turns.id", "turns.conversation", "turns.question", "turns.created_at", "recipes.content"])
    .select(["feedback.comment", "feedback.created_at as at"])
    .where("feedback.workspace", "=", workspace)
    .where("feedback.verdict", "=", "down")
    .where("turns.state", "=", "answered")
    .orderBy("turns.created_at")
    .orderBy("turns.id")
    .orderBy("feedback.created_at")
    .execute();
  const byTurn = new Map<string, (typeof rows)[number][]>();
  for (const row of rows) byTurn.set(row.id, [...(byTurn.get(row.id) ?? []), row]);
  return Promise.all(
    [...byTurn].map(async ([turn, same]) => {
      const first = same[0]!;
      return {
        turn,
        question: first.question,
        earlier: await questionsBefore(store, workspace, first),
        recipe: parseStored(first.content, "recipe"),
        comments: same.flatMap(({comment}) => (comment ? [comment] : [])),
        at: same.at(-1)!.at,
      };
    }),
  );
}

async function questionsBefore(
  store: Pick<Store, "db">,
  workspace: string,
  turn: {id: string; conversation: string; created_at: string},
): Promise<string[]> {
  const rows = await store.db
    .selectFrom("turns")
    .select("question")
    .where("workspace", "=", workspace)
    .where("conversation", "=", turn.conversation)
    .where("state", "=", "answered")
    .where((is) =>
      is.or([
        is("created_at", "<", turn.created_at),
        is.and([is("created_at", "=", turn.created_at), is("id", "<", turn.id)]),
      ]),
    )
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(EARLIER)
    .execute();
  return rows.reverse().map(({question}) => question);
}

/** What somebody thought of an answer. */
export interface Opinion {
  turn: string;
  actor: string;
  verdict: "up" | "down";
  comment: string | null;
  createdAt: string;
}

/** The opinions of a workspace, newest first; `before` is the time, turn and actor of the last that was read. */
export async function opinionsIn(
  store: Pick<Store, "db">,
  workspace: string,
  asked: {
    verdict?: "up" | "down" | undefined;
    before?: readonly [createdAt: string, turn: string, actor: string] | undefined;
    limit: number;
  },
): Promise<Opinion[]> {
  const {verdict, before, limit} = asked;
  const rows = await store.db
    .selectFrom("feedback")
    .selectAll()
    .where("workspace", "=", workspace)
    .$if(verdict !== undefined, (query) => query.where("verdict", "=", verdict!))
    .$if(before !== undefined, (query) =>
      query.where((is) =>
        is.or([
          is("created_at", "<", before![0]),
          is.and([is("created_at", "=", before![0]), is("turn", "<", before![1])]),
          is.and([
            is("created_at", "=", before![0]),
            is("turn", "=", before![1]),
            is("actor", "<", before![2]),
          ]),
        ]),
      ),
    )
    .orderBy("created_at", "desc")
    .orderBy("turn", "desc")
    .orderBy("actor", "desc")
    .limit(limit)
    .execute();
  return rows.map(({turn, actor, verdict: said, comment, created_at}) => ({
    turn,
    actor,
    verdict: said,
    comment,
    createdAt: created_at,
  }));
}

/** The conversation of each of some turns, as rights see it, by turn. */
export async function conversationsOf(
  store: Pick<Store, "db">,
  workspace: string,
  turns: readonly string[],
): Promise<Map<string, {id: string; owner: string | null; project: string | null}>> {
  if (turns.length === 0) return new Map();
  const rows = await store.db
    .selectFrom("turns")
    .innerJoin("conversations", (join) =>
      join
        .onRef("conversations.workspace", "=", "turns.workspace")
        .onRef("conversations.id", "=", "turns.conversation"),
    )
    .select(["turns.id as turn", "conversations.id", "conversations.owner", "conversations.project"])
    .where("turns.workspace", "=", workspace)
    .where("turns.id", "in", [...turns])
    .execute();
  return new Map(rows.map(({turn, ...conversation}) => [turn, conversation]));
}
