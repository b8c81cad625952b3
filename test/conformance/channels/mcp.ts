import {execFile} from "node:child_process";
import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {promisify} from "node:util";
import {type RunningServer, startMcp, type Told} from "../../mcp/running.ts";
import type {Driver, DroppedFile, Perceived, Setting} from "../driver.ts";

const NO_ROWS = "an answer over MCP holds no rows: run_sql gives them";
const CLI = new URL("../../../src/cli.ts", import.meta.url).pathname;
const ONE_PERSON = "over standard input the server is one person's";

/** `tabletalk mcp` as an assistant uses it: files come by import_data, questions by ask. */
export async function mcpDriver(): Promise<Driver> {
  const folder = await mkdtemp(join(tmpdir(), "tabletalk-conformance-"));
  const root = join(folder, "files");
  const home = join(folder, "home");
  await mkdir(root);
  const start = () => startMcp({home, flags: ["--root", root, "--model", "offline"]});
  let server: RunningServer = await start();
  const conversations = new Map<string, string>();
  const tables = new Map<string, string[]>();
  const lastRecipe = new Map<string, string>();
  const placeOf = ({conversation = "talk"}: Setting) => conversation;

  const drop = async (file: DroppedFile, setting: Setting): Promise<Perceived> => {
    const place = placeOf(setting);
    const own = join(root, place.replaceAll(/\W+/g, "_"));
    const path = join(own, file.name.replaceAll("/", "_"));
    await mkdir(own, {recursive: true});
    await writeFile(path, file.content);
    const told = await server.call("import_data", {path, confirm: true});
    // The path is that which was given.
    if (told.isError) return perceive({...told, text: told.text.replaceAll(`${own}/`, "")});
    const made = told.structured.rows as [string, number, string][];
    tables.set(place, [...(tables.get(place) ?? []), ...made.map(([name]) => name)]);
    return nothingBut(
      made.map(([name, rows, columns]) => `${name}: ${rows} rows, ${columns.split(", ").length} columns`),
    );
  };
  const ask = async (text: string, setting: Setting = {}): Promise<Perceived> => {
    const place = placeOf(setting);
    const dropped: Perceived[] = [];
    for (const file of setting.files ?? []) dropped.push(await drop(file, setting));
    const [first] = dropped;
    if (text === "" && first) return first;
    const conversation = conversations.get(place);
    const named = tables.get(place);
    const told = await server.call("ask", {
      question: text,
      ...(named && {tables: named}),
      ...(conversation !== undefined && {conversation}),
    });
    const [, id] = /\bconversation (\S+)$/m.exec(told.text) ?? [];
    if (id !== undefined) conversations.set(place, id);
    const [, recipe] = /^recipe ([0-9a-f]+)/m.exec(told.text) ?? [];
    if (recipe !== undefined) lastRecipe.set(place, recipe);
    return perceive(told);
  };
  const nobody = (why: string) => async () => {
    throw new Error(why);
  };

  return {
    channel: "mcp",
    capabilities: {
      nativeTable: false,
      nativeChart: false,
      image: true,
      buttons: false,
      files: false,
      maxTextLength: Number.POSITIVE_INFINITY,
    },
    lacks: {
      tables: NO_ROWS,
      "files out": "export_result writes them, whatever was asked before",
      buttons: "an assistant answers in words",
      redelivery: "a call has one id on one connection",
      stop: "who cancels a call is shown nothing more",
      "a longest message": "an answer has under 600 tokens, in one piece",
      markup: "an assistant's model reads the words, nothing obeys them",
      "several people": ONE_PERSON,
      "a larger audience": ONE_PERSON,
      "several installations": ONE_PERSON,
      feedback: "hosts have thumbs of their own",
      "empty messages": "a host sends no empty question",
    },
    ask,
    redeliver: nobody("redelivery"),
    together: (texts, setting) => Promise.all(texts.map((text) => ask(text, setting))),
    stopped: nobody("stop"),
    sayNothing: (setting) => ask("", setting),
    press: nobody("buttons"),
    async how(setting = {}) {
      const recipe = lastRecipe.get(placeOf(setting)) ?? "";
      const {contents} = await server.client.readResource({uri: `tabletalk://recipes/${recipe}/how`});
      return {text: contents.map((one) => ("text" in one ? one.text : "")).join("\n"), recipe};
    },
    csv: nobody("files out"),
    async replay(recipe) {
      const {stdout} = await promisify(execFile)(process.execPath, [
        CLI,
        "replay",
        recipe,
        "--home",
        home,
        "--json",
      ]);
      return JSON.parse(stdout);
    },
    opinion: nobody("feedback"),
    async restart() {
      await server[Symbol.asyncDispose]();
      server = await start();
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await rm(folder, {recursive: true, force: true, maxRetries: 5});
    },
  };
}

function perceive(told: Told): Perceived {
  const pictures = told.content.filter(({type}) => type === "image");
  const choices = [...told.text.matchAll(/^ *(\d)\. (.+)$/gm)].map(([, id = "", said = ""]) => ({said, id}));
  return {
    ...nothingBut([told.text]),
    pictures: pictures.map(({data, _meta}) => ({
      alt: String((_meta as Record<string, unknown> | undefined)?.["tabletalk/alt"]),
      png: Buffer.from(String(data), "base64"),
    })),
    choices,
    ...(told.isError && {error: told.text}),
  };
}

function nothingBut(texts: readonly string[]): Perceived {
  return {texts, tables: [], pictures: [], files: [], choices: [], buttons: [], messages: texts, harm: []};
}
