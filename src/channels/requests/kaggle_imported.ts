import type {Dataset} from "../../data/dataset.ts";
import {commercialWarnings, dataLine} from "../../data/published.ts";
import type {KaggleClient} from "../../kaggle/client.ts";
import {shownText} from "../../kaggle/reference.ts";
import {emptyAnswer} from "../answer.ts";
import type {Answer, TurnEvent} from "../channel.ts";
import {apartFromDataLines} from "../data_lines.ts";
import {harmless} from "../harmless.ts";
import {importKaggle, type KaggleImported} from "../kaggle/import_kaggle.ts";
import type {TurnParts} from "../turn_parts.ts";
import type {KaggleAsk} from "./read_kaggle_request.ts";
import type {RequestScene} from "./request.ts";

const MOST_TABLES = 12;
/** How often progress is told. */
const EVERY_MS = 1_000;

interface Importing {
  kaggle: KaggleClient;
  importFile: NonNullable<TurnParts["importFile"]>;
  scene: RequestScene;
  emit: (event: TurnEvent) => void;
}

/** Brings a dataset or competition in; then answers what was asked of it, or says what there is and what it can be asked. */
export async function importedAnswer(
  ask: Extract<KaggleAsk, {kind: "import"}>,
  {kaggle, importFile, scene, emit}: Importing,
): Promise<{datasets: Dataset[]; answer: () => Promise<Answer>}> {
  const {signal} = scene.setting;
  let told = 0;
  emit({type: "status", text: `Fetching ${shownText(ask.ref, 120)} from Kaggle`});
  const made = await importKaggle(
    kaggle,
    importFile,
    {ref: ask.ref, file: ask.file},
    {
      signal,
      onProgress: ({doing}) => {
        if (Date.now() - told < EVERY_MS) return;
        told = Date.now();
        emit({type: "status", text: harmless(doing)});
      },
    },
  );
  const {datasets} = made;
  const {over} = scene.parts;
  return {
    datasets,
    answer: async () => {
      const {question} = ask;
      if (question === undefined || !over) return plainAnswer(made, scene);
      return over(datasets, (parts) => askedOf(question, parts, made, {scene, emit}));
    },
  };
}

/** What came, from where, under which licence, and what it can be asked. */
async function plainAnswer(
  {downloaded, datasets}: KaggleImported,
  {parts, setting}: RequestScene,
): Promise<Answer> {
  const {origin, skipped} = downloaded;
  const shown = datasets.slice(0, MOST_TABLES).map(({name, version}) => {
    const {rows, columns} = version;
    return `- ${name}: ${rows.toLocaleString("en-US")} row${rows === 1 ? "" : "s"}, ${columns.length} column${columns.length === 1 ? "" : "s"}`;
  });
  const more = datasets.length - shown.length;
  const text = [
    `${shownText(origin.title, 100)} is here, from Kaggle:`,
    ...shown,
    ...(more > 0 ? [`- and ${more} more tables`] : []),
    ...(skipped.length > 0
      ? [
          `Left out: ${skipped
            .slice(0, 3)
            .map(({name, why}) => `${shownText(name, 80)} (${why})`)
            .join("; ")}`,
        ]
      : []),
    dataLine([origin])!,
    ...(parts.commercial ? commercialWarnings([origin]) : []),
  ];
  const suggestions = (await parts.over?.(datasets, (own) => questionsFor(datasets, own, setting))) ?? [];
  return {
    ...emptyAnswer(harmless(text.join("\n"))),
    sources: [origin],
    ...(suggestions.length > 0 && {suggestions: suggestions.map(harmless)}),
  };
}

/** Questions that the new tables can be asked; that none is found loses no answer. */
async function questionsFor(
  datasets: readonly Dataset[],
  {session}: TurnParts,
  {asOf, timeZone, signal}: RequestScene["setting"],
): Promise<string[]> {
  try {
    const {answerableSuggestions} = await import("../../agents/offline/talk/offered.ts");
    const [largest] = datasets.toSorted((a, b) => b.version.rows - a.version.rows);
    const profiles = largest ? [await session.profile(largest.name, {signal})] : [];
    return await answerableSuggestions({
      question: "",
      profiles,
      earlier: [],
      session,
      asOf,
      timeZone,
      signal,
    });
  } catch {
    signal.throwIfAborted();
    return [];
  }
}

/** The answer to what was asked of it, which says too what came. */
async function askedOf(
  question: string,
  parts: TurnParts,
  {datasets}: KaggleImported,
  {scene, emit}: Pick<Importing, "scene" | "emit">,
): Promise<Answer> {
  const {runTurn} = await import("../turn.ts");
  const [only, second] = datasets;
  const table = only && !second ? only.name : "it";
  const whole = question.replace("{table}", table);
  const answer = await runTurn(parts, {...scene.setting, question: whole, earlier: []}, (event) => {
    if (event.type !== "answer") emit(event);
  });
  const names = datasets.slice(0, MOST_TABLES).map(({name}) => name);
  const {text, lines} = apartFromDataLines(answer.answer);
  const came = `(Imported from Kaggle: ${names.join(", ")}.)`;
  return {...answer, question: whole, answer: [text, came, ...lines].join("\n")};
}
