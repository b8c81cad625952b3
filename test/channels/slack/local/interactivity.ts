import type {Ack, DeliveryKind} from "./events.ts";
import {fileInEvent} from "./files.ts";
import type {PeopleParts} from "./people.ts";
import {known} from "./people.ts";
import {checkMessage, messageAsTold, withIds} from "./posting.ts";
import {Refused} from "./refused.ts";
import {wrongView} from "./schemas.ts";
import {pressables, reads} from "./seen.ts";
import {
  APP_ID,
  type Ephemeral,
  type Json,
  type LocalMessage,
  type LocalTeam,
  type LocalView,
  messageIn,
  type State,
  teamOf,
} from "./state.ts";
import {addView, newTrigger, viewAsTold} from "./views.ts";

interface By {
  team?: string;
  user: string;
}

async function send(parts: PeopleParts, kind: DeliveryKind, payload: Json): Promise<Ack> {
  // Slack does not deliver these twice: whoever pressed sees that it did not work.
  return parts.transport(kind, payload, 0, parts.pace.ackWithinMs);
}

function userIn(team: LocalTeam, id: string): Json {
  const user = team.users.get(id)!;
  return {id, username: user.name, name: user.name, team_id: user.team};
}

const urls = new WeakMap<
  State,
  Map<string, {team: string; channel: string; user: string; of?: string; uses: number}>
>();

/** Where a program may answer later: five times, in half an hour. */
export function responseUrl(
  parts: PeopleParts,
  team: LocalTeam,
  channel: string,
  user: string,
  of?: string,
): string {
  const id = parts.state.nextId("R");
  const all = urls.get(parts.state) ?? new Map();
  all.set(id, {team: team.id, channel, user, uses: 0, ...(of && {of})});
  urls.set(parts.state, all);
  return `${parts.url()}/response/${id}`;
}

/** What comes to a `response_url`. */
export function receiveResponse(state: State, id: string, body: Json): {status: number; text: string} {
  const known = urls.get(state)?.get(id);
  if (!known) return {status: 404, text: "expired_url"};
  known.uses += 1;
  if (known.uses > 5) {
    state.problems.push("response_url: used more than five times");
    return {status: 404, text: "used_url"};
  }
  return show(state, teamOf(state, known.team), known, body, "response_url");
}

/** Shows what a program answers with, in an acknowledgement or at a `response_url`. */
function show(
  state: State,
  team: LocalTeam,
  at: {channel: string; user: string; of?: string},
  body: Json,
  from: Ephemeral["from"],
): {status: number; text: string} {
  if (body?.delete_original) {
    team.ephemeral = team.ephemeral.filter((one) => one.ts !== at.of);
    return {status: 200, text: "ok"};
  }
  try {
    checkMessage(body);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    state.problems.push(`${from}: ${error.code} ${error.details.join("; ")}`);
    return {status: 400, text: error.code};
  }
  if (body.replace_original) {
    const old =
      team.ephemeral.find((one) => one.ts === at.of) ??
      (at.of ? messageIn(team, at.channel, at.of) : undefined);
    if (old) {
      old.text = body.text ?? "";
      old.blocks = withIds(state, body.blocks);
      return {status: 200, text: "ok"};
    }
  }
  const shown = {
    ts: state.nextTs(),
    team: team.id,
    channel: at.channel,
    text: body.text ?? "",
    blocks: withIds(state, body.blocks),
  };
  if (body.response_type === "in_channel")
    known(team, at.channel).messages.push({
      ...shown,
      user: team.botUser,
      isBot: true,
      files: [],
      isEdited: false,
    });
  else
    team.ephemeral.push({...shown, user: at.user, from, ...(body.thread_ts && {threadTs: body.thread_ts})});
  return {status: 200, text: "ok"};
}

/** Somebody types `/tabletalk median amount`. What is acknowledged with is shown to them. */
export async function command(
  parts: PeopleParts,
  by: By & {channel: string; command?: string; text: string},
): Promise<Ack> {
  const team = teamOf(parts.state, by.team);
  const channel = known(team, by.channel);
  const ack = await send(parts, "slash_commands", {
    token: "verification",
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name:
      channel.kind === "im" ? "directmessage" : channel.kind === "private" ? "privategroup" : channel.name,
    user_id: by.user,
    user_name: team.users.get(by.user)!.name,
    command: by.command ?? "/tabletalk",
    text: by.text,
    api_app_id: APP_ID,
    is_enterprise_install: "false",
    response_url: responseUrl(parts, team, channel.id, by.user),
    trigger_id: newTrigger(parts.state, team, by.user),
  });
  if (ack.body) {
    const body = typeof ack.body === "string" ? {text: ack.body} : ack.body;
    show(parts.state, team, {channel: channel.id, user: by.user}, body, "ack");
  }
  return ack;
}

/** Somebody picks an entry of a message's menu. */
export async function shortcut(
  parts: PeopleParts,
  by: By & {channel: string; ts: string; callback: string},
): Promise<Ack> {
  const team = teamOf(parts.state, by.team);
  const channel = known(team, by.channel);
  const message = messageIn(team, by.channel, by.ts)!;
  return send(parts, "interactive", {
    type: "message_action",
    token: "verification",
    callback_id: by.callback,
    trigger_id: newTrigger(parts.state, team, by.user),
    response_url: responseUrl(parts, team, channel.id, by.user, by.ts),
    team: {id: team.id, domain: team.domain},
    channel: {id: channel.id, name: channel.name},
    user: userIn(team, by.user),
    message: {
      ...messageAsTold(team, message),
      ...(message.files.length > 0 && {files: message.files.map((file) => fileOf(parts, file))}),
    },
    message_ts: message.ts,
    action_ts: parts.state.nextTs(),
    is_enterprise_install: false,
    enterprise: null,
  });
}

function fileOf(parts: PeopleParts, file: LocalMessage["files"][number]): Json {
  return fileInEvent(parts.url(), file);
}

/** What is pressed: a button of a message, of what one person alone sees, of a view, of Home; by its words or its id. */
export interface Pressed extends By {
  on: LocalMessage | Ephemeral | LocalView | "home";
  label?: string | RegExp;
  actionId?: string | RegExp;
}

const fits = (want: string | RegExp | undefined, have: string): boolean =>
  want === undefined || (typeof want === "string" ? want === have : want.test(have));

export async function press(parts: PeopleParts, by: Pressed): Promise<Ack> {
  const {state} = parts;
  const team = teamOf(state, by.team ?? (by.on === "home" ? undefined : by.on.team));
  const home = by.on === "home" ? team.homes.get(by.user) : undefined;
  if (by.on === "home" && !home) throw new Error(`${by.user} sees no Home.`);
  const blocks = home
    ? home.blocks
    : by.on === "home"
      ? []
      : "view" in by.on
        ? by.on.view.blocks
        : shownBlocks(by.on);
  const found = pressables(blocks).find(
    (one) => fits(by.label, one.label) && fits(by.actionId, one.actionId),
  );
  if (!found)
    throw new Error(
      `There is nothing to press like ${by.label ?? by.actionId}; there is ${
        pressables(blocks)
          .map((one) => `${one.label} (${one.actionId})`)
          .join(", ") || "nothing"
      }.`,
    );
  const action = {
    type: found.element.type,
    action_id: found.actionId,
    block_id: found.blockId,
    action_ts: state.nextTs(),
    ...(found.value !== undefined && {value: found.value}),
    ...(found.element.text && {text: {type: "plain_text", text: found.label, emoji: true}}),
    ...(found.element.style && {style: found.element.style}),
  };
  const shared = {
    type: "block_actions",
    user: userIn(team, by.user),
    api_app_id: APP_ID,
    token: "verification",
    trigger_id: newTrigger(state, team, by.user),
    team: {id: team.id, domain: team.domain},
    enterprise: null,
    is_enterprise_install: false,
    actions: [action],
  };
  if (home)
    return send(parts, "interactive", {...shared, container: {type: "view", view_id: home.id}, view: home});
  if (by.on !== "home" && "view" in by.on)
    return send(parts, "interactive", {
      ...shared,
      container: {type: "view", view_id: by.on.id},
      view: viewAsTold(team, by.on),
    });
  const message = by.on as LocalMessage | Ephemeral;
  const isEphemeral = "from" in message;
  const channel = known(team, message.channel);
  return send(parts, "interactive", {
    ...shared,
    container: {
      type: "message",
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...(message.threadTs && {thread_ts: message.threadTs}),
    },
    channel: {id: channel.id, name: channel.kind === "im" ? "directmessage" : channel.name},
    // Slack does not tell again what one person alone sees.
    ...(!isEphemeral && {message: messageAsTold(team, message as LocalMessage)}),
    state: {values: {}},
    response_url: responseUrl(parts, team, channel.id, by.user, message.ts),
  });
}

function shownBlocks(message: LocalMessage | Ephemeral): Json[] {
  const streamed = "stream" in message ? (message.stream?.chunks ?? []) : [];
  return [
    ...streamed.flatMap((chunk: Json) => (chunk.type === "blocks" ? chunk.blocks : [])),
    ...message.blocks,
  ];
}

/** Somebody fills in a form by the labels of its fields, and submits it. */
export async function submit(
  parts: PeopleParts,
  by: By & {view: LocalView; values?: Record<string, string | readonly string[]>},
): Promise<Ack> {
  const team = teamOf(parts.state, by.team ?? by.view.team);
  const left = new Map(Object.entries(by.values ?? {}));
  const values: Json = {};
  for (const block of by.view.view.blocks) {
    if (block.type !== "input") continue;
    const label = block.label.text;
    const said = left.get(label);
    left.delete(label);
    values[block.block_id] = {[block.element.action_id]: filledIn(block.element, said)};
  }
  if (left.size > 0)
    throw new Error(
      `The form has no field ${[...left.keys()].join(", ")}: it is\n${reads({text: "", blocks: by.view.view.blocks})}`,
    );
  const ack = await send(parts, "interactive", {
    type: "view_submission",
    team: {id: team.id, domain: team.domain},
    user: userIn(team, by.user),
    api_app_id: APP_ID,
    token: "verification",
    trigger_id: newTrigger(parts.state, team, by.user),
    view: {...viewAsTold(team, by.view), state: {values}},
    response_urls: [],
    is_enterprise_install: false,
    enterprise: null,
  });
  afterSubmit(parts.state, team, by, ack.body);
  return ack;
}

function filledIn(element: Json, said: string | readonly string[] | undefined): Json {
  const option = (words: string): Json => {
    const found = (element.options ?? []).find((one: Json) => one.text.text === words || one.value === words);
    if (!found)
      throw new Error(
        `There is no option ${words}: there are ${element.options.map((one: Json) => one.text.text).join(", ")}.`,
      );
    return found;
  };
  const type = element.type;
  if (type === "plain_text_input") return {type, value: said ?? element.initial_value ?? null};
  if (type === "multi_static_select" || type === "checkboxes")
    return {
      type,
      selected_options:
        said === undefined
          ? (element.initial_options ?? [])
          : [said].flat().map((one) => option(one as string)),
    };
  return {
    type,
    selected_option: said === undefined ? (element.initial_option ?? null) : option(said as string),
  };
}

function afterSubmit(state: State, team: LocalTeam, by: {view: LocalView; user: string}, body: Json): void {
  switch (body?.response_action) {
    case undefined:
      by.view.isOpen = false;
      break;
    case "clear":
      for (const view of team.views) if (view.user === by.user) view.isOpen = false;
      break;
    case "errors":
      by.view.view = {...by.view.view, errors: body.errors};
      for (const id of Object.keys(body.errors))
        if (!by.view.view.blocks.some((block: Json) => block.block_id === id))
          state.problems.push(`view_submission: errors of a block that is not there: ${id}`);
      break;
    case "update":
    case "push": {
      const wrong = wrongView(body.view);
      if (wrong.length > 0) state.problems.push(`view_submission: ${wrong.join("; ")}`);
      else if (body.response_action === "push") addView(state, team, by.user, body.view);
      else by.view.view = {...body.view, blocks: withIds(state, body.view.blocks)};
      break;
    }
    default:
      state.problems.push(`view_submission: response_action ${body.response_action}`);
  }
}
