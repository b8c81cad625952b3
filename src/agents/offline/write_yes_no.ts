import {rankedRows, toldColumn} from "./write_groups.ts";
import {earlierOf} from "./write_number.ts";
import {cellOf, labelOf, numberOf, type Told, type WriteScene} from "./write_scene.ts";
import {CHANCE} from "./write_statistics.ts";

const MORE =
  /\b(more|higher|greater|larger|bigger|better|older|longer|heavier|faster|richer|outperform\w*|exceed\w*|above|taller|likelier|costlier|pricier|stronger|most|highest|largest)\b/i;
const LESS =
  /\b(less|fewer|lower|smaller|worse|younger|shorter|lighter|slower|poorer|cheaper|below|least|lowest|smallest)\b/i;
const RISE = /\b(grow\w*|grew|increas\w*|rise|rose|rising|risen|up|improv\w*|gain\w*|more|higher)\b/i;
const FALL =
  /\b(shrink\w*|shrank|decreas\w*|fall\w*|fell|declin\w*|drop\w*|down|wors\w*|los[te]\w*|less|lower|fewer)\b/i;

/** Puts Yes or No before the answer, where the artifact decides the question. */
export function withYesOrNo(scene: WriteScene, told: Told): Told {
  if (scene.reading?.question !== "yes_no" || /^(yes|no)\b/i.test(told.text)) return told;
  const decided = decide(scene);
  return decided === undefined ? told : {...told, text: `${decided ? "Yes" : "No"}. ${told.text}`};
}

function decide(scene: WriteScene): boolean | undefined {
  const {question, measures, method} = scene;
  if (method === "duplicates") return scene.artifact.table.rows.length > 0;
  if (method === "missing")
    return scene.artifact.table.rows.some(
      (_, row) => (numberOf(cellOf(scene.artifact, row, "missing")) ?? 0) > 0,
    );
  if (method === "correlation") return decideCorrelation(scene);
  if (method === "compare_groups") return decideComparison(scene);
  if (method === "select") return scene.artifact.table.rows.length > 0;
  if (scene.tool !== "aggregate") return undefined;
  if (scene.groups.length === 0) {
    const [measure] = measures;
    const earlier = measure && earlierOf(scene, measure.name);
    if (measure && earlier) {
      const change = earlier.change ?? earlier.percent;
      return change === undefined
        ? undefined
        : direction(numberOf(cellOf(scene.artifact, 0, change)), question);
    }
    const counts =
      measure?.fn === "count" &&
      !measure.over &&
      /^\W*(is|are|was|were|do|does|did|has|have|any)\b/i.test(question);
    const value = measure && numberOf(cellOf(scene.artifact, 0, measure.name));
    return counts && value !== undefined && isExistence(question) ? value > 0 : undefined;
  }
  return decideGroups(scene);
}

const isExistence = (question: string): boolean =>
  /\b(any|there|exist\w*|contain\w*|include\w*|at least one)\b/i.test(question);

function direction(change: number | undefined, question: string): boolean | undefined {
  if (change === undefined) return undefined;
  const [rise, fall] = [RISE.test(question), FALL.test(question)];
  if (rise === fall) return undefined;
  return rise ? change > 0 : change < 0;
}

/** "Do women survive more than men?": the group that the question names first, against the other one. */
function decideGroups(scene: WriteScene): boolean | undefined {
  const {question} = scene;
  const [more, less] = [MORE.test(question), LESS.test(question)];
  if (scene.groups.length !== 1) return undefined;
  const column = toldColumn(scene);
  const ranked = rankedRows(scene, column);
  if (scene.groups[0]?.unit) {
    const first = ranked[0];
    const last = ranked.at(-1);
    return first && last && ranked.length > 1 ? direction(last.value - first.value, question) : undefined;
  }
  if (more === less) return undefined;
  const sides = sidesOf(
    question,
    ranked.map(({row}) => labelOf(scene, row)),
  );
  if (!sides) return undefined;
  const [subject, rivals] = [ranked[sides.subject]!, ranked.filter((_, at) => sides.rivals.includes(at))];
  return rivals.every((one) => (more ? subject.value > one.value : subject.value < one.value));
}

/**
 * Which group a question asks about, and which it is set against: "do women survive more than men". A group may be named
 * by a word that begins with its name ("Japanese"); of two groups the unnamed one is the other.
 */
function sidesOf(
  question: string,
  labels: readonly string[],
): {subject: number; rivals: number[]} | undefined {
  const lower = question.toLowerCase();
  const named = labels
    .map((label, index) => ({index, at: placeOf(lower, label.toLowerCase())}))
    .filter((one) => one.at >= 0)
    .sort((a, b) => a.at - b.at);
  const [first, second] = named;
  if (!first) return undefined;
  if (second) return {subject: first.index, rivals: [second.index]};
  const others = labels.map((_, index) => index).filter((index) => index !== first.index);
  if (/\b(most|highest|largest|least|lowest|smallest)\b/.test(lower))
    return {subject: first.index, rivals: others};
  if (others.length !== 1) return undefined;
  const than = lower.search(/\bthan\b/);
  const isRival = than >= 0 && first.at > than;
  return isRival ? {subject: others[0]!, rivals: [first.index]} : {subject: first.index, rivals: others};
}

/** "Are they related?": a coefficient of some size that is no chance, of the sign that was asked for. */
function decideCorrelation(scene: WriteScene): boolean | undefined {
  const {artifact, question} = scene;
  if (artifact.table.rows.length !== 1) return undefined;
  const [r, p] = ["r", "p"].map((name) => numberOf(cellOf(artifact, 0, name)));
  if (r === undefined || p === undefined) return undefined;
  const sign = /\bnegative/i.test(question) ? -1 : /\bpositive/i.test(question) ? 1 : Math.sign(r);
  return p < CHANCE && Math.abs(r) >= 0.1 && Math.sign(r) === sign;
}

/** "Is there a difference?" asks whether it is more than chance; "are men older than women?" asks for its direction. */
function decideComparison(scene: WriteScene): boolean | undefined {
  const {artifact, question} = scene;
  const test = artifact.table.rows.length - 1;
  const p = numberOf(cellOf(artifact, test, "p"));
  if (/\b(differ\w*|significan\w*|gap|same)\b/i.test(question) || test > 2) {
    if (p === undefined) return undefined;
    return /\bsame\b/i.test(question) ? p >= CHANCE : p < CHANCE;
  }
  const [more, less] = [MORE.test(question), LESS.test(question)];
  const group = artifact.table.columns[0]!.name;
  const sides = sidesOf(
    question,
    [0, 1].map((row) => String(cellOf(artifact, row, group))),
  );
  if (more === less || !sides || test !== 2) return undefined;
  const {subject} = sides;
  const [mine, other] = [subject, 1 - subject].map(
    (row) => numberOf(cellOf(artifact, row, "mean")) ?? Number.NaN,
  );
  return more ? mine! > other! : mine! < other!;
}

/** Where a question names a group as a whole word; singular and plural are one. */
function placeOf(question: string, label: string): number {
  if (label.length === 0) return -1;
  const escaped = label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/s$/, "");
  const whole = question.search(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(s|es)?(?![\\p{L}\\p{N}])`, "u"));
  if (whole >= 0 || label.length < 4) return whole;
  return question.search(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}\\p{L}{1,4}(?![\\p{L}\\p{N}])`, "u"));
}
