import {z} from "zod";
import {saveVoices} from "../../store/conversations.ts";
import type {Store} from "../../store/store.ts";
import type {Voice} from "./addressee.ts";

/** So many of those who spoke last in a thread are known; never what they said. */
const KEPT = 6;

/** Who Tabletalk is among the voices of a thread. */
const TABLETALK = "tabletalk";

const voicesSchema = z.array(
  z.object({
    by: z.string(),
    at: z.string(),
    kind: z.enum(["asked", "answered", "overheard"]),
    named: z.array(z.string()).optional(),
  }),
);

/** Who spoke last in a conversation, as it was kept; what cannot be read is nobody. */
export function voicesIn(kept: unknown): Voice[] {
  return (voicesSchema.safeParse(kept).data ?? []).map(({named, ...voice}) => ({
    ...voice,
    ...(named && {named}),
  }));
}

/** Notes that someone spoke in a conversation. */
export async function noteVoice(
  store: Pick<Store, "db">,
  workspace: string,
  conversation: string,
  voice: Omit<Voice, "at">,
): Promise<void> {
  const row = await store.db
    .selectFrom("conversations")
    .select("voices")
    .where((is) => is.and({workspace, id: conversation}))
    .executeTakeFirst();
  if (!row) return;
  const before = voicesIn(row.voices === null ? [] : JSON.parse(row.voices));
  const {named = []} = voice;
  const told = {...voice, at: new Date().toISOString(), named: [...named].slice(0, 20)};
  await saveVoices(store, workspace, conversation, [...before, told].slice(-KEPT));
}

/** Notes that Tabletalk answered a message. */
export async function noteAnswered(
  store: Pick<Store, "db">,
  workspace: string,
  message: string,
): Promise<void> {
  const row = await store.db
    .selectFrom("messages")
    .select("conversation")
    .where((is) => is.and({workspace, id: message}))
    .executeTakeFirst();
  if (row) await noteVoice(store, workspace, row.conversation, {by: TABLETALK, kind: "answered"});
}
