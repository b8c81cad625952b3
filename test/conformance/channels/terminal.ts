import {spawn} from "node:child_process";
import {existsSync, readFileSync} from "node:fs";
import {mkdir, readFile, writeFile} from "node:fs/promises";
import {join, resolve} from "node:path";
import {PassThrough, Writable} from "node:stream";
import {setTimeout as pause} from "node:timers/promises";
import {createTerminal} from "../../../src/channels/terminal/channel.ts";
import {createChartRenderer} from "../../../src/charts/renderer.ts";
import {chatOn} from "../../../src/commands/chat.ts";
import {asTabletalkError} from "../../../src/commands/failure.ts";
import {createRuntime, type Runtime, SAMPLES} from "../../../src/commands/runtime.ts";
import {loadConfig} from "../../../src/config.ts";
import {openStore} from "../../../src/store/open.ts";
import {newPlace, type Place} from "../../cli/run_cli.ts";
import type {Driver, DroppedFile, Perceived, PerceivedTable, Setting} from "../driver.ts";

const CLI = resolve(import.meta.dirname, "../../../src/cli.ts");
const DEADLINE_MS = 60_000;

/** `tabletalk chat`: one for each conversation, begun with the files that it is about. */
export async function terminalDriver(): Promise<Driver> {
  const place = newPlace();
  const renderer = createChartRenderer();
  const chats = new Map<string, Chat>();
  const chatFor = async ({conversation = "chat", files}: Setting): Promise<Chat> => {
    const before = chats.get(conversation);
    if (before && !files) return before;
    before?.end();
    await before?.ended;
    const chat = beginChat(place.home, async () => renderer, await keep(place, conversation, files ?? []));
    chats.set(conversation, chat);
    return chat;
  };
  const say = async (lines: readonly string[], setting: Setting = {}) => {
    const chat = await chatFor(setting);
    return perceive(await chat.say(lines), place);
  };

  return {
    channel: "terminal",
    capabilities: createTerminal({output: process.stdout, progress: process.stderr}).capabilities,
    lacks: {
      buttons: "what is typed is all that a terminal takes: a choice is picked by its number",
      "alt text": "a terminal names the file of a picture; the finding is in the answer's text",
      redelivery: "a line is typed once, and nothing brings it again",
      "a longest message": "a terminal takes text of any length",
      "several people": "one person sits at a terminal",
      "a larger audience": "one person sits at a terminal",
      "several installations": "a terminal is one workspace, on the machine of whoever types",
      restart: "a conversation in a terminal ends with its process",
    },
    ask: (text, setting) => say([text], setting),
    async redeliver() {
      throw new Error("Nothing is brought again.");
    },
    async together(texts, setting = {}) {
      const chat = await chatFor(setting);
      return Promise.all(texts.map(async (text) => perceive(await chat.say([text]), place)));
    },
    async stopped(text, setting = {}) {
      const paths = await keep(place, setting.conversation ?? "stopped", setting.files ?? []);
      const home = `${place.home}-stopped`;
      const env = {...process.env, TABLETALK_HOME: home, NO_COLOR: "1"};
      const child = spawn(
        process.execPath,
        [CLI, "ask", text, ...paths.flatMap((path) => ["--data", path])],
        {env},
      );
      const told = Promise.all([textOf(child.stdout), textOf(child.stderr)]);
      // The engine has begun: the question is being worked on.
      await until(() => existsSync(join(home, "data")) || child.exitCode !== null);
      child.kill("SIGINT");
      const [stdout, stderr] = await told;
      return perceive({stdout, stderr, failed: true}, place);
    },
    sayNothing: (setting) => say(["", "   "], setting),
    async press() {
      throw new Error("A terminal has no buttons.");
    },
    async how(setting) {
      const {texts} = await say(["/how"], setting);
      const text = texts.join("\n");
      return {text, recipe: /tabletalk replay (\w+)/.exec(text)?.[1] ?? ""};
    },
    async csv(setting = {}) {
      const path = place.path(`${setting.conversation ?? "taken"}.csv`);
      await say([`/export csv ${path}`], setting);
      return readFile(path, "utf8");
    },
    async replay(recipe) {
      const {stdout} = await place.run(["replay", recipe, "--json"]);
      const {same, text} = JSON.parse(stdout) as {same: boolean; text: string};
      return {same, text};
    },
    async opinion(verdict, setting) {
      const before = await verdicts(place);
      await say([`/${verdict}`], setting);
      return (await verdicts(place)).slice(before.length);
    },
    async restart() {
      throw new Error("A conversation ends with its process.");
    },
    async [Symbol.asyncDispose]() {
      for (const chat of chats.values()) chat.end();
      await Promise.all([...chats.values()].map(({ended}) => ended));
      await renderer.close();
      place.remove();
    },
  };
}

interface Told {
  stdout: string;
  stderr: string;
  /** The process ended by it. */
  failed: boolean;
}

interface Chat {
  /** Types lines, and waits until all of them are done with. */
  say(lines: readonly string[]): Promise<Told>;
  end(): void;
  ended: Promise<void>;
}

/** Types on streams in place of the process's own; each chat has a runtime of its own, and all share one browser. */
function beginChat(home: string, charts: Runtime["charts"], paths: readonly string[]): Chat {
  const input = new PassThrough();
  const [output, progress] = [heard(), heard()];
  const work = async () => {
    await using runtime = createRuntime(loadConfig({home, model: "offline"}));
    await chatOn({...runtime, charts}, paths.length > 0 ? paths : SAMPLES, {input, output, progress}, {});
  };
  let isOver = false;
  const ended = work()
    .catch((thrown: unknown) => {
      const {message, next} = asTabletalkError(thrown);
      progress.write(`tabletalk: ${message}\n${next}\n`);
    })
    .finally(() => {
      isOver = true;
    });
  const read = {output: 0, progress: 0};
  let said = 0;
  let before: Promise<unknown> = Promise.resolve();
  return {
    ended,
    end: () => void input.end(),
    say(lines) {
      // An unknown command is refused once all before it is done.
      said += 1;
      const refusal = `There is no command /end-of-answer-${said}.`;
      input.write(`${[...lines, `/end-of-answer-${said}`].join("\n")}\n`);
      const waited = before.then(async (): Promise<Told> => {
        await until(() => progress.text.includes(refusal) || isOver);
        const failed = !progress.text.includes(refusal);
        const at = failed ? progress.text.length : progress.text.indexOf(refusal);
        const told = {
          stdout: output.text.slice(read.output),
          stderr: progress.text.slice(read.progress, at),
          failed,
        };
        read.output = output.text.length;
        read.progress = failed ? at : progress.text.indexOf("\n", at + refusal.length + 1) + 1;
        return told;
      });
      before = waited.catch(() => {});
      return waited;
    },
  };
}

/** Keeps what is written to it. */
function heard(): Writable & {text: string} {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      kept.text += String(chunk);
      done();
    },
  });
  const kept = Object.assign(stream, {text: ""});
  return kept;
}

function perceive({stdout, stderr: whole}: Told, place: Place): Perceived {
  // The path is that which the person typed.
  const stderr = whole.replaceAll(place.path(""), "");
  const {texts, tables} = readText(stdout);
  const pictures = [...stdout.matchAll(/^Chart: (.+\.png)$/gm)].map(([, path = ""]) => path);
  const choices = [...stdout.matchAll(/^ {2}(\d)\. (.+)$/gm)].map(([, id = "", said = ""]) => ({said, id}));
  const error = stderr.trim();
  return {
    texts: [...texts, ...(error ? [error] : [])],
    tables,
    pictures: pictures.map((path) => ({alt: "", png: readFileSync(path)})),
    files: [],
    choices,
    buttons: [],
    ...(error && {error}),
    messages: [stdout],
    harm: harmIn(stdout + stderr),
  };
}

/** Columns stand two spaces apart, under an empty line. */
function readText(stdout: string): {texts: string[]; tables: PerceivedTable[]} {
  const texts: string[] = [];
  const tables: PerceivedTable[] = [];
  for (const block of stdout.split(/\n{2,}/)) {
    const lines = block.split("\n").filter((line) => line !== "" && !line.startsWith("…"));
    const rows = lines.map((line) => line.trim().split(/ {2,}/));
    const [header = [], ...rest] = rows;
    if (header.length > 1 && rest.length > 0 && rest.every((row) => row.length === header.length)) {
      tables.push({header, rows: rest});
      texts.push(...block.split("\n").filter((line) => line.startsWith("…")));
    } else texts.push(block);
  }
  return {texts, tables};
}

function harmIn(text: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal obeys
  return /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(text) ? ["a control character"] : [];
}

async function keep(place: Place, conversation: string, files: readonly DroppedFile[]): Promise<string[]> {
  return Promise.all(
    files.map(async ({name, content}) => {
      const path = join(place.path(conversation), name.replaceAll("/", "_"));
      await mkdir(place.path(conversation), {recursive: true});
      await writeFile(path, content);
      return path;
    }),
  );
}

async function verdicts(place: Place): Promise<string[]> {
  const store = await openStore(loadConfig({home: place.home}));
  try {
    const rows = await store.db.selectFrom("feedback").select("verdict").orderBy("created_at").execute();
    return rows.map(({verdict}) => verdict);
  } finally {
    await store.close();
  }
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const part of stream) text += String(part);
  return text;
}

async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error("No answer came in time.");
    await pause(5);
  }
}
