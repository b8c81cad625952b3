import {readFileSync, writeFileSync} from "node:fs";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {answerCase} from "./answer_case.ts";
import {openHostedTurns} from "./ask_turn.ts";
import {recordedCases} from "./recorded_cases.ts";
import {
  type ChatRequest,
  type Exchange,
  fingerprint,
  nextPurpose,
  readRequest,
  sendReply,
} from "./replay_server.ts";
import {turnCases} from "./turn_cases.ts";

/**
 * Records the exchanges that the tests replay: every case is asked of an OpenAI-compatible model.
 *
 *   node test/agents/hosted/record_exchanges.ts http://127.0.0.1:4010/v1#MODEL [exchanges|turns] [PATTERN]
 *   node test/agents/hosted/record_exchanges.ts recorded [exchanges|turns] [PATTERN]
 *
 * With a pattern only the questions that it matches are asked; the recorded exchanges of the others stay. `recorded` asks no
 * model: the replies of before are kept under the requests of today.
 */
const [address = "", only, pattern = ""] = process.argv.slice(2);
const wanted = ({question}: {question: string}): boolean => new RegExp(pattern).test(question);
const [upstream = "", model = "model"] = address.split("#");

async function record(file: string, ask: (url: string) => Promise<unknown>): Promise<void> {
  const place = new URL(`./fixtures/${file}`, import.meta.url);
  const before = new Map(
    recordedIn(place).flatMap(({key, purpose, reply}) => [
      [key, reply.content],
      [purpose, reply.content],
    ]),
  );
  const exchanges: Exchange[] = [];
  const asked: string[] = [];
  const server = createServer(async (incoming, response) => {
    const request = await readRequest(incoming);
    const purpose = nextPurpose(request, asked);
    const kept = before.get(fingerprint(request)) ?? before.get(purpose);
    const reply = address === "recorded" ? keptReply(kept, purpose) : replyOf(request);
    const content = await reply.catch((error: unknown) => {
      response.writeHead(400, {"content-type": "application/json"});
      response.end(JSON.stringify({error: {message: String(error)}}));
    });
    if (content === undefined) return;
    exchanges.push({key: fingerprint(request), purpose, request, reply: {content}});
    sendReply(response, content);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  await ask(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`);
  server.close();
  exchanges.push(...(pattern === "" ? [] : keptOf(place, exchanges)));
  exchanges.sort((a, b) => (a.purpose < b.purpose ? -1 : 1));
  const lines = exchanges.map((one) => `${JSON.stringify(one)}\n`).join("");
  writeFileSync(place, lines);
  process.stdout.write(`${file}: ${exchanges.length} exchanges\n`);
}

/** The exchanges of a file whose questions were not asked again. */
function keptOf(place: URL, asked: readonly Exchange[]): Exchange[] {
  const questionOf = ({purpose}: Exchange) => purpose.split(" | ")[0];
  const again = new Set(asked.map(questionOf));
  return recordedIn(place).filter((one) => !again.has(questionOf(one)));
}

function recordedIn(place: URL): Exchange[] {
  const lines = readFileSync(place, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Exchange);
}

async function keptReply(kept: string | undefined, purpose: string): Promise<string> {
  if (kept === undefined) throw new Error(`No reply is recorded for ${purpose}`);
  return kept;
}

async function replyOf(request: ChatRequest): Promise<string> {
  const response = await fetch(`${upstream}/chat/completions`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${process.env.TABLETALK_MODEL_KEY ?? "none"}`,
    },
    body: JSON.stringify({...request, model, stream: false, stream_options: undefined}),
  });
  const body = (await response.json()) as {choices?: {message: {content: string}}[]; error?: unknown};
  if (!body.choices) throw new Error(`The model failed: ${JSON.stringify(body.error)}`);
  return body.choices[0]!.message.content;
}

if (only !== "turns")
  await record("exchanges.jsonl", (url) =>
    Promise.all(
      recordedCases.filter(wanted).map(async (one) => {
        const {session} = await answerCase(one, url);
        await session[Symbol.asyncDispose]();
      }),
    ),
  );
if (only !== "exchanges")
  await record("turns.jsonl", async (url) => {
    await using turns = openHostedTurns(url, true);
    await Promise.all(
      turnCases.filter(wanted).map(async ({question, file}) => {
        const answer = await turns.ask(question, file);
        process.stdout.write(`${question.slice(0, 60)}: ${answer.answer.slice(0, 200)}\n`);
      }),
    );
  });
