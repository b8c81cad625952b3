import type {Access} from "../../src/access/access.ts";
import {installationsOf} from "../../src/access/installations.ts";
import {changeLimits} from "../../src/access/limits.ts";
import {localPrincipal} from "../../src/access/principal.ts";
import type {OpenService} from "../../src/channels/open_service.ts";
import {runningDiscord} from "../../test/channels/discord/running.ts";
import {runningSlack} from "../../test/channels/slack/running.ts";
import {settled} from "../../test/conformance/channels/settled.ts";

/** A platform as the measurements use it. Times are of `performance.now()`. */
export interface MeasuredPlatform extends AsyncDisposable {
  service: OpenService;
  access: Access;
  /** Says something in a conversation of that number; the first time it begins there. */
  say(conversation: number, text: string, file?: {name: string; content: string}): Promise<void>;
  /** Notes when the first sign of life and the whole answer (with its picture, where one is asked for) are to be seen. */
  timed(conversation: number, text: string, hasPicture: boolean): Promise<{seen: number; answered: number}>;
  /** How many finished answers stand in a conversation. */
  answers(conversation: number): number;
  /** Forgets what the local platform kept: it is not what is measured. */
  forget(): void;
}

const tick = () => new Promise<void>((resolve) => setTimeout(resolve, 1));

export async function when(isSo: () => boolean): Promise<number> {
  const deadline = performance.now() + 120_000;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error("It was not to be seen in two minutes.");
    await tick();
  }
  return performance.now();
}

/** Nobody asks so much in one day. */
export async function withoutLimits(access: Access): Promise<void> {
  for (const {workspace} of await installationsOf(access))
    await changeLimits(access, localPrincipal(workspace), {
      eachPerson: {questionsPerDay: 1_000_000},
      workspace: {questionsPerDay: 1_000_000},
    });
}

export async function measuredSlack(): Promise<MeasuredPlatform> {
  const here = await runningSlack({largestFile: 50_000_000});
  const {slack} = here;
  const roots = new Map<number, string>();
  const channel = "D0ANA";
  const say = async (conversation: number, text: string, file?: {name: string; content: string}) => {
    const threadTs = roots.get(conversation);
    const files = file && [{name: file.name, bytes: Buffer.from(file.content)}];
    const begun = slack.messagesIn(channel).length;
    const told = slack.say({
      channel,
      user: "U0ANA",
      text,
      ...(threadTs !== undefined && {threadTs}),
      ...(files && {files}),
    });
    if (threadTs === undefined) roots.set(conversation, slack.messagesIn(channel)[begun]?.ts ?? "");
    await told;
  };
  const bots = (conversation: number) =>
    slack.thread(channel, roots.get(conversation) ?? "").filter(({isBot}) => isBot);
  return {
    service: here.service,
    access: here.access,
    say,
    async timed(conversation, text, hasPicture) {
      const before = bots(conversation).length;
      const calls = slack.calls.length;
      const begun = performance.now();
      const isSeen = () =>
        slack.calls
          .slice(calls)
          .some(
            ({method, answer}) => answer !== undefined && /setStatus|startStream|postMessage/.test(method),
          );
      const seen = when(isSeen);
      const answered = when(() => {
        const now = bots(conversation).slice(before);
        const isText = now.some((one) => one.blocks.length > 0 && one.stream?.state !== "open");
        return isText && (!hasPicture || now.some(({files}) => files.length > 0));
      });
      await say(conversation, text);
      const times = {seen: (await seen) - begun, answered: (await answered) - begun};
      await settled(here.service);
      return times;
    },
    answers: (conversation) => bots(conversation).filter(({blocks}) => blocks.length > 0).length,
    forget() {
      slack.calls.splice(0);
      const team = slack.team();
      team.files.clear();
      const known = new Set(roots.values());
      for (const one of team.channels.values())
        one.messages.splice(0, one.messages.length, ...one.messages.filter(({ts}) => known.has(ts)));
      team.ephemeral.splice(0);
    },
    [Symbol.asyncDispose]: () => here[Symbol.asyncDispose](),
  };
}

export async function measuredDiscord(): Promise<MeasuredPlatform> {
  const here = await runningDiscord({largestFile: 50_000_000});
  const {discord} = here;
  const people = new Map<number, ReturnType<typeof discord.person>>();
  const personOf = (conversation: number) => {
    const person = people.get(conversation) ?? discord.person(`Person ${conversation}`);
    people.set(conversation, person);
    return person;
  };
  const whereOf = (conversation: number) => discord.direct(personOf(conversation));
  const say = async (conversation: number, text: string, file?: {name: string; content: string}) => {
    discord.say(personOf(conversation), whereOf(conversation), text, {files: file ? [file] : []});
  };
  const isFinished = (one: {isThinking: boolean; buttons: readonly {label: string}[]}) =>
    !one.isThinking && !one.buttons.some(({label}) => label === "Stop");
  const bots = (conversation: number) =>
    discord.messagesIn(whereOf(conversation)).filter(({isBots}) => isBots);
  return {
    service: here.service,
    access: here.access,
    say,
    async timed(conversation, text, hasPicture) {
      const before = bots(conversation).length;
      const calls = discord.calls.length;
      const begun = performance.now();
      const isSeen = () =>
        discord.calls
          .slice(calls)
          .some(({route, status}) => status !== undefined && /typing|messages/.test(route));
      const seen = when(isSeen);
      const answered = when(() => {
        const now = bots(conversation).slice(before).filter(isFinished);
        return now.length > 0 && (!hasPicture || now.some(({files}) => files.length > 0));
      });
      await say(conversation, text);
      const times = {seen: (await seen) - begun, answered: (await answered) - begun};
      await settled(here.service);
      return times;
    },
    answers: (conversation) => bots(conversation).filter(isFinished).length,
    forget() {
      (discord.calls as unknown[]).splice(0);
      discord.state.files.clear();
      for (const channel of discord.state.channels.values()) channel.messages.splice(0);
    },
    [Symbol.asyncDispose]: () => here[Symbol.asyncDispose](),
  };
}
