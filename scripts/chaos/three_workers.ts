import {type ChildProcess, spawn} from "node:child_process";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {sql} from "kysely";
import {type OpenService, openService} from "../../src/channels/open_service.ts";
import {loadConfig} from "../../src/config.ts";

const WORKERS = 3;
const CONVERSATIONS = 12;
const LEASE_MS = 2_000;
const LAST_MS = 180_000;
const samples = join(import.meta.dirname, "../../samples");

/** Questions with what every right answer to them holds. */
const QUESTIONS: readonly (readonly [string, RegExp])[] = [
  ["how many penguins are there?", /344/],
  ["how many penguins are there by species?", /152/],
  ["average body mass of the penguins by species", /5,?076/],
  ["what is the highest body mass of a penguin?", /6,?300/],
];

/**
 * Three workers on one Postgres, of which one after the other is killed with -9 under load. Every accepted message must have
 * exactly one turn, with the right answer, and exactly one last event; every job must end once.
 * @returns what is wrong; empty: nothing was lost, nothing doubled
 */
export async function threeWorkers(
  url: string,
  kills: number,
  say: (text: string) => void,
): Promise<string[]> {
  const home = mkdtempSync(join(tmpdir(), "tabletalk-chaos-"));
  const environment = {
    ...process.env,
    TABLETALK_HOME: home,
    TABLETALK_STORE: url,
    TABLETALK_MODEL: "offline",
    TABLETALK_LEASE_MS: String(LEASE_MS),
    TABLETALK_TURNS_AT_ONCE: "2",
    TABLETALK_WARM_SESSIONS: "1",
    TZ: "UTC",
  };
  const service = await openService(loadConfig({}, environment));
  const workers: ChildProcess[] = [];
  try {
    await service.workspace("chaos").importFile(join(samples, "penguins.json"), {by: "chaos"});
    for (let number = 0; number < WORKERS; number++) workers.push(await startWorker(environment));
    say(`${WORKERS} workers work`);

    const sent: {id: string; expected: RegExp; text: string}[] = [];
    const jobs: string[] = [];
    let loading = true;
    const load = (async () => {
      for (let number = 0; loading; number++) {
        const [text, expected] = QUESTIONS[number % QUESTIONS.length]!;
        const {id} = await service.inbox.send("chaos", {
          platform: "http",
          installation: "chaos",
          conversation: `c${number % CONVERSATIONS}`,
          messageId: `m${number}`,
          actor: "chaos",
          text,
        });
        sent.push({id, expected, text});
        if (number % 5 === 0)
          jobs.push((await service.jobs.submit("chaos", {kind: "chaos", input: {number}, by: "chaos"})).id);
        // Always some that wait, never so many that the end takes long.
        while (loading && (await waiting(service)) > 12) await pause(50);
      }
    })();

    for (let kill = 1; kill <= kills; kill++) {
      await pause(200 + Math.random() * 1_500);
      const at = Math.floor(Math.random() * WORKERS);
      workers[at]!.kill("SIGKILL");
      workers[at] = await startWorker(environment);
      if (kill % 10 === 0) say(`${kill} killed, ${sent.length} messages sent`);
    }
    loading = false;
    await load;
    const deadline = Date.now() + LAST_MS;
    while ((await waiting(service)) > 0 && Date.now() < deadline) await pause(200);
    const wrong = await faults(service, sent, jobs, deadline);
    const again = await repeated(service);
    say(`${sent.length} messages and ${jobs.length} jobs; ${again} messages were begun more than once`);
    return wrong;
  } finally {
    for (const worker of workers) worker.kill("SIGKILL");
    await service.close();
    rmSync(home, {recursive: true, force: true, maxRetries: 5});
  }
}

async function faults(
  service: OpenService,
  sent: readonly {id: string; expected: RegExp; text: string}[],
  jobs: readonly string[],
  deadline: number,
): Promise<string[]> {
  const {db} = service.store;
  const turns = await db.selectFrom("turns").select(["message", "state", "summary"]).execute();
  const last = await sql<{message: string; number: number}>`
    SELECT message, count(*) AS number FROM turn_events WHERE event LIKE '{"type":"answer"%' OR event LIKE '{"type":"error"%' GROUP BY message`.execute(
    db,
  );
  const wrong: string[] = [];
  for (const {id, expected, text} of sent) {
    const own = turns.filter(({message}) => message === id);
    if (own.length !== 1) wrong.push(`message ${id} has ${own.length} turns`);
    else if (own[0]!.state !== "answered" || !expected.test(own[0]!.summary ?? ""))
      wrong.push(`"${text}" was answered ${own[0]!.state}: ${own[0]!.summary}`);
    const told = last.rows.find(({message}) => message === id)?.number ?? 0;
    if (told !== 1) wrong.push(`message ${id} has ${told} last events`);
  }
  if (turns.length !== sent.length) wrong.push(`${turns.length} turns for ${sent.length} messages`);
  for (const id of jobs) {
    let job = await service.jobs.job("chaos", id);
    while (job && (job.state === "waiting" || job.state === "taken") && Date.now() < deadline) {
      await pause(200);
      job = await service.jobs.job("chaos", id);
    }
    // A job that met three deaths in a row is given up, and says so.
    if (job?.state !== "done" && !(job?.state === "failed" && job.attempts > 3))
      wrong.push(`job ${id} ended ${job?.state} after ${job?.attempts} attempts`);
  }
  return wrong;
}

async function waiting(service: OpenService): Promise<number> {
  const row = await service.store.db
    .selectFrom("messages")
    .select((is) => is.fn.countAll<number>().as("open"))
    .where("state", "<>", "done")
    .executeTakeFirstOrThrow();
  return Number(row.open);
}

async function repeated(service: OpenService): Promise<number> {
  const row = await service.store.db
    .selectFrom("messages")
    .select((is) => is.fn.countAll<number>().as("many"))
    .where("attempts", ">", 1)
    .executeTakeFirstOrThrow();
  return Number(row.many);
}

async function startWorker(env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "worker.ts")], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout!.once("data", () => resolve());
    child.once("exit", (code) => reject(new Error(`a worker ended with ${code} before it worked`)));
  });
  child.removeAllListeners("exit");
  child.stdout!.resume();
  return child;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
