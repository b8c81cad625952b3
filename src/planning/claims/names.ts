import {wholeMatches} from "../mentions.ts";
import type {Fault} from "./fault.ts";
import {
  FALLS,
  HEDGES,
  isSuperlative,
  LEAST,
  LESS,
  MORE,
  MOST,
  ORDINALS,
  RISES,
  SMALL_NUMBERS,
} from "./relation_words.ts";
import {partAt, type Scene} from "./scene.ts";
import type {ColumnView, TableView} from "./table_view.ts";
import type {Token} from "./tokens.ts";
import {isAkin, isPlain, isSynonym, namesColumn, sourceOf, stemOf} from "./vocabulary.ts";

const CAPITALS =
  /^(?:I|OK|B2B|B2C|CO2|KPIs?|Yes|No|USD|EUR|GBP|US|UK|EU|GDP|ID|CI|SD|SE|IQR|ANOVA|AUC|ROC|RMSE|MAE|BMI|SQL|CSV|YTD|YoY|MoM|QoQ|Q[1-4]|H[12]|FY|AM|PM|Welch|Student|Pearson|Spearman|Kendall|Mann|Whitney|Wilcoxon|Kruskal|Wallis|Fisher|Shapiro|Wilk|Levene|Bartlett|Tukey|Holm|Bonferroni|Cohen|Cramer|Cramér|Hedges|Chi|Poisson|Bayes|Bayesian|Gaussian|January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Celsius|Fahrenheit|R²|R2|Top|Bottom|Total|Average|Note|Read)$/;

/** Where the text spells a column's whole name, so that a word in it claims nothing: "temp_max", "growth". */
export function columnNameSpans(text: string, views: readonly TableView[]): {start: number; end: number}[] {
  const names = new Set(views.flatMap((view) => view.columns.map((column) => column.name)));
  const spans = [...names].flatMap((name) => {
    if (name.length < 3) return [];
    if (!/[^\p{L}]/u.test(name) && !isRelation(name.toLowerCase())) return [];
    const spellings = new Set([name, name.replaceAll("_", " ")]);
    return [...spellings].flatMap((spelling) => wholeMatches(text, spelling));
  });
  return spans.filter(
    (one) =>
      !spans.some(
        (other) =>
          other !== one &&
          other.start <= one.start &&
          other.end >= one.end &&
          other.end - other.start > one.end - one.start,
      ),
  );
}

/** Tells the measures that words name, where a table has several. */
export function nameColumns(scene: Scene): void {
  for (const view of scene.views) {
    if (view.measures.length < 2) continue;
    const named = scene.tokens.map((token) => {
      if (token.kind !== "word" || isSmallWord(token.word)) return [];
      const exact = view.measures.filter((column) =>
        [column.name, column.name.replaceAll("_", " ")].some((name) => name.toLowerCase() === token.word),
      );
      if (exact.length > 0) return exact;
      const columns = view.measures.filter((column) =>
        column.words.some((part) =>
          part.length > 1 || part === token.word ? isAkin(token.word, part) : false,
        ),
      );
      return columns.length < view.measures.length ? columns : [];
    });
    scene.tokens.forEach((token, at) => {
      const own = named[at]!;
      if (own.length === 0) return;
      // "female penguins weigh": what is counted names the rows, not what is said of them.
      const isRowNoun = scene.tokens[at - 1]?.kind === "row" && scene.tokens[at - 2]?.kind !== "number";
      if (isRowNoun && own.every((column) => column.unit.counts)) return;
      const next = [...(named[at + 1] ?? []), ...(named[at - 1] ?? [])];
      const both = own.filter((column) => next.includes(column));
      const given = both.length > 0 ? both : own;
      token.columns = [...(token.columns ?? []), ...given];
    });
  }
}

function isSmallWord(word: string): boolean {
  return /^(?:of|in|on|at|by|to|the|a|an|and|or|for|from|per|is|was|it|with|than)$/.test(word);
}

/** Names of groups and columns that nothing in the result, its query, the reading or the question holds. */
export function nameFaults(scene: Scene, known: ReadonlySet<string>): Fault[] {
  return [...strangers(scene, known), ...columnPhrases(scene, known)];
}

/** A capitalised word within a sentence is a name: it must be one that is known. */
function strangers({tokens}: Scene, known: ReadonlySet<string>): Fault[] {
  let begun = false;
  return tokens.flatMap((token) => {
    if (token.kind === "sign" && /^[:"“”•*|·]$/.test(token.text)) {
      begun = token.text === ":" ? begun : false;
      return [];
    }
    const isFirst = !begun;
    if (token.kind !== "sign") begun = true;
    // A code in capitals is a name even where it begins a sentence: "ORCL declined".
    const isCode = /^\p{Lu}{3,}$/u.test(token.text);
    if (token.kind !== "word" || (isFirst && !isCode) || !/^\p{Lu}/u.test(token.text)) return [];
    return isKnownName(token.text, known) ? [] : [{token, why: "no cell, column or title has this name"}];
  });
}

function isKnownName(text: string, known: ReadonlySet<string>): boolean {
  if (CAPITALS.test(text)) return true;
  return text
    .split(/[-'’&.\s_()]+/)
    .every(
      (part) =>
        part === "" ||
        part === "s" ||
        part.length === 1 ||
        isKnown(part, known) ||
        isPlain(part) ||
        CAPITALS.test(part),
    );
}

function isKnown(word: string, known: ReadonlySet<string>): boolean {
  if (known.has(stemOf(word)) || known.has(word.toLowerCase())) return true;
  if (word.length < 4) return false;
  for (const one of known) if (one.length >= 3 && isAkin(word, one)) return true;
  return false;
}

interface Phrase {
  tokens: Token[];
  /** It may name what is no measure: a data set, a group. */
  isLoose?: boolean;
}

/** Where a sentence names a measure, it must name one of the result's. */
function columnPhrases(scene: Scene, known: ReadonlySet<string>): Fault[] {
  if (
    scene.views.length === 0 ||
    scene.views.some((view) => view.artifact.kind !== "table" || view.measures.length === 0)
  )
    return [];
  const sources = new Map(
    scene.views.flatMap((view) => view.columns.map((column) => [column, sourceOf(view, column)] as const)),
  );
  // A column that is called by no more than "change" or "value" may hold anything.
  if (scene.views.every((view) => view.measures.every((column) => column.words.every(isPlain)))) return [];
  return phrasesOf(scene).flatMap(({tokens, isLoose}) => {
    const content = tokens.filter(
      (token) => token.kind === "word" && !isPlain(token.word) && !isRelation(token.word),
    );
    if (content.length === 0) return [];
    const names = (token: Token) =>
      isWhole(token, scene) ||
      [...sources].some(
        ([column, source]) => namesColumn(token.word, column, source) || isUnitOf(token.word, column),
      );
    const strange = content.find(
      (token) =>
        !names(token) && !isKnown(token.word, known) && ![...known].some((one) => isSynonym(token.word, one)),
    );
    if (strange && (strange === content.at(-1) || content.length > 1)) {
      const isAside =
        content.length > 1 &&
        names(content.at(-1)!) &&
        strange !== content.at(-1) &&
        !isDistinct(scene, strange, content);
      if (!isAside) return [{token: strange, why: "no column of the result is called that"}];
    }
    if (!isLoose && !content.some(names))
      return [{token: content.at(-1)!, why: "no column of the result is called that"}];
    return [];
  });
}

/** A column's whole name. */
function isWhole({text}: Token, {views}: Scene): boolean {
  return views.some((view) =>
    view.columns.some(
      ({name}) => name.replaceAll("_", " ").toLowerCase() === text.replaceAll("_", " ").toLowerCase(),
    ),
  );
}

/** A strange adjective before a word that several columns share would tell them apart: "stormy days". */
function isDistinct(scene: Scene, strange: Token, content: readonly Token[]): boolean {
  const head = content.at(-1)!.word;
  return (
    scene.views.some(
      (view) => view.measures.filter((column) => column.words.some((part) => isAkin(head, part))).length > 1,
    ) || /^\p{Lu}/u.test(strange.text)
  );
}

function isUnitOf(word: string, {unit}: ColumnView): boolean {
  const stem = stemOf(word);
  if (unit.unit === undefined) return false;
  return (
    {
      mm: "length",
      cm: "length",
      m: "height",
      km: "distance",
      g: "mass",
      kg: "weight",
      lb: "weight",
      "°C": "temperature",
      "°F": "temperature",
      knot: "speed",
      mph: "speed",
      "km/h": "speed",
      hp: "horsepower",
      year: "age",
      min: "duration",
      h: "duration",
      s: "duration",
      d: "duration",
    }[unit.unit] === stem
  );
}

function isRelation(word: string): boolean {
  return (
    MOST.has(word) ||
    LEAST.has(word) ||
    MORE.has(word) ||
    LESS.has(word) ||
    RISES.has(word) ||
    FALLS.has(word) ||
    HEDGES.has(word) ||
    word in SMALL_NUMBERS ||
    word in ORDINALS ||
    isSuperlative(word)
  );
}

const STOPS =
  /^(?:with|at|in|for|is|was|are|were|than|to|from|among|across|over|during|between|while|and|but|by|on|has|had|have|which|that|who|came|comes|come|went|goes|go|reached|reaching|stood|stands|after|before|versus|vs|against|when|where|as|followed|then|only|just|not|also|per|because|if|so|since|until|both|still|overall|compared|peaked|averaged|belongs|goes|sits|remains|remained|did|do|does|can|could|would|will|made|makes)$/;

/** Noun phrases that stand where a measure's name does. */
function phrasesOf(scene: Scene): Phrase[] {
  const {tokens} = scene;
  const found: Phrase[] = [];
  const take = (from: number): Token[] => {
    const phrase: Token[] = [];
    for (let at = from; at < tokens.length && phrase.length < 7; at++) {
      const token = tokens[at]!;
      if (token.kind !== "word") break;
      if (STOPS.test(token.word) && !(token.word === "per" && phrase.length > 0)) break;
      phrase.push(token);
    }
    return phrase;
  };
  tokens.forEach((token, at) => {
    const {word} = token;
    const before = tokens[at - 1];
    const phraseAt = (from: number) => {
      const phrase = take(from);
      if (phrase.length > 0) found.push({tokens: phrase});
    };
    // "has the highest margin (", "the most films"
    if (
      /^(?:highest|lowest|largest|smallest|greatest|biggest|most|least|fewest|top|best|worst)$/.test(word) &&
      /^(?:the|its|their)$/.test(before?.word ?? "")
    ) {
      const phrase = take(at + 1);
      const end = tokens[at + 1 + phrase.length];
      const isRowNoun = phrase.length === 1 && tokens.slice(at + 2, at + 4).some((one) => one.kind === "row");
      if (isRowNoun) return;
      if (phrase.length > 0 && word !== "most" && word !== "least" && !(end?.kind === "row"))
        found.push({tokens: phrase});
      if (
        phrase.length > 0 &&
        /^(?:most|least)$/.test(word) &&
        phrase[0]!.word !== "of" &&
        /s$/.test(phrase.at(-1)!.word)
      )
        found.push({tokens: phrase});
    }
    // "leads in sales with", "higher than X in margin (", "by sales, X", "times the films of"
    if (
      word === "in" &&
      !/^(?:bottomed|peaked|happened|occurred|took|came|placed|place)$/.test(before?.word ?? "") &&
      tokens[at + 1]?.kind === "word"
    ) {
      const phrase = take(at + 1);
      const end = tokens[at + 1 + phrase.length];
      const leads = tokens
        .slice(Math.max(0, at - 10), at)
        .some((one) =>
          /^(?:leads?|led|tops|first|last|second|third|higher|lower|than|ranks?|ranked|behind|ahead|trails|beats|outperforms|more|less|above|below)$/.test(
            one.word,
          ),
        );
      const afterAmount = tokens
        .slice(Math.max(0, at - 3), at)
        .some((one) => one.kind === "number" && one.number!.kind === "money");
      const isPhrase =
        !/^(?:the|all|total|this|that|a|fact|other|each|every|its)$/.test(tokens[at + 1]!.word) ||
        phrase.length > 1;
      if (
        isPhrase &&
        phrase.length > 0 &&
        phrase.length <= 5 &&
        ((leads && (!end || end.kind === "sign" || /^(?:with|at|by|is|has)$/.test(end.word))) ||
          (afterAmount && (!end || end.kind === "sign")))
      )
        if (!/^(?:all|total|fact|turn|addition|contrast|general|short|comparison|sum)$/.test(phrase[0]!.word))
          found.push({tokens: phrase});
    }
    if (
      word === "by" &&
      tokens[at + 1]?.kind === "word" &&
      (at === 0 || /^(?:top|bottom)$/.test(tokens[at - 2]?.word ?? "") || before?.kind === "number")
    ) {
      const phrase = take(at + 1);
      const end = tokens[at + 1 + phrase.length];
      if (phrase.length > 0 && (end?.text === "," || end?.text === ":")) found.push({tokens: phrase});
    }
    if (/^times?$/.test(word) && before?.kind === "number" && tokens[at + 1]?.word === "the")
      phraseAt(at + 2);
    if (word === "number" && tokens[at + 1]?.word === "of") phraseAt(at + 2);
    // "sunny days: 118 in 2012", "sales came to", "profit peaked"
    if (at === partAt(scene, at).from && token.kind === "word" && /^\p{L}/u.test(token.text)) {
      const phrase = take(at);
      const end = tokens[at + phrase.length];
      const isNaming = end?.text === ":" && tokens[at + phrase.length + 1]?.kind === "number";
      const isSubject =
        phrase.length > 0 &&
        phrase.length <= 4 &&
        (/^(?:peaked|averaged)$/.test(end?.word ?? "") ||
          (phrase.length > 1 && /^(?:total|average|median|mean|overall)$/.test(phrase[0]!.word)));
      if ((isNaming || isSubject) && phrase.every((one) => !isRelation(one.word)))
        found.push({tokens: phrase, isLoose: true});
    }
  });
  return found;
}
