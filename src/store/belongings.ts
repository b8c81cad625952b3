import {inParts} from "./in_parts.ts";
import {parseStored, type Store} from "./store.ts";

/** What belongs to some conversations. */
export interface Belongings {
  conversations: string[];
  /** Messages that were answered; and those that are still to be. */
  messages: {id: string | null; messageId: string; conversation: string; isOpen: boolean}[];
  turns: {id: string; conversation: string; recipe: string | null}[];
  /** Recipes that no turn of another conversation has. */
  recipes: string[];
  pins: string[];
}

/** What of a conversation is needed elsewhere. */
export interface Need {
  kind: "pin" | "link" | "workflow" | "run";
  /** What of it is needed. */
  turn?: string;
  recipe?: string;
  /** Says which one it is, as far as it has a name. */
  name: string;
}

/** The conversations of one person: those that they own, and those of nobody in which only they spoke. */
export async function conversationsOfPerson(
  store: Pick<Store, "db">,
  workspace: string,
  actors: readonly string[],
): Promise<string[]> {
  if (actors.length === 0) return [];
  const rows = await store.db
    .selectFrom("conversations")
    .select(["conversations.id", "conversations.owner"])
    .select((is) => [
      is
        .exists(
          is
            .selectFrom("messages")
            .select("messages.message_id")
            .whereRef("messages.workspace", "=", "conversations.workspace")
            .whereRef("messages.conversation", "=", "conversations.id")
            .where("messages.actor", "in", actors),
        )
        .as("theirs"),
      is
        .exists(
          is
            .selectFrom("messages")
            .select("messages.message_id")
            .whereRef("messages.workspace", "=", "conversations.workspace")
            .whereRef("messages.conversation", "=", "conversations.id")
            .where("messages.actor", "not in", actors),
        )
        .as("of_others"),
    ])
    .where("conversations.workspace", "=", workspace)
    .execute();
  return rows
    .filter(({owner, theirs, of_others}) => (owner === null ? theirs && !of_others : actors.includes(owner)))
    .map(({id}) => id);
}

/** Whose a conversation is: null, everybody's of its channel; undefined where there is none. */
export async function ownerOf(
  store: Pick<Store, "db">,
  workspace: string,
  conversation: string,
): Promise<string | null | undefined> {
  const row = await store.db
    .selectFrom("conversations")
    .select("owner")
    .where((is) => is.and({workspace, id: conversation}))
    .executeTakeFirst();
  return row?.owner;
}

/** All that belongs to some conversations of a workspace. */
export async function belongingsOf(
  store: Pick<Store, "db">,
  workspace: string,
  conversations: readonly string[],
): Promise<Belongings> {
  const messages = await inParts(conversations, (some) =>
    store.db
      .selectFrom("messages")
      .select(["id", "message_id", "conversation", "state"])
      .where("workspace", "=", workspace)
      .where("conversation", "in", some)
      .execute(),
  );
  const turns = await inParts(conversations, (some) =>
    store.db
      .selectFrom("turns")
      .select(["id", "conversation", "recipe", "question", "answer"])
      .where("workspace", "=", workspace)
      .where("conversation", "in", some)
      .execute(),
  );
  const ids = turns.map(({id}) => id);
  const pins = await inParts(ids, (some) =>
    store.db
      .selectFrom("pins")
      .select("turn")
      .where("workspace", "=", workspace)
      .where("turn", "in", some)
      .execute(),
  );
  return {
    conversations: [...conversations],
    messages: messages.map(({id, message_id, conversation, state}) => ({
      id,
      messageId: message_id,
      conversation,
      isOpen: state !== "done",
    })),
    turns: turns.map(({id, conversation, recipe}) => ({id, conversation, recipe})),
    recipes: await recipesOf(store, workspace, turns),
    pins: pins.map(({turn}) => turn),
  };
}

/**
 * The recipes of some turns: what the turns name, and those of the same questions that no turn names (a turn that broke after its
 * recipe was kept). One that a turn of another conversation names is not among them.
 */
async function recipesOf(
  store: Pick<Store, "db">,
  workspace: string,
  turns: readonly {id: string; recipe: string | null; question: string; answer: string | null}[],
): Promise<string[]> {
  const own = new Set(turns.map(({id}) => id));
  const ofParts = turns.flatMap(({answer}) =>
    [...(answer ?? "").matchAll(/"recipe":"([0-9a-f]{12})"/g)].map((match) => match[1]!),
  );
  const named = [...new Set([...turns.flatMap(({recipe}) => recipe ?? []), ...ofParts])];
  const asked = new Set(turns.map(({question}) => question));
  const unnamed = await store.db
    .selectFrom("recipes")
    .select(["recipes.id", "recipes.content"])
    .where("recipes.workspace", "=", workspace)
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom("turns")
            .select("turns.id")
            .whereRef("turns.workspace", "=", "recipes.workspace")
            .whereRef("turns.recipe", "=", "recipes.id"),
        ),
      ),
    )
    .execute();
  const stray = unnamed.filter(({content}) => {
    const {question} = parseStored(content, "recipe") as {question?: unknown};
    return typeof question === "string" && asked.has(question);
  });
  const all = [...new Set([...named, ...stray.map(({id}) => id)])];
  const users = await inParts(all, (some) =>
    store.db
      .selectFrom("turns")
      .select(["id", "recipe"])
      .where("workspace", "=", workspace)
      .where("recipe", "in", some)
      .execute(),
  );
  const elsewhere = new Set(users.filter(({id}) => !own.has(id)).map(({recipe}) => recipe));
  for (const recipe of all) {
    const rows = await store.db
      .selectFrom("turns")
      .select("id")
      .where("workspace", "=", workspace)
      .where("answer", "like", `%"recipe":"${recipe}"%`)
      .execute();
    if (rows.some(({id}) => !own.has(id))) elsewhere.add(recipe);
  }
  return all.filter((id) => !elsewhere.has(id));
}

/** What is needed elsewhere of what belongs to some conversations: by a pin, a link that is good, a workflow or its run. */
export async function needsOf(
  store: Pick<Store, "db">,
  workspace: string,
  {turns, recipes, pins}: Belongings,
  now: string,
): Promise<Need[]> {
  const links = await store.db
    .selectFrom("links")
    .select(["kind", "target"])
    .where("workspace", "=", workspace)
    .where("kind", "<>", "conversation")
    .where("revoked_at", "is", null)
    .where((is) => is.or([is("expires_at", "is", null), is("expires_at", ">", now)]))
    .execute();
  const workflows = await store.db
    .selectFrom("workflows")
    .select(["id", "name", "version", "content"])
    .where("workspace", "=", workspace)
    .orderBy("version")
    .execute();
  const runs = await inParts(recipes, (some) =>
    store.db
      .selectFrom("runs")
      .select(["id", "recipe"])
      .where("workspace", "=", workspace)
      .where("recipe", "in", some)
      .execute(),
  );
  const latest = new Map(workflows.map((one) => [one.id, one]));
  const named = (text: string): Pick<Need, "turn" | "recipe">[] => [
    ...turns.filter(({id}) => text.includes(id)).map(({id}) => ({turn: id})),
    ...recipes.filter((recipe) => text.includes(recipe)).map((recipe) => ({recipe})),
  ];
  return [
    ...pins.map((turn): Need => ({kind: "pin", turn, name: "a pinned answer"})),
    ...links.flatMap(({kind, target}) =>
      named(target).map((one): Need => ({kind: "link", ...one, name: `a link to a ${kind}`})),
    ),
    ...[...latest.values()].flatMap(({name, content}) =>
      named(content ?? "").map((one): Need => ({kind: "workflow", ...one, name: `the workflow ${name}`})),
    ),
    ...runs.map(({recipe}): Need => ({kind: "run", ...(recipe && {recipe}), name: "a run of a workflow"})),
  ];
}

/** The stored texts that may name files of some conversations. */
export async function textsOf(
  store: Pick<Store, "db">,
  workspace: string,
  {turns: own, messages}: Belongings,
): Promise<string[]> {
  const turns = own.map(({id}) => id);
  const artifacts = await inParts(turns, (some) =>
    store.db
      .selectFrom("artifacts")
      .select("content")
      .where("workspace", "=", workspace)
      .where("turn", "in", some)
      .execute(),
  );
  const answers = await inParts(turns, (some) =>
    store.db
      .selectFrom("turns")
      .select("answer")
      .where("workspace", "=", workspace)
      .where("id", "in", some)
      .execute(),
  );
  const ids = messages.flatMap(({id}) => (id === null ? [] : [id]));
  const events = await inParts(ids, (some) =>
    store.db
      .selectFrom("turn_events")
      .select("event")
      .where("workspace", "=", workspace)
      .where("message", "in", some)
      .execute(),
  );
  return [
    ...artifacts.map(({content}) => content),
    ...answers.flatMap(({answer}) => answer ?? []),
    ...events.map(({event}) => event),
  ];
}

/** Whether an artifact that is left speaks of something. */
export async function isNamedByArtifact(
  store: Pick<Store, "db">,
  workspace: string,
  hash: string,
): Promise<boolean> {
  const row = await store.db
    .selectFrom("artifacts")
    .select("turn")
    .where("workspace", "=", workspace)
    .where("content", "like", `%${hash}%`)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
