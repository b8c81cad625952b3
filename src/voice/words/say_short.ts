import type {Rule} from "./rule.ts";

/** Abbreviations that end with a full stop, or have none; a dot in the list: it must be there. */
const SHORT: Record<string, string> = Object.fromEntries(
  `vs=versus|vs.=versus|avg=average|avg.=average|e.g.=for example|eg.=for example|i.e.=that is|etc.=et cetera|etc=et cetera|approx.=approximately|approx=approximately|ca.=about|incl.=including|excl.=excluding
  |Inc.=Incorporated|Inc=Incorporated|Ltd.=Limited|Ltd=Limited|Corp.=Corporation|Corp=Corporation|Co.=Company|Bros.=Brothers|Dr.=Doctor|Mr.=Mister|Mr=Mister|Mrs.=Missus|Mrs=Missus|Ms.=Miz|Jr.=Junior|Sr.=Senior|Prof.=Professor|St.=Saint
  |dept.=department|Dept.=Department|max.=maximum|min.=minimum|est.=estimated|qty=quantity|qty.=quantity|pct=percent|std.=standard|dev.=deviation|temp.=temperature|n/a=not available|N/A=not available|NaN=not a number|w/o=without|w/=with|p.a.=per year|cf.=compare|et al.=and others
  |resp.=respectively|fig.=figure|Fig.=Figure|p.m.=in the afternoon|a.m.=in the morning|Mon.=Monday|Tue.=Tuesday|Wed.=Wednesday|Thu.=Thursday|Fri.=Friday|YoY=year over year|MoM=month over month|QoQ=quarter over quarter|YTD=year to date|MTD=month to date
  |Q&A=Q and A|R&D=R and D|P&L=P and L|B2B=B to B|B2C=B to C|IDs=I D's|and/or=and or|C++=C plus plus|C#=C sharp|FY=fiscal year|JSON=Jason|CO2=C O two|H2O=H two O|CO₂=C O two|ASAP=as soon as possible|ETA=E T A|avg(=average of |sum(=sum of |count(=count of |min(=minimum of |max(=maximum of |median(=median of |stddev(=standard deviation of `
    .split("|")
    .map(
      (one) =>
        one
          .replace(/^\s+/, "")
          .replace(/\n\s*$/, "")
          .split("=") as [string, string],
    ),
);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
const KEYS = Object.keys(SHORT)
  .sort((a, b) => b.length - a.length)
  .map((key) => (/[\p{L}]$/u.test(key) ? `${escaped(key)}(?![\\p{L}\\p{N}'_])` : escaped(key)))
  .join("|");

/** Letters that are spelled although they could be said as a word, and words in capitals that are said as words. */
const SPELLED =
  "SQL CSV ID URL API KPI VAT GDP UK US EU USA UAE UTC CEO CFO CTO COO HR IT PDF PNG XML HTML HTTP IP FAQ ROI CAGR MRR ARR NPS SLA ETA TBD LTV CAC AOV GMV CRM ERP BI AI ML TV PC OS UI UX SMS VIP ATM NYC LA EUR USD GBP ANOVA".split(
    " ",
  );
const WORDS = new Set("ANOVA NASA NATO UNICEF COVID ASAP OPEC RAM ROM".split(" "));
const isSpelled = (text: string): boolean =>
  !WORDS.has(text) && (SPELLED.includes(text) || !/[AEIOUY]/.test(text));

/** Abbreviations: "vs." is "versus". */
export const SHORT_RULES: readonly Rule[] = [
  {
    of: new RegExp(`(?<![\\p{L}\\p{N}'_.])(?:${KEYS})`, "gu"),
    say: ({text, after}) => {
      const said = SHORT[text] ?? "";
      // The stop of an abbreviation also ends a sentence, where a new one begins.
      const ends =
        text.endsWith(".") && !/^(?:Dr|Mr|Mrs|Ms|Prof|St|vs|e\.g|i\.e|ca|No|approx|Fig)\.$/.test(text);
      return ends && (/^\s*$/.test(after) || /^\s+["“]?\p{Lu}/u.test(after)) && text !== "Co."
        ? `${said}.`
        : said;
    },
  },
];

/** Letters that are spelled: "SQL" is "S Q L". */
export const SPELLED_RULES: readonly Rule[] = [
  {
    of: /(?<![\p{L}\p{N}'])(?<letters>\p{Lu}{2,5})(?<many>s)?(?![\p{L}\p{N}])/gu,
    say: ({groups: {letters = "", many = ""}}) =>
      isSpelled(letters) ? `${[...letters].join(" ")}${many && "'s"}` : undefined,
  },
];
