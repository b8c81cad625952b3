import {demand} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import {compareTables, type NearDuplicate} from "../../data/catalogue/near_duplicates.ts";
import type {Dataset, Receipt} from "../../data/dataset.ts";
import type {Column} from "../../data/table.ts";
import {type ListedDataset, listFor} from "../../store/dataset_details.ts";
import type {Store} from "../../store/store.ts";
import {describeTables, type OpenTables, openable} from "./tables.ts";
import {onlookerOf} from "./viewer.ts";

/** A known dataset that a new one is like. */
export interface Copy {
  name: string;
  /** When its version came, ISO 8601. */
  importedAt: string;
  likeness: "same file" | NearDuplicate["likeness"];
  /** Absent of the same file. */
  compared?: NearDuplicate;
  /** A sentence for a person. */
  says: string;
}

const MOST = 200;
const RANK: Readonly<Record<Copy["likeness"], number>> = {
  "same file": 0,
  "same rows": 1,
  "more rows": 2,
  part: 3,
  overlap: 4,
  "same things": 5,
};

/**
 * The datasets that someone may see and that another one is like, the most alike first: the same file, the same rows, a
 * newer or earlier version, a part. It may be known itself under `except`, or not be kept yet.
 * @throws TabletalkError forbidden, aborted; what opening it throws
 */
export async function findCopies(
  store: Store,
  principal: Principal,
  dataset: Dataset,
  open: OpenTables,
  options: {except?: readonly string[]; signal?: AbortSignal} = {},
): Promise<Copy[]> {
  demand(principal, "datasets.read");
  const {except = [dataset.name], signal} = options;
  const {workspace} = principal;
  const visible = await listFor(store, workspace, onlookerOf(principal), {sort: "newest", limit: MOST});
  const others = visible.filter(({name}) => !except.includes(name));
  const known = await openable(store, workspace, others);
  const whenOf = new Map(others.map((one: ListedDataset) => [one.name, one.updatedAt]));
  const found: Copy[] = [];
  const rest: Dataset[] = [];
  for (const one of known) {
    const importedAt = whenOf.get(one.name) ?? "";
    if (isSameFile(dataset, one))
      found.push({
        name: one.name,
        importedAt,
        likeness: "same file",
        says: `This is the file that is already here as ${one.name}${imported(importedAt)}.`,
      });
    else if (couldBe(dataset.version.columns, one.version.columns)) rest.push(one);
  }
  const how = {depth: "planner", signal} as const;
  const own = rest.length > 0 ? (await describeTables([dataset], open, how))[0] : undefined;
  if (own)
    for (const table of await describeTables(rest, open, how)) {
      const compared = compareTables(own, table);
      if (!compared) continue;
      const importedAt = whenOf.get(table.name) ?? "";
      const says = sayCopy(table.name, importedAt, compared, own.profile.rows - table.profile.rows);
      found.push({name: table.name, importedAt, likeness: compared.likeness, compared, says});
    }
  return found.sort(
    (a, b) =>
      RANK[a.likeness] - RANK[b.likeness] ||
      (b.compared?.shares.other ?? 1) - (a.compared?.shares.other ?? 1) ||
      (a.name < b.name ? -1 : 1),
  );
}

/** Whether tables of such columns can be copies of one another: about as many, and most of them of the same types. */
function couldBe(own: readonly Column[], other: readonly Column[]): boolean {
  const [few, many] = [own.length, other.length].sort((a, b) => a - b) as [number, number];
  if (many - few > Math.max(2, many / 4)) return false;
  const left = other.map(kindOf);
  const shared = own.map(kindOf).filter((kind) => {
    const at = left.indexOf(kind);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return shared.length >= 0.6 * few;
}

/** Types that the same values may have in another file. */
function kindOf({type}: Column): string {
  if (type === "integer" || type === "number") return "number";
  return type === "timestamp" ? "date" : type;
}

/** The same table of the same bytes, read in the same way or not. */
function isSameFile(one: Dataset, other: Dataset): boolean {
  if (one.version.hash === other.version.hash) return true;
  const [a, b]: Receipt["source"][] = [one.version.receipt.source, other.version.receipt.source];
  return (
    a!.sha256 !== undefined &&
    a!.sha256 === b!.sha256 &&
    a!.member === b!.member &&
    a!.sheet === b!.sheet &&
    a!.range === b!.range &&
    one.version.receipt.parts === undefined &&
    other.version.receipt.parts === undefined
  );
}

const imported = (at: string): string =>
  at === ""
    ? ""
    : ` (imported on ${new Date(at).toLocaleDateString("en-GB", {dateStyle: "long", timeZone: "UTC"})})`;

/** What a new table is to a known one, in a sentence. `more`: how many rows it has more. */
export function sayCopy(name: string, importedAt: string, compared: NearDuplicate, more: number): string {
  const {likeness, shares, counted, renamed, added, removed, reordered} = compared;
  const known = `${name}${imported(importedAt)}`;
  const about = counted ? "" : "about ";
  const percent = (share: number): string => {
    const whole = Math.round(share * 100);
    return whole === 100 && share < 1 ? "over 99 %" : `${whole} %`;
  };
  const columns = [
    ...renamed.slice(0, 3).map(([own, other]) => `${other} is called ${own}`),
    ...(renamed.length > 3 ? [`${renamed.length - 3} more columns have other names`] : []),
    ...(added.length > 0 ? [`${listed(added)} ${added.length === 1 ? "is" : "are"} new`] : []),
    ...(removed.length > 0 ? [`${listed(removed)} ${removed.length === 1 ? "is" : "are"} gone`] : []),
    ...(reordered && renamed.length + added.length + removed.length === 0
      ? ["the columns stand in another order"]
      : []),
  ];
  const but = columns.map((one) => `; ${one}`).join("");
  if (likeness === "same rows") return `It has the same rows as ${known}${but}.`;
  if (likeness === "more rows")
    return `It looks like a newer version of ${known}: ${shares.other === 1 && counted ? "all" : percent(shares.other)} of its rows are in here${more > 0 ? `, and ${more.toLocaleString("en")} more` : ""}${but}.`;
  if (likeness === "part") return `It looks like a part of ${known}: its rows are all there${but}.`;
  if (likeness === "overlap")
    return shares.other >= 0.8
      ? `It looks like a newer version of ${known}: ${about}${percent(shares.other)} of its rows are in here${but}.`
      : `${capital(about)}${percent(shares.other)} of the rows of ${known} are in here too${but}.`;
  return `It looks like ${known} with ${columns.length > 0 ? "other columns" : "other values in some columns"}${but}.`;
}

const listed = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
