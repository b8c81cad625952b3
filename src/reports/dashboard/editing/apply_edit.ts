import type {Planner, PlannerInput} from "../../../agents/contracts.ts";
import type {Session} from "../../../data/engine.ts";
import type {TableProfile} from "../../../data/profile.ts";
import {TabletalkError} from "../../../errors.ts";
import type {Condition} from "../../../tools/condition.ts";
import type {TimeUnit} from "../../../tools/measure.ts";
import {subjectOf, timeGroup} from "../chart_candidates.ts";
import {widthsFor} from "../choose_charts.ts";
import {both} from "../compile_plan.ts";
import {designDashboard} from "../design.ts";
import type {DashboardSpec, Tile} from "../spec.ts";
import {addedPart, plannedWhere} from "./ask_planner.ts";
import {findPart, nameOf} from "./find_part.ts";
import type {Edit} from "./read_edit.ts";

/** What an edit is made with. The planner reads what is to be added and which rows count. */
export interface EditScene {
  session: Session;
  profile: TableProfile;
  planner: () => Promise<Planner>;
  input: Omit<PlannerInput, "question" | "profiles" | "session" | "earlier">;
  /** The specs before this one, newest last. */
  before: readonly DashboardSpec[];
}

/** A dashboard's spec after a change, those that it was, and what was done in a sentence. */
export interface Edited {
  spec: DashboardSpec;
  before: DashboardSpec[];
  said: string;
}

/**
 * A spec changed as somebody said; the page is computed from it anew.
 * @throws TabletalkError bad_use where the words fit nothing on the dashboard or nothing in the data
 */
export async function applyEdit(spec: DashboardSpec, edit: Edit, scene: EditScene): Promise<Edited> {
  if (edit.kind === "undo") {
    const last = scene.before.at(-1);
    if (!last)
      throw new TabletalkError(
        "bad_use",
        "There is nothing to undo.",
        "This is the dashboard as it was made.",
      );
    return {spec: last, before: scene.before.slice(0, -1), said: "The last change is taken back."};
  }
  const {spec: next, said} = await changed(spec, edit, scene);
  return {spec: next, before: [...scene.before, spec].slice(-20), said};
}

type Change = {spec: DashboardSpec; said: string};

async function changed(
  spec: DashboardSpec,
  edit: Exclude<Edit, {kind: "undo"}>,
  scene: EditScene,
): Promise<Change> {
  switch (edit.kind) {
    case "unit":
      return cutBy(spec, edit.unit);
    case "title":
      return {spec: {...spec, title: edit.title}, said: `It is called “${edit.title}” now.`};
    case "pattern":
      return inPattern(spec, edit.pattern, scene);
    case "all": {
      const {where: _where, ...rest} = spec;
      if (spec.scope.length === 0)
        throw new TabletalkError("bad_use", "It shows all rows already.", "Say “only …” to show some.");
      return {spec: {...rest, scope: []}, said: "It shows all rows again."};
    }
    case "only": {
      const where = await plannedWhere(edit.words, spec, scene);
      const own: Condition = edit.not ? {op: "not", arg: where} : where;
      const said = `${edit.not ? "without" : "only"} ${edit.words}`;
      return {
        spec: {...spec, where: both(spec.where, own)!, scope: [...spec.scope, said]},
        said: `It shows ${said} now.`,
      };
    }
    case "drop":
      return dropped(spec, edit.what);
    case "add": {
      const {part, said} = await addedPart(edit.what, spec, scene);
      if ("goodIs" in part || "measure" in part)
        return {spec: {...spec, figures: [...spec.figures, part].slice(0, 8)}, said};
      if (spec.tiles.length >= 12)
        throw new TabletalkError("bad_use", "A dashboard holds twelve charts.", "Drop one first.");
      return {spec: arranged({...spec, tiles: [...spec.tiles, part]}), said};
    }
    case "swap": {
      const [one, other] = [tileAt(spec, edit.one), tileAt(spec, edit.other)];
      const tiles = spec.tiles.map((tile, at) =>
        at === one ? spec.tiles[other]! : at === other ? spec.tiles[one]! : tile,
      );
      return {
        spec: arranged({...spec, tiles}),
        said: `${tiles[other]!.subject} and ${tiles[one]!.subject} changed places.`,
      };
    }
    case "first": {
      const at = tileAt(spec, edit.what);
      const tile = spec.tiles[at]!;
      return {
        spec: arranged({...spec, tiles: [tile, ...spec.tiles.filter((one) => one !== tile)]}),
        said: `${tile.subject} comes first.`,
      };
    }
    case "draw":
      return drawnAs(spec, tileAt(spec, edit.what), edit.as);
  }
}

/** The place of a chart that words name. */
function tileAt(spec: DashboardSpec, said: string): number {
  const part = findPart(spec, said);
  if (part.kind === "tile") return part.at;
  throw new TabletalkError(
    "bad_use",
    `${nameOf(spec, part)} is no chart.`,
    `The charts are: ${spec.tiles.map(({subject}) => subject).join("; ")}.`,
  );
}

/** Every period of it is cut anew. */
function cutBy(spec: DashboardSpec, unit: TimeUnit): Change {
  const {time} = spec;
  if (!time)
    throw new TabletalkError(
      "bad_use",
      "This data has no dates to cut into periods.",
      "Ask for another change.",
    );
  if (time.years && unit !== "year")
    throw new TabletalkError("bad_use", `${time.column} holds years alone.`, "It can be shown by year.");
  const {onePerPeriod: _one, against, ...rest} = time;
  const next = {
    ...rest,
    unit,
    ...(unit === time.unit && _one && {onePerPeriod: true}),
    ...(against && unit !== "year" && unit !== "day" && {against}),
  };
  const tiles = spec.tiles.map((tile): Tile => {
    const at = tile.groups.findIndex(({of, unit: own}) => own && "column" in of && of.column === time.column);
    if (at < 0) return tile;
    const group = timeGroup(next, [
      ...tile.measures.map(({name}) => name),
      ...tile.groups.filter((_, place) => place !== at).map(({name}) => name),
    ]);
    const groups = tile.groups.map((one, place) => (place === at ? group : one));
    return {...tile, groups, subject: subjectOf(tile.measures, groups)};
  });
  return {spec: {...spec, time: next, tiles}, said: `It is shown by ${unit} now.`};
}

async function inPattern(
  spec: DashboardSpec,
  pattern: DashboardSpec["pattern"],
  {session, profile}: EditScene,
): Promise<Change> {
  const fresh = await designDashboard(session, profile, {pattern, title: spec.title});
  const {where, scope, time} = spec;
  const next = {...fresh, scope, ...(where && {where})};
  return {
    spec: time && fresh.time && time.unit !== fresh.time.unit ? cutBy(next, time.unit).spec : next,
    said: `This is the ${pattern} version.`,
  };
}

function dropped(spec: DashboardSpec, what: string): Change {
  const part = findPart(spec, what);
  const said = `${nameOf(spec, part)} is gone.`;
  if (part.kind === "list") {
    const {list: _list, ...rest} = spec;
    return {spec: rest, said};
  }
  const without = <Of>(all: readonly Of[]): Of[] => all.filter((_, at) => at !== part.at);
  if (part.kind === "figure") return {spec: {...spec, figures: without(spec.figures)}, said};
  if (part.kind === "filter") return {spec: {...spec, filters: without(spec.filters)}, said};
  return {spec: arranged({...spec, tiles: without(spec.tiles)}), said};
}

function drawnAs(spec: DashboardSpec, at: number, kind: Tile["kind"]): Change {
  const tile = spec.tiles[at]!;
  const parts = kind === "pie" || kind === "donut";
  if (tile.columns.length > 0 || tile.kind === "histogram" || (kind === "heatmap" && tile.groups.length < 2))
    throw new TabletalkError(
      "bad_use",
      `${tile.subject} cannot be drawn so.`,
      "Choose a kind that shows the same numbers.",
    );
  if (parts && (tile.additive === false || tile.groups.length > 1))
    throw new TabletalkError(
      "bad_use",
      `The parts of a ${kind} must add up to a whole, which ${tile.subject} does not.`,
      "Bars compare them.",
    );
  const {geography: _geography, ...rest} = tile;
  const limit = parts ? {limit: Math.min(tile.limit ?? 8, 8)} : {};
  const tiles = spec.tiles.map((one, place) => (place === at ? {...rest, kind, ...limit} : one));
  return {spec: arranged({...spec, tiles}), said: `${tile.subject} is drawn as a ${kind} now.`};
}

/** Rows of charts that are full again. */
function arranged(spec: DashboardSpec): DashboardSpec {
  const widths = widthsFor(spec.tiles.map((tile) => ({tile})));
  return {...spec, tiles: spec.tiles.map((tile, at) => ({...tile, width: widths[at]!}))};
}
