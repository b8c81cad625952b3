import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import type {ChatPerson} from "../chat/incoming.ts";
import type {SlackTeam} from "./teams.ts";
import {SlackRefusal} from "./web_api.ts";

const userSchema = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string().optional(),
    name: z.string().optional(),
    real_name: z.string().optional(),
    is_bot: z.boolean().optional(),
    is_admin: z.boolean().optional(),
    is_owner: z.boolean().optional(),
    is_primary_owner: z.boolean().optional(),
    is_restricted: z.boolean().optional(),
    is_ultra_restricted: z.boolean().optional(),
    is_stranger: z.boolean().optional(),
    enterprise_user: z.looseObject({enterprise_id: z.string().optional()}).optional(),
    profile: z
      .looseObject({display_name: z.string().optional(), real_name: z.string().optional()})
      .optional(),
  }),
});

/** Who people are in a workspace, as far as Slack says. */
export interface SlackPeople {
  /** Within what Slack waits for. @throws TabletalkError unavailable: Slack sends the event again, and by then it may answer */
  person(team: SlackTeam, user: string): Promise<ChatPerson>;
  /** What somebody is called, if that is known already. */
  nameOf(team: SlackTeam, user: string): string | undefined;
}

const FRESH_MS = 10 * 60_000;
const PATIENCE_MS = 2_500;
const MOST = 10_000;

export function slackPeople(): SlackPeople {
  const known = new Map<string, {person: ChatPerson; until: number}>();
  const asking = new Map<string, Promise<ChatPerson>>();

  const ask = async (team: SlackTeam, user: string): Promise<ChatPerson> => {
    const key = `${team.installation}:${user}`;
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const answer = await within(
        team.api.call("users.info", {user}, {signal, patience: PATIENCE_MS}),
        signal,
      );
      const person = asPerson(userSchema.parse(answer).user, team.installation);
      known.delete(key);
      known.set(key, {person, until: Date.now() + FRESH_MS});
      if (known.size > MOST) known.delete(known.keys().next().value!);
      return person;
    } catch (error) {
      const before = known.get(key)?.person;
      if (before) return before;
      if (error instanceof SlackRefusal) return {id: user, rank: rankAfter(error.error)};
      throw new TabletalkError(
        "unavailable",
        "Slack does not say who you are now.",
        "Try again in a moment.",
        {
          cause: error,
        },
      );
    }
  };

  return {
    nameOf: (team, user) => known.get(`${team.installation}:${user}`)?.person.name,
    person(team, user) {
      const key = `${team.installation}:${user}`;
      const before = known.get(key);
      if (before && before.until > Date.now()) return Promise.resolve(before.person);
      const asked = asking.get(key) ?? ask(team, user).finally(() => asking.delete(key));
      asking.set(key, asked);
      return asked;
    },
  };
}

/** Without users:read there is nothing to learn, ever: everybody is what most people are. */
function rankAfter(refusal: string): ChatPerson["rank"] {
  if (refusal === "missing_scope") return "member";
  return refusal === "user_not_found" || refusal === "user_not_visible" ? "stranger" : "guest";
}

function asPerson(user: z.infer<typeof userSchema>["user"], installation: string): ChatPerson {
  const name = user.profile?.display_name || user.profile?.real_name || user.real_name || user.name;
  return {id: user.id, ...(name && {name: name.slice(0, 100)}), rank: rankOf(user, installation)};
}

function rankOf(user: z.infer<typeof userSchema>["user"], installation: string): ChatPerson["rank"] {
  const isOfHere =
    user.team_id === undefined ||
    user.team_id === installation ||
    user.enterprise_user?.enterprise_id === installation ||
    // Of a workspace of the same organization: Slack says of others that they are strangers, or restricted.
    (installation.startsWith("T") && user.enterprise_user !== undefined && user.is_stranger === false);
  if (user.is_stranger || !isOfHere) return "stranger";
  if (user.is_restricted || user.is_ultra_restricted) return "guest";
  return user.is_admin || user.is_owner || user.is_primary_owner ? "admin" : "member";
}

function within<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return Promise.race([
    promise,
    new Promise<never>((_, reject) =>
      signal.addEventListener("abort", () => reject(signal.reason), {once: true}),
    ),
  ]);
}
