import type {Reading} from "../../../planning/reading.ts";
import {isMeasure} from "../column_nature.ts";
import {buildLattice} from "../lattice.ts";
import type {Lexicon} from "../lexicon.ts";
import {dateColumnOf} from "../period_phrase.ts";
import {findPeriods} from "../periods.ts";
import {type Candidate, datesOf, type Scene} from "../scene.ts";
import {tokenize} from "../tokens.ts";
import {type Asked, assembleRequest} from "./assemble_request.ts";
import {type Bins, takeBins} from "./bins.ts";
import {changeRequest, onlyArranges} from "./change_request.ts";
import {type Channels, takeChannels} from "./channels.ts";
import {takeConditions} from "./conditions.ts";
import {type Field, isSpread, tellsTime} from "./fields.ts";
import {type Entry, mainClause} from "./main_clause.ts";
import {type Marks, takeMarks} from "./marks.ts";
import {type Along, addField, cut, type Parts, pick, settleValues} from "./parts.ts";
import {type Request, requestOf} from "./request.ts";
import {takeSorts} from "./sorts.ts";

/** A request for a chart that was read; `unplaced` are the words that found no place. */
export interface ReadRequest {
  /** Absent where what is named makes no chart. */
  reading?: Reading;
  /** The reading that it makes of the one before, where it only says how that is shown. */
  change?: (earlier: Reading) => Reading | undefined;
  unplaced: string[];
  marks: Marks;
  /** It names what it shows, and not only how. */
  whole?: boolean;
  /** One thing is set against another: "budget vs gross". */
  against?: boolean;
  codes?: boolean;
  /** How often the values of one column go with those of another: "the distribution of grades by school". */
  parted?: boolean;
}

const SCORE = 0.9;
const RELATION =
  /\b(?:relat\w*|correlat\w*|compar\w*|associat\w*|affects?|depends?|chang\w+|var(?:y|ies)|versus|vs|against|with respect)\b/i;

/**
 * Reads a request for a chart against one table: the kind, the order, bins, axes, colours and panels that it names, its
 * conditions, and what is left as what is measured and by what. Every word finds a place, or the request is not read.
 */
export function readRequest(question: string, lexicon: Lexicon, asOf: string): ReadRequest {
  const tokens = tokenize(question);
  const profile = lexicon.tables[0]!;
  const dates = datesOf(lexicon.columns, []);
  const periods = findPeriods(question, {
    asOf,
    dateColumns: dates.flatMap((column) => dateColumnOf(column.profile) ?? []),
  });
  const scene: Scene = {tokens, lexicon, profile, columns: lexicon.columns, dates, yesNo: false};
  const request = requestOf(scene, buildLattice(tokens, lexicon, periods));

  const marks = takeMarks(request);
  const bins = takeBins(request);
  const sorts = takeSorts(request);
  const channels = takeChannels(request);
  const filters = takeConditions(request);
  const entries = mainClause(request);
  const unplaced = request.words.flatMap((word, at) => (request.places[at] ? [] : [word.text]));
  if (unplaced.length > 0 || !filters) return {unplaced, marks};

  const parts: Parts = {
    measures: [],
    counted: false,
    numbers: [],
    along: [],
    filters,
    values: [],
    assumptions: [],
  };
  const all = [...axisEntries(channels), ...entries];
  const own = all.filter(
    (entry) =>
      !isSaidByOthers(entry, all) &&
      !isRowNoun(entry, all) &&
      !isSaidAgain(entry, all) &&
      !isHead(entry, all),
  );
  if (!own.every((entry) => addField(parts, entry, scene, bins))) return {unplaced, marks};
  settleValues(parts);
  const asked: Asked = {
    parts,
    marks: {...marks, ...(channels.stacked && {stacked: true}), ...(channels.panels && {panels: true})},
    bins,
    sorts,
    scene,
    color: alongOf(channels.color, bins),
    facet: alongOf(channels.facet, bins),
    related:
      entries.some(({link}) => link === "against" || link === "by" || link === "over") ||
      RELATION.test(question),
  };
  if ((channels.color && !asked.color) || (channels.facet && !asked.facet)) return {unplaced, marks};
  const placed = (reading: Candidate["reading"]): Reading => ({
    ...reading,
    placements: placements(request),
    score: SCORE,
  });
  if (onlyArranges(asked)) {
    const change = (earlier: Reading) => {
      const changed = changeRequest(earlier, asked);
      return changed && placed(changed);
    };
    const own = assembleRequest(asked);
    return {...(own && {reading: placed(own)}), change, unplaced, marks};
  }
  const reading = assembleRequest(asked);
  const whole = parts.numbers.length + parts.measures.length > 0 || (parts.counted && parts.along.length > 0);
  return {
    ...(reading && {reading: placed(reading)}),
    unplaced,
    marks,
    whole,
    codes: parts.codes === true,
    parted: isParted(parts, question),
    against: entries.some(({link}) => link === "against" || link === "by" || link === "over"),
  };
}

/** "ratings: IMDB and Tomatoes": a part of names that only says what the columns named beside it have in common. */
function isSaidByOthers(entry: Entry, all: readonly Entry[]): boolean {
  const {field} = entry;
  if (field.is !== "column" || field.mention.columns[0]!.cost < 0.15) return false;
  const may = new Set(field.mention.columns.map((one) => one.column));
  const others = all.flatMap((other) =>
    other !== entry && (other.field.is === "column" || other.field.is === "measure")
      ? other.field.mention.columns
          .slice(0, 1)
          .filter((one) => one.cost < field.mention.columns[0]!.cost + 0.3)
      : [],
  );
  return new Set(others.map((one) => one.column).filter((column) => may.has(column))).size >= 2;
}

/** "industries of the companies": the rows, where something else is there to show them by. */
function isRowNoun(entry: Entry, all: readonly Entry[]): boolean {
  const {field} = entry;
  if (field.is !== "column" || entry.link === "by") return false;
  const {column, cost} = field.mention.columns[0]!;
  const counted =
    column.profile.role === "identifier" && cost > 0.1 && all.some((other) => other.field.is === "count");
  if (!field.alsoRows && !counted) return false;
  return all.some(
    ({field: other}) =>
      other !== field &&
      (other.is === "column" || other.is === "grain" || (other.is === "count" && other.mention)),
  );
}

const isParted = ({along, numbers, measures}: Parts, question: string): boolean =>
  along.length === 2 &&
  numbers.length + measures.length === 0 &&
  /\b(?:distribut|breakdown)/i.test(question) &&
  along.every((one) => one.column && !isSpread(one.column));

/** "mpg for each cylinder count": how many cylinders is what the column holds, where something else is measured. */
function isHead({field}: Entry, all: readonly Entry[]): boolean {
  if (field.is !== "count" || field.mention || field.rows) return false;
  const before = all.find((other) => other.field.to === field.from)?.field;
  if (before?.is !== "column" || before.mention.columns[0]!.column.profile.type !== "integer") return false;
  return all.some(
    ({field: other}) =>
      other.is === "measure" ||
      (other.is === "count" && other !== field) ||
      (other.is === "column" && other !== before && isMeasure(other.mention.columns[0]!.column)),
  );
}

/** "the trend over the hire date": the date itself says which time is meant. */
function isSaidAgain({field}: Entry, all: readonly Entry[]): boolean {
  if (field.is !== "grain" || !field.phrase.chosen) return false;
  return all.some(
    ({field: other}) => other.is === "column" && other.mention.columns.some((one) => tellsTime(one.column)),
  );
}

/** What stands on the x axis comes first: it goes along it. */
function axisEntries({x, y}: Channels): Entry[] {
  const entry = (field: Field, link: Entry["link"]): Entry => ({field, link, apart: false, plain: false});
  return [...(x ? [entry(x, "by")] : []), ...(y ? [entry(y, "none")] : [])];
}

function alongOf(field: Field | undefined, bins: Bins | undefined): Along | undefined {
  if (field?.is !== "column" && !(field?.is === "count" && field.mention)) return undefined;
  const column = pick(field.mention!, "group");
  return column && {group: cut(column, bins), column, link: "by", apart: false};
}

function placements(request: Request): Reading["placements"] {
  return request.words.map((word, at) => {
    const {place, as} = request.places[at]!;
    return {text: word.text, start: word.start, end: word.end, place, ...(as !== undefined && {as})};
  });
}
