import type {APIUser} from "discord-api-types/v10";
import {keepFile, type SentFile} from "./attachments.ts";
import {type SeenModal, seenModal, submission} from "./forms.ts";
import {openInteraction} from "./interactions.ts";
import {type Component, everyComponent} from "./limits.ts";
import {editMessage, makeMessage, removeMessage} from "./messages.ts";
import {channelPayload} from "./payloads.ts";
import {type SeenMessage, seen} from "./seen.ts";
import type {LocalChannel, LocalInteraction, LocalMessage, LocalState} from "./state.ts";
import type {Until} from "./until.ts";

/** Somebody on this Discord. */
export type Person = APIUser;
/** A channel, or its id. */
export type Where = string | {id: string};

/** What somebody did, and what came of it as they see it. */
export interface Done {
  token: string;
  /** Settles once the application answered in any way: 4 a message, 5 "is thinking", 6 nothing yet, 8 choices, 9 a form. */
  acknowledged(): Promise<number>;
  /** The answer, once it is there and no longer "thinking" or only "under way" (`isDone` says what is). */
  answer(isDone?: (message: SeenMessage) => boolean): Promise<SeenMessage>;
  /** All that was answered with its token so far, newest last. */
  answers(): SeenMessage[];
  /** The form that it opened. */
  modal(): Promise<SeenModal>;
  choices(): Promise<{name: string; value: string | number}[]>;
}

export interface People {
  /** Says something, with files or without. Mentions are written `<@id>`. */
  say(
    by: Person,
    where: Where,
    text: string,
    options?: {files?: readonly SentFile[]; replyTo?: {id: string}; again?: number},
  ): SeenMessage;
  /** Drops files without a word. */
  drop(by: Person, where: Where, ...files: SentFile[]): SeenMessage;
  edit(message: {id: string; channel: string}, text: string): void;
  deleteMessage(message: {id: string; channel: string}): void;
  /** A command, with values by the name of their option: a text, a number, a file. */
  command(
    by: Person,
    where: Where,
    name: string,
    options?: Readonly<Record<string, string | number | boolean | SentFile>>,
    how?: {isUsersOwn?: boolean; isUnregistered?: boolean},
  ): Done;
  /** What is offered while somebody types an option's value. */
  autocomplete(
    by: Person,
    where: Where,
    name: string,
    option: string,
    typed: string,
    others?: Readonly<Record<string, string>>,
  ): Promise<{name: string; value: string | number}[]>;
  /** An entry of a message's context menu. */
  menu(by: Person, message: {id: string; channel: string}, name: string, how?: {isUsersOwn?: boolean}): Done;
  /** Presses a button by what is written on it, or by its id. */
  press(by: Person, message: {id: string; channel: string}, button: string | RegExp): Done;
  /** A button that is not there: what someone may send who writes requests by hand. */
  forge(by: Person, message: {id: string; channel: string}, customId: string): Done;
  select(by: Person, message: {id: string; channel: string}, values: readonly string[], id?: string): Done;
  submitModal(
    by: Person,
    modal: SeenModal,
    values?: Readonly<Record<string, string | readonly string[]>>,
    /** Sent in the place of the form's own. */
    forgedId?: string,
  ): Done;
}

const TYPES: Readonly<Record<string, number>> = {string: 3, number: 4, boolean: 5};
const ATTACHMENT = 11;

export function people(state: LocalState, until: Until): People {
  const channelOf = (where: Where): LocalChannel => {
    const id = typeof where === "string" ? where : where.id;
    const found = state.channels.get(id);
    if (!found) throw new Error(`There is no channel ${id}`);
    return found;
  };
  const messageOf = (message: {id: string; channel: string}): [LocalChannel, LocalMessage] => {
    const channel = channelOf(message.channel);
    const found = channel.messages.find((one) => one.wire.id === message.id);
    if (!found) throw new Error(`The message ${message.id} is gone`);
    return [channel, found];
  };

  const done = (interaction: LocalInteraction): Done => {
    const channel = channelOf(interaction.channel);
    const answers = () =>
      channel.messages
        .filter((one) => one.token === interaction.token || one === interaction.original)
        .map((one) => seen(state, channel, one));
    const acknowledged = () =>
      until(() => {
        if (interaction.isLate) throw new Error("The application did not respond");
        return interaction.answeredWith;
      }, "the interaction to be acknowledged");
    return {
      token: interaction.token,
      acknowledged,
      answers,
      answer: (isDone = (one) => !one.buttons.some((button) => button.label === "Stop")) =>
        until(
          () => answers().findLast((one) => !one.isThinking && isDone(one)),
          "an answer to the interaction",
        ),
      modal: () =>
        until(
          () => (interaction.modal ? seenModal(interaction.modal, interaction.token) : undefined),
          "a form to open",
        ),
      choices: () => until(() => interaction.choices, "choices to be offered"),
    };
  };

  const component = (by: Person, message: {id: string; channel: string}, data: object): Done => {
    const [channel, source] = messageOf(message);
    return done(
      openInteraction(state, {type: 3, user: by.id, channel, data, source, isUsersOwn: isOwn(state, source)}),
    );
  };

  const commandData = (
    channel: LocalChannel,
    name: string,
    options: Readonly<Record<string, string | number | boolean | SentFile>>,
    isUnregistered: boolean,
  ) => {
    const command = state.commands.find((one) => one.name === name);
    if (!command && !isUnregistered)
      throw new Error(`/${name} is not registered: ${state.commands.map((one) => one.name).join(", ")}`);
    const known = (command?.options ?? []) as {name: string; type: number; required?: boolean}[];
    for (const one of known)
      if (one.required && options[one.name] === undefined) throw new Error(`/${name} needs ${one.name}`);
    const attachments: Record<string, object> = {};
    const channels: Record<string, object> = {};
    const isChannel = (one: {type: number} | undefined) => one?.type === 7;
    const given = Object.entries(options).map(([option, value]) => {
      if (command && !known.some((one) => one.name === option))
        throw new Error(`/${name} has no option ${option}`);
      const picked = isChannel(known.find((one) => one.name === option)) && state.channels.get(String(value));
      if (picked) channels[picked.id] = {...channelPayload(state, picked), permissions: "0"};
      if (typeof value !== "object")
        return {
          name: option,
          type: known.find((one) => one.name === option)?.type ?? TYPES[typeof value] ?? 3,
          value,
        };
      const attachment = keepFile(state, channel.id, value);
      attachments[attachment.id] = {...attachment, ephemeral: true};
      return {name: option, type: ATTACHMENT, value: attachment.id};
    });
    return {
      id: command?.id ?? state.newId(),
      name,
      type: 1,
      options: given,
      ...(Object.keys({...attachments, ...channels}).length > 0 && {resolved: {attachments, channels}}),
    };
  };

  return {
    say(by, where, text, {files = [], replyTo, again = 0} = {}) {
      const channel = channelOf(where);
      const posting = {
        channel,
        author: by.id,
        body: {content: text, ...(replyTo && {message_reference: {message_id: replyTo.id}})},
        files,
      };
      const message = makeMessage(state, posting);
      for (let time = 0; time < again; time += 1)
        state.dispatch("MESSAGE_CREATE", {...message.wire, ...(channel.guild && {guild_id: channel.guild})});
      return seen(state, channel, message);
    },
    drop(by, where, ...files) {
      return this.say(by, where, "", {files});
    },
    edit(message, text) {
      const [channel, found] = messageOf(message);
      editMessage(state, channel, found, {content: text});
    },
    deleteMessage(message) {
      removeMessage(state, channelOf(message.channel), message.id);
    },
    command(by, where, name, options = {}, how = {}) {
      const channel = channelOf(where);
      const data = commandData(channel, name, options, how.isUnregistered ?? false);
      return done(
        openInteraction(state, {type: 2, user: by.id, channel, data, isUsersOwn: how.isUsersOwn ?? false}),
      );
    },
    autocomplete(by, where, name, option, typed, others = {}) {
      const channel = channelOf(where);
      const command = state.commands.find((one) => one.name === name);
      const data = {
        id: command?.id ?? state.newId(),
        name,
        type: 1,
        options: [
          ...Object.entries(others).map(([key, value]) => ({name: key, type: 3, value})),
          {name: option, type: 3, value: typed, focused: true},
        ],
      };
      return done(openInteraction(state, {type: 4, user: by.id, channel, data})).choices();
    },
    menu(by, message, name, how = {}) {
      const [channel, found] = messageOf(message);
      const command = state.commands.find((one) => one.name === name && one.type === 3);
      if (!command) throw new Error(`There is no "${name}" in the menu of a message`);
      const data = {
        id: command.id,
        name,
        type: 3,
        target_id: found.wire.id,
        resolved: {messages: {[found.wire.id]: found.wire}},
      };
      return done(
        openInteraction(state, {type: 2, user: by.id, channel, data, isUsersOwn: how.isUsersOwn ?? false}),
      );
    },
    press(by, message, button) {
      const [channel, found] = messageOf(message);
      const {buttons} = seen(state, channel, found);
      const fits = (one: {label: string; id: string | undefined}) =>
        typeof button === "string" ? one.label === button || one.id === button : button.test(one.label);
      const pressed = buttons.find((one) => fits(one) && !one.isDisabled && one.id);
      if (!pressed?.id)
        throw new Error(`There is no button "${button}": ${buttons.map((one) => one.label).join(", ")}`);
      return component(by, message, {custom_id: pressed.id, component_type: 2, id: 1});
    },
    forge: (by, message, customId) => component(by, message, {custom_id: customId, component_type: 2, id: 1}),
    select(by, message, values, id) {
      const [, found] = messageOf(message);
      const one = everyComponent(found.wire.components as readonly Component[]).find(
        (other) => other.type === 3 && (id === undefined || other.custom_id === id),
      );
      if (!one) throw new Error("There is nothing to select from");
      for (const value of values)
        if (!one.options?.some((option) => option.value === value))
          throw new Error(`"${value}" is not among ${one.options?.map((option) => option.value).join(", ")}`);
      return component(by, message, {custom_id: one.custom_id, component_type: 3, id: 1, values});
    },
    submitModal(by, modal, values = {}, forgedId) {
      const opened = state.interactions.get(modal.token);
      if (!opened?.modal) throw new Error("The form is not open");
      const channel = channelOf(opened.channel);
      return done(
        openInteraction(state, {
          type: 5,
          user: by.id,
          channel,
          data: {...submission(opened.modal, values), ...(forgedId && {custom_id: forgedId})},
          ...(opened.source && {source: opened.source}),
          isUsersOwn: opened.isUsersOwn,
        }),
      );
    },
  };
}

/** A component of a message that the bot wrote where it is no member. */
function isOwn(state: LocalState, message: LocalMessage): boolean {
  return state.interactions.get(message.token ?? "")?.isUsersOwn ?? false;
}
