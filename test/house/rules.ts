import type {SourceFile} from "./source_file.ts";

/** The floors of the house, from the top. A room imports from floors below its own, and from itself. */
const FLOORS: readonly (readonly string[])[] = [
  ["cli.ts"],
  ["commands"],
  // Both stand on the turn that the other channels share.
  ["mcp", "voice"],
  ["channels"],
  ["workspace"],
  // A workflow makes pages; a page is changed, and an analysis led, by a planner.
  ["workflows"],
  ["reports"],
  ["agents", "plugins"],
  ["planning"],
  ["tools"],
  ["learning", "charts", "kaggle", "knowledge"],
  // What learning is made of, too: random numbers, least squares, moments.
  ["statistics"],
  ["data", "models", "access"],
  ["store", "config.ts"],
  ["errors.ts"],
];

/** Packages that only some rooms may import. */
const RESERVED: readonly {packages: RegExp; rooms: readonly string[]; what: string}[] = [
  {
    packages: /^(@mastra\/|ai$|@ai-sdk\/)/,
    rooms: ["src/agents/hosted/", "src/models/"],
    what: "Mastra and the AI SDK",
  },
  {
    packages: /^(@duckdb\/|kysely|node:sqlite|pg$|pg-|postgres$|mysql2|better-sqlite3|@electric-sql\/)/,
    rooms: ["src/store/", "src/data/"],
    what: "drivers of databases",
  },
  {
    packages: /^(@livekit\/|koffi$|sherpa-onnx|@echogarden\/)/,
    rooms: ["src/voice/"],
    what: "engines of speech and of calls",
  },
];

/** LiveKit's workers import the entry of a job so. */
const DEFAULT_EXPORTS: ReadonlySet<string> = new Set(["src/voice/call/agent.ts"]);

const VAGUE = /(^|\/)(utils?|helpers?|common|manager|misc)(\.ts)?(\/|$)/;
const LONGEST = 400;

/** Every way in which the files break the rules of the house, one sentence each. */
export function brokenRules(files: readonly SourceFile[]): string[] {
  return [...files.flatMap(brokenAlone), ...circles(files)];
}

function brokenAlone(file: SourceFile): string[] {
  return [
    ...file.imports.flatMap((one) => brokenImport(file.path, one)),
    ...(file.hasDefaultExport && !DEFAULT_EXPORTS.has(file.path)
      ? [`${file.path} has a default export`]
      : []),
    ...(file.isBarrel ? [`${file.path} only hands on what others export`] : []),
    ...(file.lines > LONGEST ? [`${file.path} has ${file.lines} lines, more than ${LONGEST}`] : []),
    ...(VAGUE.test(file.path) ? [`${file.path} has a name that says nothing`] : []),
  ];
}

/** Files that import values from one another in a circle: each circle once, from where it was entered. */
function circles(files: readonly SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    const at = way.indexOf(path);
    if (at >= 0) found.push(`${[...way.slice(at), path].join(" -> ")} is a circle of imports`);
    if (at >= 0 || done.has(path)) return;
    for (const next of byPath.get(path)?.values ?? []) visit(next, [...way, path]);
    done.add(path);
  };
  for (const {path} of files) visit(path, []);
  return found;
}

/** The room of a path: its first folder (or file) under src/. */
export function roomOf(path: string): string {
  return path.split("/")[1] ?? path;
}

function brokenImport(from: string, to: string): string[] {
  if (!to.startsWith("src/")) {
    const reserved = RESERVED.find((one) => one.packages.test(to));
    const allowed = !reserved || reserved.rooms.some((room) => from.startsWith(room));
    return allowed ? [] : [`${from} imports ${to}: ${reserved.what} are for ${reserved.rooms.join(" and ")}`];
  }
  const [own, other] = [roomOf(from), roomOf(to)];
  if (own === other) return [];
  const [ownFloor, otherFloor] = [floorOf(own), floorOf(other)];
  if (ownFloor < 0) return [`${from} is in a room that the design does not have`];
  return otherFloor > ownFloor ? [] : [`${from} imports ${to}, which is not below it`];
}

function floorOf(room: string): number {
  return FLOORS.findIndex((floor) => floor.includes(room));
}
