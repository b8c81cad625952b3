import type {AddressInfo} from "node:net";
import type {APIUser} from "discord-api-types/v10";
import type {Call} from "./call.ts";
import {type Fault, type Faults, openFaults} from "./faults.ts";
import {type SeenModal, seenModal} from "./forms.ts";
import {type Gateway, openGateway} from "./gateway.ts";
import {channelPayload, guildPayload} from "./payloads.ts";
import {type People, type Person, people, type Where} from "./people.ts";
import {createRest} from "./rest.ts";
import {directWith} from "./routes.ts";
import {type SeenMessage, seenIn} from "./seen.ts";
import {
  type LocalChannel,
  type LocalGuild,
  type LocalState,
  newState,
  newUser,
  type Permission,
} from "./state.ts";
import {type Until, untilIn} from "./until.ts";

export interface LocalDiscordOptions {
  token?: string;
  /** Whether the application may have the Message Content intent; true. */
  readsContent?: boolean;
  heartbeatMs?: number;
  /** 3,000 as on Discord; a busy machine's tests give more. */
  acknowledgeWithinMs?: number;
  /** In bytes; 10 MiB. */
  largestUpload?: number;
  /** How long `until` waits at most. */
  deadlineMs?: number;
}

/** A Discord on this machine: REST and gateway for a real client, and people who do things there. */
export interface LocalDiscord extends People, AsyncDisposable {
  /** For `new REST({api})`: `http://127.0.0.1:1234/api` */
  readonly api: string;
  readonly token: string;
  readonly bot: APIUser;
  readonly gateway: Gateway;
  /** Every request, oldest first. */
  readonly calls: readonly Call[];
  /** What Discord would have refused or somebody would not like. Empty at the end of a good test. */
  readonly problems: string[];
  readonly state: LocalState;
  /** The mention of the bot: `<@id>` */
  readonly mention: string;

  person(name: string, options?: {isBot?: boolean}): Person;
  /** A guild that the bot is in, with one channel. Clients that are connected are told. */
  guild(
    name: string,
    options?: {owner?: Person; admins?: readonly Person[]; withoutBot?: boolean},
  ): {id: string; name: string; channel: LocalChannel};
  channel(guild: {id: string}, name: string, denied?: readonly Permission[]): LocalChannel;
  /** The direct messages of somebody with the bot. */
  direct(person: Person): LocalChannel;
  /** Lets the bot in to a guild that it was not in. */
  join(guild: {id: string}): void;
  /** Throws the bot out. */
  kick(guild: {id: string}): void;
  deny(where: Where, ...permissions: Permission[]): void;

  /** What a person sees; with `by` also what only they see. */
  messagesIn(where: Where, by?: Person): SeenMessage[];
  /** The thread under a message, once there is one. */
  thread(message: {id: string}): LocalChannel | undefined;
  /** What only they see, wherever. */
  ephemeral(person: Person): SeenMessage[];
  /** Forms that were opened. */
  readonly modals: SeenModal[];
  until: Until;
  /** The newest message of the bot's that is no longer being worked on, and that comes after `after`. */
  answerIn(where: Where, options?: {after?: {id: string}; by?: Person; has?: RegExp}): Promise<SeenMessage>;

  fail(fault: Fault): void;
  hold: Faults["hold"];
  holdFiles: Faults["holdFiles"];
  clearFaults(): void;
  reconnect(): void;
  dropConnection(options?: {keepOut?: boolean}): void;
  /** The token of what somebody did is good no longer: 15 minutes went by. */
  expire(done: {token: string}): void;
  /** Addresses of files that were given so far are good no longer. */
  expireAttachments(): void;
  close(): Promise<void>;
}

export async function startLocalDiscord(options: LocalDiscordOptions = {}): Promise<LocalDiscord> {
  const state = newState({
    token: options.token ?? "MTIzNDU2Nzg5MDEyMzQ1Njc4.GLocal.local-discord-token-of-a-test",
    readsContent: options.readsContent ?? true,
    acknowledgeWithinMs: options.acknowledgeWithinMs ?? 3_000,
    largestUpload: options.largestUpload ?? 10 * 1024 * 1024,
  });
  const faults = openFaults(() => state.changed());
  const server = createRest(state, faults);
  const gateway = openGateway(server, state, {heartbeatMs: options.heartbeatMs ?? 41_250});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  state.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const until = untilIn(state, () => describe(state), options.deadlineMs ?? 60_000);
  const channelOf = (where: Where): LocalChannel => {
    const found = state.channels.get(typeof where === "string" ? where : where.id);
    if (!found) throw new Error(`There is no channel ${JSON.stringify(where)}`);
    return found;
  };
  const addChannel = (
    guild: {id: string},
    name: string,
    denied: readonly Permission[] = [],
  ): LocalChannel => {
    const channel: LocalChannel = {
      id: state.newId(),
      kind: "text",
      name,
      guild: guild.id,
      messages: [],
      denied: new Set(denied),
    };
    state.channels.set(channel.id, channel);
    return channel;
  };
  const tellOfGuild = (guild: LocalGuild) => state.dispatch("GUILD_CREATE", guildPayload(state, guild));

  const local: LocalDiscord = {
    ...people(state, until),
    api: `${state.base}/api`,
    token: state.token,
    bot: state.bot,
    gateway,
    calls: state.calls,
    problems: state.problems,
    state,
    mention: `<@${state.bot.id}>`,
    person(name, {isBot = false} = {}) {
      const username = name.toLowerCase().replaceAll(/[^a-z0-9_.]/g, "_");
      const user = newUser(state.newId(), username, {global_name: name, ...(isBot && {bot: true})});
      state.users.set(user.id, user);
      return user;
    },
    guild(name, {owner, admins = [], withoutBot = false} = {}) {
      const guild: LocalGuild = {
        id: state.newId(),
        name,
        owner: owner?.id ?? state.newId(),
        adminRole: state.newId(),
        admins: new Set(admins.map((one) => one.id)),
        hasBot: !withoutBot,
      };
      state.guilds.set(guild.id, guild);
      const channel = addChannel(guild, "data");
      if (guild.hasBot) tellOfGuild(guild);
      return {id: guild.id, name, channel};
    },
    channel(guild, name, denied) {
      const channel = addChannel(guild, name, denied);
      state.dispatch("CHANNEL_CREATE", channelPayload(state, channel));
      return channel;
    },
    direct: (person) => directWith(state, person.id),
    join(guild) {
      const found = state.guilds.get(guild.id);
      if (!found) throw new Error(`There is no guild ${guild.id}`);
      found.hasBot = true;
      tellOfGuild(found);
    },
    kick(guild) {
      state.dispatch("GUILD_DELETE", {id: guild.id});
      const found = state.guilds.get(guild.id);
      if (found) found.hasBot = false;
    },
    deny(where, ...permissions) {
      const channel = channelOf(where);
      for (const one of permissions) channel.denied.add(one);
      state.dispatch("CHANNEL_UPDATE", channelPayload(state, channel));
    },
    messagesIn: (where, by) => seenIn(state, channelOf(where), by?.id),
    thread: (message) => state.channels.get(message.id),
    ephemeral: (person) =>
      [...state.channels.values()].flatMap((channel) =>
        seenIn(state, channel, person.id).filter((one) => one.isEphemeral),
      ),
    get modals() {
      return [...state.interactions.values()].flatMap((one) =>
        one.modal ? [seenModal(one.modal, one.token)] : [],
      );
    },
    until,
    answerIn: (where, {after, by, has} = {}) =>
      until(
        () =>
          seenIn(state, channelOf(where), by?.id).findLast(
            (one) =>
              one.isBots &&
              !one.isThinking &&
              !one.buttons.some((button) => button.label === "Stop") &&
              (!after || BigInt(one.id) > BigInt(after.id)) &&
              (!has || has.test(one.text)),
          ),
        `an answer in ${channelOf(where).name}${has ? ` with ${has}` : ""}`,
      ),
    fail: faults.add,
    hold: faults.hold,
    holdFiles: faults.holdFiles,
    clearFaults: faults.clear,
    reconnect: gateway.reconnect,
    dropConnection: gateway.drop,
    expire(done) {
      const interaction = state.interactions.get(done.token);
      if (interaction) interaction.isExpired = true;
    },
    expireAttachments() {
      state.addressesOf += 1;
    },
    async close() {
      faults.clear();
      gateway.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    [Symbol.asyncDispose]: () => local.close(),
  };
  return local;
}

/** What is there: for whoever waited in vain. */
function describe(state: LocalState): string {
  const said = [...state.channels.values()].flatMap((channel) =>
    seenIn(state, channel).map(
      (one) =>
        `  #${channel.name} ${one.by}${one.isThinking ? " (thinking)" : ""}: ${one.text.slice(0, 300)} [${one.buttons.map((button) => button.label).join("|")}]`,
    ),
  );
  const calls = state.calls.slice(-8).map((call) => `  ${call.route} -> ${call.status ?? "no answer"}`);
  return [
    "Said:",
    ...said,
    "Requests:",
    ...calls,
    "Problems:",
    ...state.problems.map((one) => `  ${one}`),
  ].join("\n");
}
