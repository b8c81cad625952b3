import {type ChildProcess, spawn} from "node:child_process";
import {mkdtempSync, rmSync} from "node:fs";
import {Agent, request} from "node:http";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {parseArgs} from "node:util";
import {startPostgres} from "../scripts/postgres.ts";
import {createStoreDatabase} from "../scripts/store_database.ts";
import {openAccess} from "../src/access/access.ts";
import {createKey} from "../src/access/keys.ts";
import {changeLimits} from "../src/access/limits.ts";
import {localPrincipal} from "../src/access/principal.ts";
import {openSecrets} from "../src/access/secret.ts";
import {openService} from "../src/channels/open_service.ts";
import {loadConfig} from "../src/config.ts";

/**
 * A service under load: reads of conversations at a steady rate, then questions at a steady rate, each sent at its time
 * whether or not those before were answered. `node bench/service.ts [--postgres] [--workers 1] [--reads 200] [--turns 20]`
 */
const {values} = parseArgs({
  options: {
    postgres: {type: "boolean", default: false},
    workers: {type: "string", default: "1"},
    reads: {type: "string", default: "200"},
    turns: {type: "string", default: "20"},
    seconds: {type: "string", default: "15"},
  },
});
const SECONDS = Number(values.seconds);
const QUESTIONS = [
  "how many penguins are there?",
  "average body mass by species",
  "what is the highest body mass of a penguin?",
  "how many penguins are there by island?",
];
const root = resolve(import.meta.dirname, "..");
const home = mkdtempSync(join(tmpdir(), "tabletalk-load-"));
const database = values.postgres ? await startPostgres() : undefined;
const store = database && (await createStoreDatabase(database.url)).url;
const environment = {
  ...process.env,
  TABLETALK_HOME: home,
  TABLETALK_MODEL: "offline",
  TZ: "UTC",
  ...(store && {TABLETALK_STORE: store}),
};
const workspace = "terminal";
const agent = new Agent({keepAlive: true, maxSockets: 64});
const workers: ChildProcess[] = [];
try {
  const key = await setUp();
  const urls: string[] = [];
  for (let number = 0; number < Number(values.workers); number++) urls.push(await serve());
  const ask = (method: string, path: string, body?: unknown) =>
    call(urls[Math.floor(Math.random() * urls.length)]!, key, method, path, body);

  const conversations: string[] = [];
  const turns: string[] = [];
  for (let number = 0; number < 40; number++)
    conversations.push((await ask("POST", "/v1/conversations", {title: `Talk ${number}`})).id);
  for (const [number, id] of conversations.entries())
    for (let one = 0; one < 3; one++) {
      const {turn} = await ask("POST", `/v1/conversations/${id}/messages?wait=30`, {
        text: QUESTIONS[(number + one) % QUESTIONS.length],
      }).then(async (sent) => (sent.turn ? sent : settled(ask, sent.id)));
      turns.push(turn.id);
    }

  const pick = <T>(all: readonly T[]): T => all[Math.floor(Math.random() * all.length)]!;
  const reads = [
    () => ask("GET", "/v1/conversations?limit=50"),
    () => ask("GET", `/v1/conversations/${pick(conversations)}`),
    () => ask("GET", `/v1/conversations/${pick(conversations)}/messages`),
    () => ask("GET", `/v1/turns/${pick(turns)}`),
  ];
  tell(
    "reads of conversations",
    Number(values.reads),
    await atRate(Number(values.reads), () => pick(reads)()),
  );
  tell(
    "offline turns, from asked to answered",
    Number(values.turns),
    await atRate(Number(values.turns), async (number) => {
      const sent = await ask(
        "POST",
        `/v1/conversations/${conversations[number % conversations.length]}/messages`,
        {
          text: QUESTIONS[number % QUESTIONS.length],
        },
      );
      await settled(ask, sent.id);
    }),
  );
} finally {
  agent.destroy();
  for (const worker of workers) worker.kill("SIGKILL");
  await database?.stop();
  rmSync(home, {recursive: true, force: true, maxRetries: 5});
}

/** Data, an owner's key, no limits of rate. */
async function setUp(): Promise<string> {
  const service = await openService(loadConfig({}, environment));
  const access = await openAccess(service.store, await openSecrets(home, {}));
  const principal = localPrincipal(workspace);
  await service.workspace(workspace).importFile(join(root, "samples/penguins.json"), {by: "bench"});
  const free = {requestsPerMinute: 1_000_000, questionsPerDay: 1_000_000};
  await changeLimits(access, principal, {eachPerson: free, workspace: {requestsPerMinute: 1_000_000}});
  const {key} = await createKey(access, principal, {name: "bench", scopes: ["*"], forWorkspace: true});
  await service.close();
  return key;
}

async function serve(): Promise<string> {
  const child = spawn(process.execPath, [join(root, "src/cli.ts"), "serve", "--port", "0"], {
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
  });
  workers.push(child);
  return new Promise((resolve) => {
    child.stdout!.on("data", (chunk: Buffer) => {
      const found = /serves at (http:\S+)/.exec(chunk.toString());
      if (found) resolve(found[1]!);
    });
  });
}

// biome-ignore lint/suspicious/noExplicitAny: what a load test reads of an answer.
type Json = any;

function call(url: string, key: string, method: string, path: string, body?: unknown): Promise<Json> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url + path,
      {
        method,
        agent,
        headers: {
          Authorization: `Bearer ${key}`,
          ...(body !== undefined && {"Content-Type": "application/json"}),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          if ((response.statusCode ?? 500) >= 400)
            reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
          else resolve(text === "" ? undefined : JSON.parse(text));
        });
      },
    );
    sent.once("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

async function settled(ask: (method: string, path: string) => Promise<Json>, id: string): Promise<Json> {
  for (;;) {
    const message = await ask("GET", `/v1/messages/${id}`);
    if (message.state === "done") return message;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Starts `rate` works a second for a while; how long each took, and what failed. */
async function atRate(rate: number, work: (number: number) => Promise<unknown>) {
  const took: number[] = [];
  const failed: unknown[] = [];
  const all: Promise<void>[] = [];
  const begun = performance.now();
  for (let number = 0; number < rate * SECONDS; number++) {
    const due = begun + (number * 1000) / rate;
    const early = due - performance.now();
    if (early > 1) await new Promise((resolve) => setTimeout(resolve, early));
    all.push(
      work(number).then(
        () => void took.push(performance.now() - due),
        (error: unknown) => void failed.push(error),
      ),
    );
  }
  await Promise.all(all);
  return {took, failed, perSecond: all.length / ((performance.now() - begun) / 1000)};
}

function tell(
  what: string,
  rate: number,
  {took, failed, perSecond}: Awaited<ReturnType<typeof atRate>>,
): void {
  took.sort((a, b) => a - b);
  const at = (share: number) => `${(took[Math.floor(took.length * share)] ?? 0).toFixed(1)} ms`;
  console.log(
    `${what}: ${rate}/s asked, ${perSecond.toFixed(1)}/s done; p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}; ${failed.length} failed`,
  );
  for (const one of failed.slice(0, 3)) console.log(`  ${one}`);
}
