import type {
  APIAllowedMentions,
  APIAttachment,
  APIEmbed,
  APIMessage,
  APIMessageTopLevelComponent,
} from "discord-api-types/v10";
import {keepFile, type SentFile} from "./attachments.ts";
import {type Call, DiscordRefusal} from "./call.ts";
import {
  type Component,
  checkMessageLimits,
  everyComponent,
  IS_COMPONENTS_V2,
  IS_EPHEMERAL,
  IS_LOADING,
} from "./limits.ts";
import {memberOf} from "./payloads.ts";
import type {LocalChannel, LocalMessage, LocalState} from "./state.ts";

/** What a message is made of, whoever sends it. */
export interface MessageBody {
  content?: string | null;
  embeds?: APIEmbed[] | null;
  components?: APIMessageTopLevelComponent[] | null;
  flags?: number | null;
  allowed_mentions?: APIAllowedMentions | null;
  message_reference?: {message_id?: string} | null;
  attachments?: {id: string | number; filename?: string | null; description?: string | null}[] | null;
  nonce?: string | number | null;
  tts?: boolean | null;
}

/** How a message comes to be. */
export interface Posting {
  channel: LocalChannel;
  author: string;
  body: MessageBody;
  files?: readonly SentFile[];
  onlyFor?: string;
  token?: string;
  isLoading?: boolean;
  /** Of an answer to an interaction: what it answers. */
  metadata?: APIMessage["interaction_metadata"];
}

/** Puts a message into its channel. @throws DiscordRefusal where Discord would not take it */
export function makeMessage(state: LocalState, posting: Posting): LocalMessage {
  const {channel, body} = posting;
  const attachments = (posting.files ?? []).map((file) => keepFile(state, channel.id, file));
  const text = saidIn(body);
  const mentioned = mentionsIn(text, body.allowed_mentions);
  const repliesTo = channel.messages.find((one) => one.wire.id === body.message_reference?.message_id);
  const pingsReplied = repliesTo && (body.allowed_mentions?.replied_user ?? !body.allowed_mentions);
  const users = new Set([...mentioned.users, ...(pingsReplied ? [repliesTo.wire.author.id] : [])]);
  const wire: APIMessage = {
    id: state.newId(),
    channel_id: channel.id,
    author: state.users.get(posting.author) ?? state.bot,
    content: (body.content ?? "").trim(),
    timestamp: new Date().toISOString(),
    edited_timestamp: null,
    tts: false,
    mention_everyone: mentioned.everyone,
    mentions: [...users].flatMap((id) => state.users.get(id) ?? []),
    mention_roles: mentioned.roles,
    attachments,
    embeds: (body.embeds ?? []).map((embed) => ({type: "rich", ...embed}) as APIEmbed),
    components: shownComponents(body.components, attachments, state),
    pinned: false,
    type: repliesTo ? 19 : 0,
    flags: ((body.flags ?? 0) & ~IS_LOADING) | (posting.isLoading ? IS_LOADING : 0),
    ...(repliesTo && {
      message_reference: {
        type: 0,
        message_id: repliesTo.wire.id,
        channel_id: channel.id,
        guild_id: channel.guild,
      },
      referenced_message: repliesTo.wire,
    }),
    ...(posting.token && {application_id: state.bot.id, webhook_id: state.bot.id}),
    ...(posting.metadata && {interaction_metadata: posting.metadata}),
    ...(channel.kind === "thread" && {position: channel.messages.length}),
  };
  if (!posting.isLoading) refuseEmpty(wire);
  const message: LocalMessage = {
    wire,
    pinged: [...users, ...(mentioned.everyone ? ["everyone"] : []), ...mentioned.roles],
    ...(posting.onlyFor && {onlyFor: posting.onlyFor}),
    ...(posting.token && {token: posting.token}),
    ...(body.nonce != null && {nonce: String(body.nonce)}),
  };
  channel.messages.push(message);
  tell(state, "MESSAGE_CREATE", channel, message);
  state.changed();
  return message;
}

/** Changes one. Fields that the body lacks stay. */
export function editMessage(
  state: LocalState,
  channel: LocalChannel,
  message: LocalMessage,
  body: MessageBody,
  files: readonly SentFile[] = [],
): void {
  const {wire} = message;
  const kept = body.attachments
    ? wire.attachments.filter((one) => body.attachments?.some((other) => String(other.id) === one.id))
    : wire.attachments;
  const attachments = [...kept, ...files.map((file) => keepFile(state, channel.id, file))];
  const flags = (wire.flags ?? 0) & ~IS_LOADING;
  const isV2 = ((flags | (body.flags ?? 0)) & IS_COMPONENTS_V2) !== 0;
  const next = {
    content: body.content === undefined ? wire.content : (body.content ?? "").trim(),
    embeds:
      body.embeds === undefined
        ? wire.embeds
        : (body.embeds ?? []).map((embed) => ({type: "rich", ...embed}) as APIEmbed),
    components:
      body.components === undefined ? wire.components : shownComponents(body.components, attachments, state),
  };
  if (isV2 && (next.content !== "" || next.embeds.length > 0))
    throw new DiscordRefusal(
      50035,
      "content: cannot be used with IS_COMPONENTS_V2, and what was there stays",
    );
  const mentioned = mentionsIn(saidIn({...body, content: next.content}), body.allowed_mentions);
  Object.assign(wire, next, {
    attachments,
    flags: flags | (isV2 ? IS_COMPONENTS_V2 : 0),
    // An answer that was being thought about is no edited one.
    edited_timestamp: (wire.flags ?? 0) & IS_LOADING ? null : new Date().toISOString(),
    mentions: mentioned.users.flatMap((id) => state.users.get(id) ?? []),
    mention_everyone: mentioned.everyone,
  });
  refuseEmpty(wire);
  tell(state, "MESSAGE_UPDATE", channel, message);
  state.changed();
}

/** Takes one away. */
export function removeMessage(state: LocalState, channel: LocalChannel, id: string): void {
  const at = channel.messages.findIndex((one) => one.wire.id === id);
  if (at === -1) throw new DiscordRefusal(10008);
  const [gone] = channel.messages.splice(at, 1);
  if (gone && !gone.onlyFor)
    state.dispatch("MESSAGE_DELETE", {
      id,
      channel_id: channel.id,
      ...(channel.guild && {guild_id: channel.guild}),
    });
  state.changed();
}

/** The files of a request under the names and descriptions that its body gives them. @throws DiscordRefusal 40005 */
export function filesOf(state: LocalState, call: Call, body: MessageBody): SentFile[] {
  const size = call.files.reduce((sum, file) => sum + file.content.length, 0);
  if (call.files.length > 10) throw new DiscordRefusal(50035, "files: 10 at most");
  if (size > state.largestUpload) throw new DiscordRefusal(40005);
  const files = call.files.map((file) => {
    const described = body.attachments?.find((one) => String(one.id) === String(file.number));
    return {
      name: described?.filename ?? file.name,
      content: file.content,
      mediaType: file.mediaType,
      ...(described?.description && {description: described.description}),
    };
  });
  const problems = [
    ...checkMessageLimits(body as Parameters<typeof checkMessageLimits>[0], call.verb === "POST"),
    ...checkReferences(body, files),
  ];
  if (problems.length > 0) throw new DiscordRefusal(50035, problems);
  return files;
}

/** Everything that someone reads in it, as it was written. */
export function saidIn(body: MessageBody): string {
  const embeds = (body.embeds ?? []).flatMap((embed) => [
    embed.author?.name,
    embed.title,
    embed.description,
    ...(embed.fields ?? []).flatMap((field) => [field.name, field.value]),
    embed.footer?.text,
  ]);
  const texts = everyComponent(body.components as readonly Component[] | null).map((one) => one.content);
  return [body.content, ...embeds, ...texts].filter(Boolean).join("\n");
}

/** Whom a text calls, outside of code. */
function mentionsIn(
  text: string,
  allowed: APIAllowedMentions | null | undefined,
): {users: string[]; roles: string[]; everyone: boolean} {
  const read = text.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, " ");
  const parse = allowed ? (allowed.parse ?? []) : ["users", "roles", "everyone"];
  const users = [...read.matchAll(/<@!?(\d+)>/g)].map((match) => match[1] ?? "");
  const roles = [...read.matchAll(/<@&(\d+)>/g)].map((match) => match[1] ?? "");
  const may = (kind: string, listed: readonly string[] | undefined) => (id: string) =>
    (parse as readonly string[]).includes(kind) || (listed ?? []).includes(id);
  return {
    users: [...new Set(users.filter(may("users", allowed?.users)))],
    roles: [...new Set(roles.filter(may("roles", allowed?.roles)))],
    everyone: (parse as readonly string[]).includes("everyone") && /@(everyone|here)\b/.test(read),
  };
}

/** Each file is shown by a component, and each component's file is there: else somebody sees nothing of it. */
function checkReferences(body: MessageBody, files: readonly SentFile[]): string[] {
  const isV2 = ((body.flags ?? 0) & IS_COMPONENTS_V2) !== 0;
  const all = everyComponent(body.components as readonly Component[] | null);
  const named = all.flatMap((one) => [
    ...(one.file ? [one.file.url] : []),
    ...(one.media ? [one.media.url] : []),
    ...(one.items ?? []).map((item) => item.media.url),
  ]);
  const attached = named.flatMap((url) => (url.startsWith("attachment://") ? [url.slice(13)] : []));
  const kept = (body.attachments ?? []).map((one) => one.filename);
  const missing = attached
    .filter((name) => !files.some((file) => file.name === name) && !kept.includes(name))
    .map((name) => `components: attachment://${name} is not among the files`);
  const unseen = isV2
    ? files
        .filter((file) => !attached.includes(file.name))
        .map((file) => `attachments: ${file.name} is shown by no component`)
    : [];
  return [...missing, ...unseen];
}

/** Components with numbers, and with their files where these can be fetched. */
function shownComponents(
  components: readonly APIMessageTopLevelComponent[] | null | undefined,
  attachments: readonly APIAttachment[],
  state: LocalState,
): APIMessageTopLevelComponent[] {
  let number = 0;
  const media = (given: {url: string}) => {
    const name = given.url.startsWith("attachment://") ? given.url.slice(13) : undefined;
    const found = attachments.find((one) => one.filename === name || one.title === name);
    const url = found?.url ?? given.url;
    return {
      id: state.newId(),
      url,
      proxy_url: url,
      ...(found && {
        attachment_id: found.id,
        content_type: found.content_type,
        width: found.width,
        height: found.height,
      }),
    };
  };
  const shown = (one: Component): unknown => {
    number += 1;
    return {
      ...(one.type === 17 && {accent_color: null, spoiler: false}),
      ...one,
      id: number,
      ...(one.components && {components: one.components.map(shown)}),
      ...(one.accessory && {accessory: shown(one.accessory)}),
      ...(one.items && {
        items: one.items.map((item) => ({
          description: null,
          spoiler: false,
          ...item,
          media: media(item.media),
        })),
      }),
      ...(one.media && {media: media(one.media)}),
      ...(one.file && {
        file: media(one.file),
        name: one.file.url.split("/").at(-1),
        size: attachments.find((file) => file.filename === one.file?.url.slice(13))?.size ?? 0,
      }),
    };
  };
  return (components ?? []).map((one) => shown(one as Component)) as APIMessageTopLevelComponent[];
}

function refuseEmpty(wire: APIMessage): void {
  const isEmpty =
    wire.content === "" &&
    wire.embeds.length === 0 &&
    wire.attachments.length === 0 &&
    (wire.components ?? []).length === 0;
  if (isEmpty) throw new DiscordRefusal(50006);
}

function tell(state: LocalState, event: string, channel: LocalChannel, message: LocalMessage): void {
  if (message.onlyFor || (message.wire.flags ?? 0) & IS_EPHEMERAL) return;
  state.dispatch(event, {
    ...message.wire,
    ...(channel.guild
      ? {guild_id: channel.guild, member: memberOf(state, channel.guild, message.wire.author.id, false)}
      : {channel_type: 1}),
    ...(event === "MESSAGE_CREATE" && message.nonce !== undefined && {nonce: message.nonce}),
  });
}
