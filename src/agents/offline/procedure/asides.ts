import type {MarkedText} from "./marked_text.ts";

/** What may be done to rows and values. */
const CHANGES =
  "(?:(?:log|box-?cox|z-?score|min-?max|one-?hot|re|pre)[- ]?)?(?:remov|drop|delet|eliminat|discard|exclud|omit|ignor|skip|transform|scal|re-?scal|standardi[sz]|normali[sz]|fill|imput|interpolat|replac|repeat|iterat|re-?run|round|modif|alter|chang|shuffl|encod|filter|trim|clip|winsori[sz]|merg|combin|regroup|sort|join|cut|correct|touch|adjust|weight|convert|stratif|resampl|balanc|split|clean|pre-?process|manipulat|aggregat|divid|add)\\w*";
const NOTHING =
  "(?:change|correction|cleaning|filter(?:ing)?|step|processing|preprocessing|transformation|scaling|standardi[sz]ation|normali[sz]ation|stratification|adjustment|imputation|rounding|weighting|split(?:ting)?|removal|modification|encoding|treatment|shuffling|balancing|(?:continuity |multiple[- ]testing )?correction)s?";
/** To the end of the clause; what follows "but", "unless" or "before" is said of something else. */
const REST =
  "(?:(?!\\b(?:but|however|instead|unless|except|before|after|when|while|only|then|rather|so that)\\b)[^.;\\n](?:(?<=\\d)\\.(?=\\d))?)*";

/** What is not to be done: a procedure that does not do it has done it. */
const DENIALS: readonly string[] = [
  `\\b(?:do|does|should|must|may|shall|will|can|need|are|is) not (?:to )?(?:be )?(?:(?!missing|null)[a-z]+ ){0,3}?${CHANGES}\\b${REST}`,
  `\\b(?:don't|never|without(?: first| any)?|no need to|avoid|instead of|rather than)\\s+(?:(?:any|first|further|additional|prior|also)\\s+){0,2}${CHANGES}\\b(?! (?:values?|data|entries)\\b)${REST}`,
  `\\b(?:no|none of the)\\s+(?:[a-z]+\\s+){0,3}?(?:may|must|should|shall|is|are|will|were|was|has|have)\\s+(?:to\\s+)?(?:be(?:en)?\\s+)?${CHANGES}\\b${REST}`,
  `\\b(?:make|making|with|there (?:is|are)|apply|applying|perform|do|use|using|and)?\\s*\\bno (?:other |further |additional |prior |extra |previous |special )?(?:data |train\\S*test )?${NOTHING}\\b${REST}`,
  `\\bnothing (?:else )?(?:is|should be|must be|may be|was)\\s+${CHANGES}\\b${REST}`,
];

/**
 * Blanks what a text says is not to be done ("do not remove any row", "without scaling", "there is no split"), wherever the rules
 * could read it as work. A denial of leaving something out ("do not include missing values") is work and stays.
 */
export function blankDenials(text: MarkedText): void {
  for (const pattern of DENIALS)
    for (const piece of ["marked", "left"] as const)
      text[piece] = text[piece].replace(new RegExp(pattern, "g"), (all) => {
        if (/\b(?:assum|applies|reject)\w*/.test(all)) return all;
        return all.replace(/[^\n]/g, " ");
      });
}

/** Arguments of library functions; those with a meaning of their own are read where the method is. */
const ARGUMENTS =
  "(?:ddof|bias|equal_?var|axis|alternative|nan_policy|max_iter|keep|inplace|ascending|how|method|correction|shuffle|center|skipna|numeric_only|interpolation|errors|regex|fisher|rowvar|n_jobs|squared|drop_first|dropna|default_value|index|columns|values|subset|labels|right|q|bins|test_size|train_size|random_state|stratify|n_estimators|max_depth|n_neighbors|loc|scale|dtype|sort|as_index|format|dayfirst|periods|window|min_periods|zero_method|use_continuity|feature_range|with_mean|with_std|penalty|solver|kernel|alpha|fit_intercept|average|zero_division)";

/** Whether a name is an argument of a library's function, and no column that is made. */
export const isArgument = (name: string): boolean => new RegExp(`^${ARGUMENTS}$`, "i").test(name);

const X = "(?:x(?:_?i)?|each value|the value|values?|n|observations?)";
const STATED = "(?:min\\w*|mean|average|median|1|mu|μ|q1|x_?min|x_?mean)";
/** Said of how a figure is defined, as every tool here defines it. */
const DEFINITIONS: readonly string[] = [
  `\\(?\\b${ARGUMENTS}\\s*=\\s*(?:true|false|none|["'][\\w -]*["']|1e?\\d*|0\\b|1000|10000|\\d{3,})\\)?`,
  `\\b(?:compute|calculate|using|as|is|of)?\\s*(?:z|x_?(?:scaled|norm|std|new)?|scaled(?: value)?)?\\s*=?\\s*\\(\\s*${X}\\s*[-−–]\\s*${STATED}\\s*\\)\\s*(?:/|÷|divided by)\\s*(?:\\([^)]*\\)|the |(?:population |sample )?(?:standard deviation|std|sd|s|sigma|σ|iqr)\\b)`,
  `\\bdivi\\w+ by \\(?n\\s*(?:[-−–]\\s*1|minus (?:1|one))?\\)?|\\(\\s*n\\s*[-−–]\\s*1\\s*\\)|\\bn\\s*[-−–]\\s*1\\b(?: degrees? of freedom)?`,
  `\\b(?:with |using |by |and )?(?:the )?(?:pandas |numpy )?(?:default )?\\(?linear\\)? interpolation\\b(?: of (?:pandas|numpy))?|\\b(?:the )?default interpolation\\b`,
  `\\b(?:values?|rows?|points?|observations?|those|ones)\\s+(?:that (?:are|lie) |which (?:are|lie) |lying )?(?:exactly )?(?:equal to|on|at)\\s+(?:a|the|one of the|either) (?:bounds?|limits?|fences?|thresholds?)[^.;\\n]*`,
  `\\b(?:strictly )?outside (?:of )?(?:the|these|those) (?:bounds|limits|fences|range)\\b`,
  `\\b(?:keep|keeping|retain\\w*)\\s+(?:only )?(?:the )?first (?:of (?:them|each)|occurrences?|rows?|one|entry|record|copy)\\b[^.;\\n]*`,
  `\\b(?:apply|use) (?:the|this) (?:rule|method|test|procedure|criterion) (?:only once|once only|once|a single time)\\b`,
  `\\b(?:with |using |by )?average ranks?(?: for ties)?\\b|\\bmid-?ranks?\\b|\\bties? (?:get|receive|are given|share|take)[^.;\\n]*`,
  `\\b(?:months|weekdays|days|quarters|they) (?:are |is )?(?:numbered|counted|coded|run|go|range|labell?ed)? ?(?:from )?(?:1|0) \\([a-z]+\\) to \\d+ \\([a-z]+\\)`,
  `\\((?:numbered )?(?:from )?1 (?:to|-|–) (?:4|7|12|31|53)\\)`,
  `\\br\\s?\\^\\s?2\\b|\\br²`,
  `\\b(?:larger|bigger|greater) than (?:a )?2 ?[x×] ?2\\b|\\b2 ?[x×] ?2 tables?\\b`,
  `\\bwithout (?:any |the )?(?:bias[- ]?corrections?|corrections? for bias)\\b`,
  `\\b(?:without|with|no) (?:the )?yates\\S* (?:continuity )?correction`,
  `\\b(?:at (?:the )?|the )?level(?: of significance)?\\s*(?:of|is|:|=)?\\s*(?:0?\\.\\d+|\\d{1,2} ?%)`,
  `\\b(?:drop|remov|exclud|ignor|skip|leav)\\w* (?:out )?(?:all |the |any )?(?:rows|records|entries|[a-z]+s) (?:lacking|that lack|missing|without) (?:either|any|one|a|one or both)(?: of)?(?: the)?(?: two| three)? (?:values?|columns?|entry|entries|variables?)\\b`,
  `\\bunrounded\\b|\\bbefore rounding\\b|\\bround(?:ed|ing)? only (?:at )?(?:the )?(?:end|final\\w*)[^.;\\n]*|\\bonly round[^.;\\n]*`,
  `\\bon the training (?:set|data|part|rows) only\\b|\\bonly (?:on|with) the training (?:set|data|part|rows)\\b`,
  `\\bonly empty cells (?:count|are|is)[^.;\\n]*|\\bempty cells count as missing\\b`,
  `\\bnon-?empty (?:values|cells|entries)\\b`,
  `\\b(?:all|every|each)(?: of)?(?: the)? (?:rows?|records?|values?|entries|lines|observations?) (?:are|is|count\\w*|belong\\w*|must be|should be) (?:to be )?(?:included|used|kept|considered|once|taken)?`,
];

/** Takes how a figure is defined and which arguments a function is given, where that is what is done anyway. */
export function takeDefinitions(text: MarkedText): void {
  for (const pattern of DEFINITIONS)
    text.left = text.left.replace(new RegExp(pattern, "g"), (all) => all.replace(/[^\n]/g, " "));
}

/** "over all 120 months": as many as there are rows. */
export function takeAllRows(text: MarkedText, rows: number): void {
  text.left = text.left.replace(
    /\ball (?:the |of the )?(\d[\d,]*) (?:[a-z]+\b|⟨[cv]\d+⟩)/g,
    (all, number: string) => (Number(number.replaceAll(",", "")) === rows ? " ".repeat(all.length) : all),
  );
}
