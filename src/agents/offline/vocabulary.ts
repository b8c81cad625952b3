import type {ChartKind} from "../../charts/spec.ts";
import type {AggregateFunction} from "../../tools/measure.ts";

/** The phrases of a list that bars separate. */
const list = (text: string): string[] => text.split("|").map((phrase) => phrase.trim().replace(/\s+/g, " "));

/** The closed-class words of a question about data: data, not rules. Each list maps a meaning to its phrases. */
type Phrases<Meaning extends string> = Record<Meaning, string[]>;

export const FUNCTIONS: Partial<Phrases<AggregateFunction>> = {
  avg: list(`
    average | averages | avg | mean | means | on average | avg.`),
  sum: list(`
    total | grand total | grand total of | sum | sum of | totals | combined | overall | altogether | in total | total amount of |
    added up | added together | summed | summed up | put together | all told | in all`),
  median: ["median", "medians", "middle", "50th percentile", "typical"],
  min: ["minimum", "min"],
  max: ["maximum", "max"],
  stddev: list(`
    standard deviation | std dev | stdev | std | sd | stddev | standard dev | spread of`),
  variance: ["variance"],
  mode: ["mode", "modal"],
};

export const COUNT_WORDS = list(`
    how many | number of | count of | count | counts | the number | no of | num of | # of | how often |
    frequency of | frequency | total number of | number | tally | how manyy | nr of | amount of times |
    how many times`);

export const DISTINCT_WORDS = ["distinct", "unique", "different", "various"];

export const ROW_WORDS = list(`
    rows | row | records | record | entries | entry | observations | observation | lines | items in the
    data | data points | datapoints | samples | cases | instances | occurrences | ones | in the data |
    in this data | in the dataset | in this dataset | in the data set | in this data set | in the file |
    in this file | in the table | in this table | of the data | of the dataset | in total rows | on
    record | recorded | in my data`);

export const COMPARATORS: Phrases<">" | ">=" | "<" | "<=" | "=" | "!="> = {
  ">": list(`
    more than | over | above | greater than | higher than | larger than | bigger than | exceeding |
    exceeds | exceed | exceeded | in excess of | > | better than | upwards of | beyond | past | north of
    | gt | greater`),
  ">=": list(`
    at least | no less than | not less than | no fewer than | a minimum of | minimum of | >= | ≥ |
    starting at | min of`),
  "<": list(`
    less than | under | below | fewer than | smaller than | lower than | < | beneath | worse than | lt |
    short of`),
  "<=": list(`
    at most | no more than | not more than | up to | a maximum of | maximum of | <= | ≤ | no higher than
    | max of`),
  "=": list(`
    equal to | equals | exactly | = | == | equal | precisely | of exactly`),
  "!=": list(`
    not equal to | != | <> | other than | different from | not exactly`),
};

/** After the number: "8 or more". */
export const POST_COMPARATORS: Phrases<">=" | "<="> = {
  ">=": list(`
    or more | or higher | or above | or over | and up | and above | and over | or greater | or older |
    or longer | or better | plus | or later | and higher | and more | or heavier | +`),
  "<=": list(`
    or less | or fewer | or below | or under | or lower | and below | and under | or younger | or
    shorter | or smaller | or cheaper | or earlier | and lower`),
};

export const NEGATIONS = list(`
    not | no | without | except | except for | excluding | exclude | other than | isn't | aren't |
    wasn't | weren't | isnt | arent | wasnt | non | but not | apart from | leaving out | ignoring |
    ignore | didn't | didnt | don't | dont | doesn't | doesnt | never | did not | do not | does not | is
    not | are not | was not | were not | minus | leave out | outside | outside of | never had | not in |
    not from | besides | who are not | hasn't | hasnt | haven't | haven't been | neither | drop | remove
    | removing | not including | not counting | skip | skipping | failed to`);

export const BY_WORDS = list(`
    colored by | coloured by | color by | colour by | colored | coloured | stacked by | with color |
    split into | by | per | for each | for every | in each | each | every | across | grouped by | group
    by | broken down by | split by | in every | on each | breakdown by | broken out by | within each |
    at each | of each | from each | per each | across the | among | among the | depending on | based on
    | according to | as a function of | against each | for all | for the different | by each | by the |
    with each | across all | across different | for different | segmented by | divided by each | varies
    by | vary by | differ by | differs by | varies across | vary across | differ across | differs across
    | vary with | changes with`);

export const SHARE_WORDS = list(`
    share of | share | percentage of | percentage | percent of | percent | proportion of | proportion |
    fraction of | fraction | what % | % of | pct of | pct | what percent of | what percentage of |
    shares of | portion of | part of | ratio of | % | as a percentage | as percent | as a share | as a
    share of | as a percentage of | as a percent of | as percentage of | as a proportion of | as a
    fraction of | how many percent | by how many percent | by what percent | by what percentage | how
    much of | percentage share | in percent | percentages | contribution of | contribution`);

export const RATE_WORDS = ["rate", "rates"];

export const CHARTS: Phrases<ChartKind> & {any: string[]} = {
  bar: list(`
    bar chart | bar graph | bar plot | bars | bar | barchart | column chart | columns chart | barplot |
    bar charts | histogram chart of counts | bar diagram`),
  line: list(`
    line chart | line graph | line plot | line | linechart | lines | time series chart | trend line |
    timeline | line diagram`),
  area: list(`
    area chart | area graph | area plot | area | filled line chart`),
  scatter: list(`
    scatter plot | scatterplot | scatter | scatter chart | scatter graph | point chart | dot plot |
    scattergram | scatter diagram`),
  histogram: ["histogram", "histograms", "hist"],
  box: list(`
    box plot | boxplot | box plots | boxplots | box and whisker | box-plot | box chart | box-and-whisker
    plot | box`),
  heatmap: ["heatmap", "heat map", "heat-map", "matrix chart"],
  pie: ["pie chart", "pie graph", "pie", "pie diagram"],
  donut: ["donut", "doughnut", "donut chart", "doughnut chart", "ring chart"],
  bubble: ["bubble chart", "bubble plot", "bubble graph", "bubbles"],
  kpi: ["kpi", "kpi card", "kpi tile", "big number", "scorecard", "number card", "metric card"],
  choropleth: ["choropleth", "choropleth map", "filled map", "shaded map", "heat map of the world"],
  point_map: ["point map", "dot map", "bubble map", "pin map", "map of points"],
  treemap: ["treemap", "tree map", "tree-map", "treemap chart"],
  sankey: ["sankey", "sankey diagram", "sankey chart", "flow diagram", "alluvial diagram"],
  network: ["network chart", "network graph", "network diagram", "network plot", "node link diagram"],
  waterfall: ["waterfall", "waterfall chart", "waterfall diagram", "bridge chart"],
  funnel: ["funnel", "funnel chart", "funnel diagram", "conversion funnel"],
  candlestick: ["candlestick", "candlestick chart", "candlesticks", "candle chart", "ohlc", "ohlc chart"],
  any: list(`
    plot | chart | graph | visualize | visualise | draw | visualization | visualisation | picture |
    diagram | chart of | plotted | pls chart | a chart | figure`),
};

export type Arrangement = "grouped" | "stacked" | "stacked_100" | "panels" | "horizontal" | "log";

export const ARRANGEMENTS: Phrases<Arrangement> = {
  stacked: ["stacked", "stack"],
  grouped: ["grouped", "side by side", "clustered"],
  panels: [
    "small multiples",
    "as small multiples",
    "small multiple",
    "faceted",
    "facets",
    "facet",
    "trellis",
    "in panels",
    "one panel each",
  ],
  horizontal: ["horizontal", "horizontally"],
  log: ["log scale", "on a log scale", "logarithmic", "logarithmic scale", "log axis", "logarithmic axis"],
  stacked_100: ["100% stacked", "100 % stacked", "normalized stacked", "stacked 100%"],
};

export const INTENTS: Phrases<
  | "running"
  | "change"
  | "correlation"
  | "distribution"
  | "compare"
  | "missing"
  | "duplicates"
  | "describe"
  | "relation"
  | "distinct"
> = {
  running: [
    "running total",
    "running total of",
    "cumulative",
    "cumulative total",
    "cumulatively",
    "running sum",
  ],
  change: list(`
    change | changed | changes | changing | grow | grew | grown | increase | increased | increases |
    decrease | decreased | evolve | evolved | develop | developed | drop | dropped | rise | rose | risen
    | fell | decline | declined | change in | changes in`),
  correlation: list(`
    link between | linked with | correlation | correlate | correlated | correlates | correlations | correlation between | related to
    | relate to | association | associated | association between | linked to | corr | relate | related |
    corelation | correlation coefficient | agree | move together | go together | affect | affects |
    affected by | influence | influences | impact | impacts | depend on | depends on | effect of | tied
    to | predict | predicts`),
  relation: list(`
    relationship | relationship between | relation between | relation | relationships`),
  distribution: list(`
    distribution of | distribution | distributed | distributions | spread | range of values | vary |
    skewed | skew | quartiles | outliers | percentiles | how spread out | variability`),
  compare: list(`
    compare | comparison | difference between | differ | difference | comparison of | differ between |
    compared | differences | comparing | gap between | compare the | is there a difference | significant
    difference | gap`),
  missing: list(`
    missing | missing values | null | nulls | null values | blank | blanks | empty | missing data |
    incomplete | n/a | nan | nans | empty values | blank values | unknown values | gaps | missing value
    | empty cells | complete | completeness`),
  duplicates: list(`
    duplicates | duplicate rows | duplicated | duplicate | dupes | repeated rows | duplicate records |
    duplicated rows | duplicate entries | dups | twice | in here twice | in there twice | in twice | repeated | listed twice |
    there twice | entered twice | double entries | more than once in here | appear twice | appears twice`),
  describe: list(`
    describe | what is in | what in | what's in | whats in | overview | summary | summarize | summarise
    | summary of | tell me about | what data | what columns | which columns | columns | fields | looking at | am i looking at | what am i looking at | got here |
    variables | structure | schema | what do we have | what does this data contain | about this data |
    what kind of data | what's this | whats this | look like | what information | what fields | column
    names | contain | describe this | describe the data | contains | about | what's inside | can i ask`),
  distinct: list(`
    values of | list of | possible values | which values | what values | what are the different | what
    are the possible | what are the distinct | what are the unique | options | kinds of | types of |
    what kinds of | what types of | which different | list the unique | list the distinct | list all the
    | list unique | list distinct | what different | list the different`),
};

export const TIME_UNIT_NOUNS: Record<
  string,
  "year" | "quarter" | "month" | "week" | "day" | "hour" | "weekday"
> = {
  year: "year",
  years: "year",
  quarter: "quarter",
  quarters: "quarter",
  month: "month",
  months: "month",
  week: "week",
  weeks: "week",
  day: "day",
  days: "day",
  date: "day",
  dates: "day",
  hour: "hour",
  hours: "hour",
  weekday: "weekday",
  weekdays: "weekday",
  "day of the week": "weekday",
  "day of week": "weekday",
  "days of the week": "weekday",
  "calendar month": "month",
  "calendar year": "year",
};

export const SORT_WORDS: Phrases<"asc" | "desc" | "sort"> = {
  asc: list(`
    ascending | ascending order | in ascending order | asc | smallest first | lowest first | lowest to
    highest | from low to high | smallest to largest | increasing | from lowest to highest | low to high
    | in increasing order | alphabetically | alphabetical order | oldest first | from smallest to
    largest | from small to large | in alphabetical order | a to z`),
  desc: list(`
    descending | descending order | in descending order | desc | largest first | highest first | highest
    to lowest | from high to low | largest to smallest | decreasing | from highest to lowest | high to
    low | in decreasing order | biggest first | newest first | from large to small | most first | ranked
    | rank | from largest to smallest | from most to least | top to bottom`),
  sort: list(`
    sorted by | sort by | ordered by | order by | sorted | sort | ranked by | rank by | in order of |
    arranged by | rank the | ordered | arrange by | sort the | order of`),
};

/** The axes of a chart, as people sort by them. */
export const AXES: Phrases<"x" | "y"> = {
  y: list(`
    y axis | the y axis | by the y axis | by y axis | y | the y | by the y | by y | in y axis | total number | the total number |
    by the total number | by total number | the count | by the count | by count`),
  x: [
    "x axis",
    "the x axis",
    "by the x axis",
    "by x axis",
    "x",
    "the x",
    "by the x",
    "in x axis",
    "by x",
    "names",
    "by the names",
    "by name",
    "by the name",
  ],
};

export const WH_WORDS = list(`
    what | which | who | where | when | why | how | whose | what's | whats | which one | who's | how
    much | which is | what is | what are | what was | what were | which are | which was | who was | who
    is | how big | how large | what does`);

export const YES_NO_STARTS = list(`
    is | are | was | were | do | does | did | has | have | can | any | is there | are there`);

export const LIST_WORDS = list(`
    list | show | show me | display | give me | find | get | return | pull | fetch | print | 
     name the | details of | give | find me | list all | show all | identify | which ones`);

export const CONTAINS: Phrases<"contains" | "starts_with" | "ends_with"> = {
  contains: list(`
    containing | contains | contain | includes | including | with the word | include | mention |
    mentions | mentioning | like`),
  starts_with: list(`
    starting with | starts with | start with | beginning with | begins with | begin with | that start
    with`),
  ends_with: list(`
    ending with | ends with | end with | ending in | ends in | end in`),
};

/** Words that carry no condition: they may stand anywhere and be passed over. */
export const FILLERS = new Set(
  `a an the of in on at to for from is are was were be been being am do does did has have had having will would could should can might
  please pls plz thanks thank you me my our us we i it its it's their they them there this that these those who whose whom as with and
  values strongly closely attribute interval bin binned binning showing corresponding visualizing only instead too same show give tell list display find get let see want need know like look make create return provide calculate compute determine report
  identify figure work out just also then so now here still yet all any some  into onto via using use used if whether
  data dataset set table file figure figures number amount level levels result results information info
  which what how much many when where kind sort type people's s d ll re ve hey hi hello ok okay could'nt i'd i'm id like
  come came comes go goes went get gets got happen happened happens occur occurred occurs exist exists belong belongs belonging
  up  during within over again whole entire full actual given  one ones thing things
   between against vs versus than compared  by  but however about around overall
  currently really actually basically exactly simply quick quickly question curious wondering wonder do you did we've
  record records row rows entry entries column columns field fields variable variables observed measured reported listed recorded
  perform run answer think looking trying break broken down split group grouped grouping respective respectively corresponding
  take takes took taken put puts seen were've stand stands lie lies lay fall falls fell sit sits hold holds held turn turned
  end ends ended start starts started bring brings brought ever
  tho though etc even stuff altogether again`.split(/\s+/),
);

/** Verbs that only repeat what the measure says: "the region that generated the most sales". */
export const LIGHT_VERBS = new Set(
  `generate generates generated generating produce produces produced producing earn earns earned earning make makes made making sell sells sold
  selling receive receives received carry carried score scored scores achieve achieved reach reached reaches record recorded collect collected
  show shows showed shown register registered see saw account accounts accounted contribute contributes contributed bring brought rank ranks
  cause caused involve involved involving live lives lived perform performed performs spend spent spends appear appears appeared
  yield yields yielded cost costs weigh weighs weighed buy buys bought place placed call called named name include included
  release released releases come came work works worked pay pays paid hit hits experience experienced order ordered ship shipped travel
  traveled travelled emit emits emitted pollute pollutes polluted board boarded embark embarked use uses used play plays played open opened direct directed travelling traveling`.split(
    /\s+/,
  ),
);
