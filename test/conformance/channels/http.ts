import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {setTimeout as pause} from "node:timers/promises";
import {type Access, openAccess} from "../../../src/access/access.ts";
import {createKey} from "../../../src/access/keys.ts";
import type {Principal} from "../../../src/access/principal.ts";
import {openSecrets} from "../../../src/access/secret.ts";
import {addToWorkspace} from "../../../src/access/set_up.ts";
import {createHttpApp} from "../../../src/channels/http/app.ts";
import {handleHttpJobs} from "../../../src/channels/http/jobs.ts";
import {defaultHttpSettings} from "../../../src/channels/http/parts.ts";
import {type HttpServer, serveHttp} from "../../../src/channels/http/serve.ts";
import {type OpenService, openService} from "../../../src/channels/open_service.ts";
import {withSameCents} from "../../../src/channels/same_cents.ts";
import {loadConfig} from "../../../src/config.ts";
import {formatValue} from "../../../src/planning/format_value.ts";
import {type Caller as AnyCaller, caller, type Json} from "../../channels/http/running.ts";
import type {Driver, DroppedFile, Perceived, PerceivedTable, Setting} from "../driver.ts";

type Caller = AnyCaller & {url: string};

const DEADLINE_MS = 180_000;
const WAIT = {Prefer: "wait=20"};

/** The API of a real service: what a page or a program gets, by people with keys of their own. */
export async function httpDriver(): Promise<Driver> {
  const home = await mkdtemp(join(tmpdir(), "tabletalk-conformance-"));
  let running = await start(home);
  const keys = new Map<string, {person: string; key: string}>();
  const conversations = new Map<string, string>();
  const lastTurn = new Map<string, string>();

  const callerOf = async ({person = "ann", installation = "acme"}: Setting): Promise<Caller> => {
    const known =
      keys.get(`${installation} ${person}`) ?? (await member(running.access, installation, person));
    keys.set(`${installation} ${person}`, known);
    const {url} = running.server;
    return {...caller(url, known.person, known.key), url};
  };
  const placeOf = (setting: Setting) => setting.conversation ?? "talk";
  const conversationOf = async (who: Caller, setting: Setting): Promise<string> => {
    const known = conversations.get(placeOf(setting));
    if (known) return known;
    const {json} = await who.ask("POST", "/v1/conversations", {});
    conversations.set(placeOf(setting), json.id);
    return json.id;
  };
  const send = async (
    text: string,
    setting: Setting,
    id?: string,
    headers: Record<string, string> = WAIT,
  ) => {
    const who = await callerOf(setting);
    const conversation = await conversationOf(who, setting);
    const told: Perceived[] = [];
    for (const file of setting.files ?? []) {
      const {names, perceived} = await drop(who, file);
      told.push(perceived);
      for (const name of names) await who.ask("PATCH", `/v1/datasets/${name}`, {visibility: "private"});
      if (names.length > 0) await who.ask("PATCH", `/v1/conversations/${conversation}`, {addDatasets: names});
    }
    if (text === "" && told.length > 0) return {who, told: told[0]};
    const body = {text, charts: "asked", ...(id !== undefined && {id})};
    return {who, sent: await who.ask("POST", `/v1/conversations/${conversation}/messages`, body, headers)};
  };
  const answerOf = async (who: Caller, sent: Awaited<ReturnType<Caller["ask"]>>, setting: Setting) => {
    if (sent.status >= 400) return problem(sent.json);
    const message = await done(who, sent.json);
    lastTurn.set(placeOf(setting), message.turn?.id);
    return perceive(who, message);
  };
  const ask = async (text: string, setting: Setting = {}): Promise<Perceived> => {
    const {who, told, sent} = await send(text, setting);
    if (told || !sent) return told ?? nothingBut([]);
    return answerOf(who, sent, setting);
  };

  return {
    channel: "http",
    capabilities: {
      nativeTable: true,
      nativeChart: true,
      image: true,
      buttons: true,
      files: true,
      maxTextLength: Number.POSITIVE_INFINITY,
    },
    lacks: {
      "a longest message": "the API gives an answer in one piece",
      "a larger audience": "a conversation over the API is its owner's alone",
    },
    ask,
    async redeliver(text, times, setting = {}) {
      const each = await Promise.all(Array.from({length: times}, () => send(text, setting, "the-same")));
      const first = each[0];
      if (!first?.sent) return [];
      const messages = new Map(each.map(({sent}) => [sent?.json.id, sent?.json]));
      return Promise.all(
        [...messages.values()].map(async (one) => perceive(first.who, await done(first.who, one))),
      );
    },
    async together(texts, setting = {}) {
      const who = await callerOf(setting);
      const sent: Json[] = [];
      for (const text of texts) sent.push((await send(text, setting, undefined, {})).sent?.json);
      const finished = await Promise.all(sent.map((one) => done(who, one)));
      const inOrder = finished.toSorted((a, b) => (a.turn.createdAt < b.turn.createdAt ? -1 : 1));
      return Promise.all(inOrder.map((message) => perceive(who, message)));
    },
    async stopped(text, setting = {}) {
      const {who} = await send("", setting);
      const {sent} = await send(text, {...setting, files: []}, undefined, {});
      await who.ask("POST", `/v1/messages/${sent?.json.id}/stop`);
      return perceive(who, await done(who, sent?.json));
    },
    sayNothing: (setting) => ask("", setting),
    async press(id, setting = {}) {
      const who = await callerOf(setting);
      const [turn, number] = id.split(":");
      const body = {text: "That one", choice: {turn, number: Number(number)}};
      const conversation = await conversationOf(who, setting);
      const sent = await who.ask("POST", `/v1/conversations/${conversation}/messages`, body, WAIT);
      return answerOf(who, sent, setting);
    },
    async how(setting = {}) {
      const who = await callerOf(setting);
      const turn = lastTurn.get(placeOf(setting));
      const how = await who.ask("GET", `/v1/turns/${turn}/how`);
      const recipe = await who.ask("GET", `/v1/turns/${turn}/recipe`);
      return {text: how.text, recipe: recipe.json.id};
    },
    async csv(setting = {}) {
      const who = await callerOf(setting);
      const turn = lastTurn.get(placeOf(setting));
      const {json} = await who.ask("GET", `/v1/turns/${turn}`);
      const step = json.artifacts.find(({kind}: Json) => kind === "table")?.step;
      return (await who.ask("GET", `/v1/turns/${turn}/artifacts/${step}/rows`)).text;
    },
    async replay(_recipe, setting = {}) {
      const who = await callerOf(setting);
      const {json} = await who.ask(
        "POST",
        `/v1/turns/${lastTurn.get(placeOf(setting))}/replay`,
        undefined,
        WAIT,
      );
      return {same: json.result.same, text: json.result.text};
    },
    async opinion(verdict, setting = {}) {
      const who = await callerOf(setting);
      const path = `/v1/turns/${lastTurn.get(placeOf(setting))}/feedback`;
      await who.ask("PUT", path, {verdict});
      return (await who.ask("GET", path)).json.items.map((one: Json) => one.verdict);
    },
    async restart() {
      await running.close();
      running = await start(home);
    },
    async [Symbol.asyncDispose]() {
      await running.close();
      await rm(home, {recursive: true, force: true});
    },
  };
}

async function start(home: string): Promise<{
  service: OpenService;
  access: Access;
  server: HttpServer;
  close(): Promise<void>;
}> {
  const service = await openService(loadConfig({home, model: "offline"}, {TABLETALK_TIME_ZONE: "UTC"}));
  const access = await openAccess(service.store, await openSecrets(home, {}));
  const settings = {...defaultHttpSettings(home), checkAnswers: true};
  handleHttpJobs(service, access, settings);
  const http = await createHttpApp({service, access, charts: service.charts, settings});
  const server = await serveHttp(http, {port: 0});
  await service.startWorking();
  const close = async () => {
    await server.close(100);
    await service.close();
  };
  return {service, access, server, close};
}

async function member(
  access: Access,
  workspace: string,
  name: string,
): Promise<{person: string; key: string}> {
  const role = "analyst";
  const {person} = await addToWorkspace(access, workspace, {email: `${name}@${workspace}.example`, role});
  const scopes = ["*"];
  const actor = `person:${person}` as const;
  const principal: Principal = {kind: "person", workspace, person, actor, role, scopes, projects: new Map()};
  const {key} = await createKey(access, principal, {name: "conformance", scopes});
  return {person, key};
}

/** Brings a file in; what is told of it is what the import's job says, and the profile. */
async function drop(who: Caller, file: DroppedFile): Promise<{names: string[]; perceived: Perceived}> {
  const form = new FormData();
  form.append("file", new Blob([Buffer.from(file.content)]), file.name);
  const begun = await who.ask("POST", "/v1/datasets", form, WAIT);
  if (begun.status >= 400) return {names: [], perceived: problem(begun.json)};
  let {json} = begun;
  const deadline = Date.now() + DEADLINE_MS;
  while (json.state === "waiting" || json.state === "taken") {
    if (Date.now() > deadline) throw new Error("The file was not read in time.");
    await pause(20);
    json = (await who.ask("GET", `/v1/jobs/${json.id}`)).json;
  }
  if (json.state !== "done" || json.error) return {names: [], perceived: problem(json.error ?? json)};
  const told: {name: string; rows: number; columns: number}[] = json.result.datasets;
  const texts = told.map(({name, rows, columns}) => `${name}: ${rows} rows, ${columns} columns`);
  return {names: told.map(({name}) => name), perceived: nothingBut(texts)};
}

async function done(who: Caller, message: Json): Promise<Json> {
  let now = message;
  const deadline = Date.now() + DEADLINE_MS;
  while (now.state !== "done") {
    if (now.id === undefined || Date.now() > deadline) throw new Error(`No answer: ${JSON.stringify(now)}`);
    now = (await who.ask("GET", `/v1/messages/${now.id}`, undefined, WAIT)).json;
    await pause(10);
  }
  return now;
}

/** What a program shows of an answer: its text, the table of each step that is told, the pictures. */
async function perceive(who: Caller, message: Json): Promise<Perceived> {
  const {text: stream} = await who.ask("GET", `/v1/messages/${message.id}/events`);
  const events = [...stream.matchAll(/^data: (.*)$/gm)].map(([, data = "{}"]) => JSON.parse(data) as Json);
  const failed = events.find(({type}) => type === "error");
  const answer = events.find(({type}) => type === "answer")?.answer;
  const {turn} = message;
  const texts = failed ? [`${failed.message}\n${failed.next}`] : [turn.text];
  const pictures: Perceived["pictures"][number][] = [];
  for (const {step, altText} of answer?.charts ?? []) {
    const key = {Authorization: `Bearer ${who.key}`};
    const path = `/v1/turns/${turn.id}/charts/${step}.png`;
    const drawn = await fetch(`${who.url}${path}`, {headers: key});
    pictures.push({alt: altText, png: new Uint8Array(await drawn.arrayBuffer())});
  }
  const units = await unitsOf(who, turn, answer);
  const tables = events
    .filter(({type, table}) => type === "table" && table.rows.length > 1)
    .map(({step, table}) => tableOf(table, units.get(step) ?? {}, answer?.plan?.reading?.groups ?? []));
  return {
    ...nothingBut(texts),
    ...(failed && {error: texts[0] ?? ""}),
    tables,
    pictures,
    choices: (answer?.choices ?? []).map(({said}: Json, at: number) => ({said, id: `${turn.id}:${at}`})),
  };
}

async function unitsOf(who: Caller, turn: Json, answer: Json): Promise<Map<string, Record<string, string>>> {
  const step = answer?.plan?.headline;
  if (!step) return new Map();
  const {json} = await who.ask("GET", `/v1/turns/${turn.id}/artifacts/${step}`);
  return new Map([[step, json.units ?? {}]]);
}

/** Cells as a page writes them: with the units that the API tells beside the raw values. */
function tableOf(table: Json, units: Record<string, string>, groups: readonly Json[]): PerceivedTable {
  const header: string[] = table.columns.map(({name}: Json) => name);
  const grain = new Map(groups.map(({name, unit, part}) => [name, {timeUnit: unit, part}]));
  const write = withSameCents(
    (cell, {name}) => (cell === null ? "" : formatValue(cell, {unit: units[name], ...grain.get(name)})),
    table,
    units,
  );
  const rows = table.rows.map((row: Json[]) => row.map((cell, at) => write(cell, table.columns[at])));
  return {header, rows};
}

function problem(json: Json): Perceived {
  const said = [json.title, json.detail, json.message, json.next]
    .filter((one) => one !== undefined)
    .join("\n");
  return {...nothingBut([said]), error: said};
}

function nothingBut(texts: readonly string[]): Perceived {
  return {texts, tables: [], pictures: [], files: [], choices: [], buttons: [], messages: texts, harm: []};
}
