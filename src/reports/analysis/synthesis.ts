import type {Block, BoundText, Section} from "../document.ts";
import {columnName, inARow, plainName, say} from "./bound_text.ts";
import type {Finding} from "./findings.ts";
import type {Theme} from "./question.ts";
import type {Asked} from "./run_questions.ts";

/** A summary is read in one breath. */
const MOST_SENTENCES = 6;
const MOST_OF_A_THEME = 2;
/** Sentences of one mould: "A rises with B". */
const MOST_OF_A_KIND = 2;
const MOST_IN_SECTION = 6;
const MOST_CHARTS = 12;

/**
 * The findings that the summary states, the most important first: no two of the same columns, no more than two of a theme, weak
 * ones only where there is little else.
 */
export function summarised(findings: readonly Finding[]): Finding[] {
  const chosen: Finding[] = [];
  const themes = new Map<Theme, number>();
  const pairs = new Set<string>();
  const take = (finding: Finding, anyKind = false): void => {
    const count = themes.get(finding.theme) ?? 0;
    const pair = [...finding.about.slice(0, 2)].sort().join("\u0000");
    if (finding.minor || count >= MOST_OF_A_THEME + (finding.theme === "drivers" ? 1 : 0)) return;
    const kind = finding.test?.effect.kind;
    const alike = chosen.filter(({test}) => kind === "correlation" && test?.effect.kind === kind).length;
    if (alike >= MOST_OF_A_KIND && !anyKind) return;
    if (chosen.length >= MOST_SENTENCES - 1 || pairs.has(pair) || chosen.includes(finding)) return;
    pairs.add(pair);
    themes.set(finding.theme, count + 1);
    chosen.push(finding);
  };
  for (const one of findings) if (one.strength !== "weak") take(one);
  if (chosen.length < 3) for (const one of findings) take(one, true);
  return chosen;
}

/** At most six sentences: what was found, and the caveat that matters most. */
export function summaryOf(
  findings: readonly Finding[],
  chosen: readonly Finding[],
  told: {nothing: BoundText; left?: BoundText},
): BoundText[] {
  const sure = chosen.filter(({strength}) => strength !== "descriptive");
  const opening = sure.length === 0 ? [told.nothing] : [];
  const sentences = chosen
    .slice(0, MOST_SENTENCES - 1 - opening.length)
    .map((one) => (one.strength === "weak" ? say`A weaker sign: ${lowered(one.headline)}` : one.headline));
  const caveats = [
    told.left,
    findings.find(({caveat, importance}) => caveat && importance > 0.3)?.caveat,
  ].flatMap((one) => one ?? []);
  const room = MOST_SENTENCES - opening.length - sentences.length;
  return [...opening, ...sentences, ...caveats.slice(0, Math.min(1, room))];
}

/** With a small first letter, where the first word is none that a column gave. */
function lowered(text: BoundText): BoundText {
  const [first] = text.evidence;
  if (first && first.start === 0) return text;
  return {...text, text: `${text.text.charAt(0).toLowerCase()}${text.text.slice(1)}`};
}

const TITLES: Record<Theme, (target: string) => string> = {
  goal: () => "What was asked",
  drivers: (target) => `What goes with ${target}`,
  groups: () => "Differences between groups",
  time: () => "Over time",
  associations: () => "What else goes together",
  clusters: () => "Groups of rows that are alike",
  model: (target) => `Can ${target} be foretold?`,
  shape: () => "What is usual",
  outliers: () => "Values far out",
  quality: () => "Can the data be relied on?",
};

/** A section a theme, the theme of the most important finding first, the data's own faults last. */
export function sectionsOf(findings: readonly Finding[], target: string): Section[] {
  const themes = [...new Set(findings.map(({theme}) => theme))];
  const best = (theme: Theme): number =>
    Math.max(...findings.filter((one) => one.theme === theme).map(({importance}) => importance));
  const last: Theme[] = ["shape", "quality"];
  const order = themes.sort((a, b) => last.indexOf(a) - last.indexOf(b) || best(b) - best(a));
  let charts = MOST_CHARTS;
  return order.map((theme) => {
    const own = findings.filter((one) => one.theme === theme).slice(0, MOST_IN_SECTION);
    const blocks = own.flatMap((one) => {
      const made = blocksOf(one, charts > 0 && (one.strength !== "weak" || own.length === 1));
      charts -= made.filter(({kind}) => kind === "chart").length;
      return made;
    });
    return {id: theme, title: TITLES[theme](columnName(target)), blocks};
  });
}

function blocksOf(finding: Finding, withChart: boolean): Block[] {
  const {headline, detail, strength, chart, table, caveat, asked} = finding;
  const told = inARow([detail, caveat].flatMap((one) => one ?? []));
  return [
    {kind: "finding", headline, ...(told.text && {detail: told}), strength},
    ...(chart && withChart
      ? [
          {
            kind: "chart" as const,
            table: asked.results.key(chart.step),
            spec: chart.spec,
            altText: headline.text,
          },
        ]
      : []),
    ...(table
      ? [
          {
            kind: "table" as const,
            table: asked.results.key(table.step),
            title: table.title,
            ...(table.rows !== undefined && {rows: table.rows}),
          },
        ]
      : []),
  ];
}

/** A text of list items. */
export function listed(items: readonly string[]): BoundText {
  return {text: items.map((one) => `- ${one}`).join("\n"), evidence: []};
}

/** What was looked at without finding more than chance, by question. */
export function unsureSection(unsure: readonly Asked[]): Section[] {
  if (unsure.length === 0) return [];
  return [
    {
      id: "nothing-sure",
      title: "Looked at, and nothing sure",
      blocks: [
        {
          kind: "text",
          body: {text: "For these questions the data shows no more than chance would:", evidence: []},
        },
        {kind: "text", body: listed(unsure.map(({question}) => plainName(question.asks, 160)))},
      ],
    },
  ];
}
