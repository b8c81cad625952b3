import type {Kind, LocalChannel, LocalTeam, LocalUser} from "./state.ts";

const PEOPLE: readonly [id: string, name: string, kind: Kind][] = [
  ["U0ANA", "ana", "member"],
  ["U0BEN", "ben", "member"],
  ["U0ADA", "ada", "admin"],
  ["U0OWN", "owen", "owner"],
  ["U0GUS", "gus", "guest"],
  ["U0EVE", "eve", "stranger"],
  ["U0ROBOT", "robot", "bot"],
];

/** The people and channels that each team has: the same ids in each of them, as they may be. */
export function addPeopleAndChannels(team: LocalTeam): void {
  for (const [id, name, kind] of PEOPLE) addUser(team, id, name, kind);
  addUser(team, team.botUser, "tabletalk", "bot");
  const everyone = PEOPLE.filter(([, , kind]) => kind !== "stranger" && kind !== "guest").map(([id]) => id);
  addChannel(team, "C0SALES", "sales", "public", [...everyone, "U0GUS", team.botUser]);
  addChannel(team, "C0BOARD", "board", "private", ["U0ANA", "U0ADA", team.botUser]);
  addChannel(team, "C0AWAY", "away", "public", everyone);
  addChannel(team, "C0SHARED", "shared", "public", [...everyone, "U0EVE", team.botUser], {isExtShared: true});
  addChannel(team, "C0NEWS", "news", "public", [...everyone, team.botUser], {isReadOnly: true});
  for (const [id, name, kind] of PEOPLE)
    if (kind !== "bot") addChannel(team, `D0${id.slice(2)}`, name, "im", [id, team.botUser]);
}

export function addUser(team: LocalTeam, id: string, name: string, kind: Kind): LocalUser {
  const user = {id, name, kind, team: kind === "stranger" ? "T0ELSEWHERE" : team.id};
  team.users.set(id, user);
  return user;
}

export function addChannel(
  team: LocalTeam,
  id: string,
  name: string,
  kind: LocalChannel["kind"],
  members: readonly string[],
  flags: Partial<Pick<LocalChannel, "isExtShared" | "isReadOnly" | "isArchived">> = {},
): LocalChannel {
  const channel: LocalChannel = {
    id,
    name,
    kind,
    isExtShared: false,
    isReadOnly: false,
    isArchived: false,
    ...flags,
    members: new Set(members),
    messages: [],
  };
  team.channels.set(id, channel);
  return channel;
}

/** As `users.info` tells of them. */
export function userAsTold(user: LocalUser): Record<string, unknown> {
  const realName = user.name.slice(0, 1).toUpperCase() + user.name.slice(1);
  return {
    id: user.id,
    team_id: user.team,
    name: user.name,
    deleted: false,
    real_name: realName,
    tz: "Europe/London",
    tz_offset: 0,
    profile: {real_name: realName, display_name: user.name, team: user.team},
    is_admin: user.kind === "admin" || user.kind === "owner",
    is_owner: user.kind === "owner",
    is_primary_owner: user.kind === "owner",
    is_restricted: user.kind === "guest",
    is_ultra_restricted: false,
    is_bot: user.kind === "bot",
    is_stranger: user.kind === "stranger",
    is_app_user: false,
    updated: 1_700_000_000,
  };
}

/** As `conversations.info` tells of it. */
export function channelAsTold(team: LocalTeam, channel: LocalChannel): Record<string, unknown> {
  const isIm = channel.kind === "im";
  return {
    id: channel.id,
    created: 1_700_000_000,
    is_channel: !isIm,
    is_im: isIm,
    is_mpim: false,
    is_group: false,
    is_private: channel.kind !== "public",
    is_archived: channel.isArchived,
    is_shared: channel.isExtShared,
    is_ext_shared: channel.isExtShared,
    is_org_shared: false,
    is_member: channel.members.has(team.botUser),
    is_read_only: channel.isReadOnly,
    context_team_id: team.id,
    ...(isIm ? {user: [...channel.members].find((id) => id !== team.botUser)} : {name: channel.name}),
    num_members: channel.members.size,
  };
}

export function channelType(channel: LocalChannel): "im" | "group" | "channel" {
  if (channel.kind === "im") return "im";
  return channel.kind === "private" ? "group" : "channel";
}
