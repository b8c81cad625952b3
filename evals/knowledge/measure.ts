import {mkdtempSync, readdirSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {parseArgs} from "node:util";
import {closenessTo} from "../../src/knowledge/closeness.ts";
import {openEmbedder} from "../../src/knowledge/embedders/open_embedder.ts";
import {tellingWords} from "../../src/knowledge/embedders/words_of.ts";
import {ingestDocument} from "../../src/knowledge/ingest.ts";
import {type EmbedderChoice, embedderChoiceSchema, readPipeline} from "../../src/knowledge/pipeline.ts";
import {fused, searchKnowledge} from "../../src/knowledge/search.ts";
import {type ChunkHit, searchVectors, searchWords} from "../../src/store/chunks.ts";
import {ensureCollection} from "../../src/store/collections.ts";
import {openPostgresStore} from "../../src/store/postgres/open.ts";
import {openSqliteStore} from "../../src/store/sqlite/open.ts";
import type {Store} from "../../src/store/store.ts";

const {values: flags} = parseArgs({
  options: {
    unread: {type: "boolean", default: false},
    postgres: {type: "string"},
    embedder: {type: "string"},
    missed: {type: "boolean", default: false},
  },
});

interface Question {
  question: string;
  answeredBy: string | null;
  half: "read" | "unread";
}
type Place = {location: string; heading: string};

const folder = new URL("./", import.meta.url);
const questions = (JSON.parse(readFileSync(new URL("questions.json", folder), "utf8")) as Question[]).filter(
  ({half}) => half === (flags.unread ? "unread" : "read"),
);
const answered = questions.filter(({answeredBy}) => answeredBy !== null);
const DEPTH = 50;

const home = mkdtempSync(join(tmpdir(), "tabletalk-measure-"));
const store: Store = flags.postgres
  ? await openPostgresStore(flags.postgres)
  : await openSqliteStore(join(home, "state.sqlite"));
try {
  const kinds: EmbedderChoice[] = [{kind: "words"}, {kind: "hashed"}];
  if (flags.embedder) kinds.push(embedderChoiceSchema.parse(JSON.parse(flags.embedder)));
  const lists = new Map<string, Place[][]>();
  for (const embedder of kinds) {
    const workspace = `measure ${embedder.kind} ${process.pid}`;
    const collection = await ensureCollection(store, workspace, {
      name: "all",
      pipeline: readPipeline({embedder}),
      createdBy: "measure",
    });
    const documents = new URL("documents/", folder);
    for (const name of readdirSync(documents)) {
      const path = new URL(name, documents).pathname;
      await ingestDocument({store, workspace}, collection, {path, location: name, createdBy: "measure"});
    }
    const scope = {limit: DEPTH};
    const opened = await openEmbedder(embedder);
    const [byWords, byVectors, both, whole]: ChunkHit[][][] = [[], [], [], []];
    for (const {question} of answered) {
      const words = await searchWords(store, workspace, [...new Set(tellingWords(question))], scope);
      const [vector] = await opened.embed([question]);
      const vectors = await searchVectors(store, workspace, opened.id, vector!, scope);
      const hits = new Map([...words, ...vectors].map((hit) => [hit.chunk, hit]));
      byWords!.push(words);
      byVectors!.push(vectors);
      both!.push(
        fused([
          {list: words, weight: 1},
          {list: vectors, weight: 1},
        ]).map((chunk) => hits.get(chunk)!),
      );
      const {passages} = await searchKnowledge({store, workspace}, question, {limit: DEPTH});
      whole!.push(passages.map((passage) => ({...passage, score: passage.closeness})));
    }
    lists.set("full text alone", byWords!);
    lists.set(`${embedder.kind} alone`, byVectors!);
    lists.set(`full text + ${embedder.kind}`, both!);
    lists.set(`full text + ${embedder.kind} + closeness`, whole!);
  }
  console.log(`${answered.length} questions, ${flags.unread ? "unread" : "read"} half, ${store.dialect}`);
  for (const [name, found] of lists) console.log(`${name.padEnd(34)} ${figures(found)}`);
  if (flags.missed) sayMissed(lists.get("full text + words + closeness")!);
  await tellAbstaining();
} finally {
  await store.close();
  rmSync(home, {recursive: true, force: true});
}

/** From 1; 0 where the passage was not found. */
function rankOf(found: readonly Place[], {answeredBy}: Question): number {
  const [file, heading] = answeredBy!.split("#");
  return found.findIndex((one) => one.location === `${file}.md` && one.heading.endsWith(` > ${heading}`)) + 1;
}

function figures(found: readonly Place[][]): string {
  const ranks = answered.map((question, at) => rankOf(found[at]!, question));
  const within = (depth: number) => ranks.filter((rank) => rank > 0 && rank <= depth).length / ranks.length;
  const reciprocal = ranks.reduce((sum, rank) => sum + (rank > 0 ? 1 / rank : 0), 0) / ranks.length;
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`.padStart(7);
  return `recall@1 ${percent(within(1))}  recall@5 ${percent(within(5))}  recall@10 ${percent(within(10))}  MRR ${reciprocal.toFixed(3)}`;
}

function sayMissed(found: readonly Place[][]): void {
  for (const [at, question] of answered.entries())
    if (rankOf(found[at]!, question) !== 1)
      console.log(
        `  ${rankOf(found[at]!, question)}  ${question.question}  (${question.answeredBy})  first: ${found[at]![0]?.heading}`,
      );
}

/** The closeness of the best passage, for questions with an answer and without. */
async function tellAbstaining(): Promise<void> {
  const best: {question: Question; closeness: number}[] = [];
  for (const question of questions) {
    const {passages} = await searchKnowledge(
      {store, workspace: `measure words ${process.pid}`},
      question.question,
    );
    best.push({question, closeness: Math.max(0, ...passages.slice(0, 3).map(({closeness}) => closeness))});
  }
  await closenessTo("");
  for (const least of [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6]) {
    const share = (wanted: boolean) => {
      const all = best.filter(({question}) => (question.answeredBy !== null) === wanted);
      return `${all.filter(({closeness}) => closeness >= least).length} of ${all.length}`;
    };
    console.log(`closeness from ${least}: ${share(true)} answerable kept, ${share(false)} others kept`);
  }
}
