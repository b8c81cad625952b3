import type {ChartKind} from "../../../charts/spec.ts";
import type {AggregateFunction} from "../../../tools/measure.ts";

const list = (text: string): string[] =>
  text
    .split("|")
    .map((phrase) => phrase.trim().replace(/\s+/g, " "))
    .filter(Boolean);
const set = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Words that carry nothing inside a name or between the parts of a request. */
export const PASSED = set(`
  a an the of their its his her my our your this that these those all any each's corresponding respective respectively
  ( ) ' " attribute attributes column field value values variable total's in`);

export const DIFFERENT = set("different distinct unique various");

const AGGREGATE_WORDS: readonly [AggregateFunction, string][] = [
  [
    "avg",
    "the average of | average of | average | averages | averaged | avg of | avg | mean of | mean | typical | avg ( | mean (",
  ],
  [
    "sum",
    "the sum of | sum of | sum | total sum of | total | totals | overall | combined | cumulative | sum ( | total of | total amount of",
  ],
  ["min", "minimum | minimal | min | lowest | smallest | least | min ("],
  ["max", "maximum | maximal | max | highest | largest | greatest | biggest | max ("],
  ["median", "median of | median"],
  ["stddev", "standard deviation of | standard deviation"],
];

/** Ways to say a function before its column, longest first. */
export const AGGREGATES: readonly (readonly [words: string, fn: AggregateFunction])[] =
  AGGREGATE_WORDS.flatMap(([fn, words]) => list(words).map((phrase) => [phrase, fn] as const)).sort(
    (a, b) => b[0].length - a[0].length,
  );

/** Ways to say a count, longest first. */
export const COUNTS: readonly string[] = list(`
  total the number of | total number of | total number | total how many | sum of the number of | number of | numbers of | the number of | number |
  how many | count of | count number of | counts of | counts | count the | count | frequency of | frequency | total count of |
  total amount of | amount of | tally of | tally | num of | total count | count (`).sort(
  (a, b) => b.length - a.length,
);

/** The kinds of chart by their words. */
export const KINDS: readonly (readonly [ChartKind, pattern: string])[] = [
  ["heatmap", "heat ?maps?"],
  ["box", "box (?:and whisker )?plots?|boxplots?|box charts?"],
  ["donut", "do(?:ugh)?nuts?(?: (?:chart|graph|plot)s?)?|ring charts?"],
  ["treemap", "tree ?maps?"],
  [
    "scatter",
    "(?:scatter|xy|dot|point) ?(?:plot|chart|graph|diagram|format)s?|scatters?|scattergrams?|xyplots?|correlation charts?|scatter",
  ],
  ["histogram", "histograms?(?: (?:chart|plot|graph)s?)?|hist"],
  ["area", "area (?:chart|graph|plot)s?"],
  ["pie", "pies?(?: (?:chart|graph|plot|diagram)s?)?"],
  ["line", "(?:trend|line|time series) ?(?:chart|graph|plot|diagram|line)s?|timelines?|lines|trend lines?"],
  [
    "bar",
    "(?:bar|column) ?(?:chart|graph|grpah|plot|diagram|charts|chat)s?|bars|barplots?|vertical bars|bar",
  ],
];

/** Verbs and nouns of asking for a picture, and words between the parts of a request that say nothing more. */
export const POLITE = set(`
  show shows showing shown me give draw draws drawing plot plots plotting plotted make create creating visualize visualise visualizing
  visualising visualization visualized return returns display displays displaying present list listing lists find get see tell compute calculate
  i we you want would like need to us help please pls could can will do does did is are was were be been being what's what which who
  whose that how much there here it them they he she using use used with as into in on for from about at of by via through and or then
  also so just only note should let have has had having some any every one ones other another same such result results chart charts graph
  graphs figure picture diagram image data dataset table information info following kind kinds type types way ways the a an this these those its
  their all whole entire various different possible simple basic nice good boring new up out down off when where while both respective corresponding along together
  between among each per get go look know my our your - . , ; : ? ! ( ) ' " / relationship relation relations correlation correlations correlate
  correlated relate related relates comparison compare compares comparing compared distribution distributions distributed trend trends trended trending change
  changes changed changing evolve evolves evolved vary varies varied develop difference breakdown 
  overview general basis terms order values value total totals amount records record rows row entries cases items
  across over during throughout since affect affects associated association associate respect generally overall individual specific given simply
  axes axis column columns field fields attribute attributes group groups grouped grouping bin bins binned binning category categories different interval intervals
  set compile summarize summary plotting depict depicts depicting represent represents representing indicate illustrate contain containing include including
  belong belongs belonging exist existing available currently current actual against versus vs vs. v against their's ascending's analyze explore explain
  result's describe separately place shown usd dollars well identify identified spread`);

/** What a word links a group to the rest by. */
export const BY = list(`
  grouped and colored by | grouped together by | sub grouped by | broken down by | broken out by | broken up by | broken out into | broken down into |
  and by | and for each | and per | split up by | split by | split out by | separated by | separate by | divided by | segmented by | categorized by | categorised by |
  categorize by | grouped by | group by | groups by | grouping by | group | groups | based on | according to | depending on | in terms of | as a function of |
  for each | for every | of each | in each | on each | at each | from each | by each | with each | to each | within each | per each | each | every |
  for different | from different | of different | by different | with different | in different | across different | over different | to different |
  among different | in various | across various | of various | for various | for all the | filtered by | distinguished by | displayed by | sorted's by |
  across | among | amongst | per | by | regarding | distributing | within`).sort(
  (a, b) => b.length - a.length,
);

/** Panels of their own are asked for by these. */
export const APART =
  /^(for each|for every|per|of each|in each|broken|split|separate|separated|over different|regarding)\b/;

export const AGAINST = list(
  "versus | vs . | vs. | vs | v / s | v / s . | v . s | against | as a function of | compared to | compared with | relative to | by | to",
).sort((a, b) => b.length - a.length);

/** What links the rows to a group or a value and restricts nothing: "processed with", "offered by", "corresponding to". */
export const LINKING = set(`
  processed provided offered managed held published issued made done located centered based found used stored played assigned corresponds
  correspond produced given taken owned accessed accessible associated driven starting ended happened occurred running live lives lived working
  works work worked come comes came fall falls go goes belongs coming going falling has having does doing dors whether different's respond play plays
  placed listed being appear appears offer offers manage manages hold holds own owns make makes use uses using gets got earn earns earned`);
