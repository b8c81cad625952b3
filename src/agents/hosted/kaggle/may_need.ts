/** The specialist for Kaggle as the planner is told of it, who delegates to it. */
export const KAGGLE = {
  name: "kaggle",
  does: "finds public data on Kaggle that no table here holds, where other data is asked for, or something to compare or join with. goal: what the data must tell, and what it would be joined or compared by",
};

/** Whether work is given to it. */
export const isForKaggle = (name: string): boolean => name.trim().toLowerCase() === KAGGLE.name;

/** What other people publish, as people speak of it. */
const WHOSE =
  "(?:public(?:ly available)?|open|external|outside|third[- ]party|published|online|open[- ]source|reference|freely available)";
const DATA = "(?:data ?sets?|datas?|figures|statistics|numbers|sources?|tables?)";
const WANT =
  "(?:find|get|search|look|looking|fetch|need|want|recommend|suggest|know of|is there|are there|there is|where|anything|any|some)";
const WORDS: readonly RegExp[] = [
  /\bkaggle\b/i,
  new RegExp(String.raw`\b${WHOSE} (?:\w+ )?${DATA}\b`, "i"),
  new RegExp(
    String.raw`\b${WANT}\b.{0,40}\bdata ?sets? (?:about|on|with|that|which|i|we|to|from|like|similar)\b`,
    "i",
  ),
  new RegExp(
    String.raw`\b${WANT}\b.{0,30}\b(?:other|another|more|extra|additional|comparable|suitable) (?:\w+ )?data(?: ?sets?)?\b`,
    "i",
  ),
  new RegExp(
    String.raw`\b${WANT}\b.{0,40}\bdata (?:about|on|(?:that |which )?(?:i|we) (?:can|could|might|may)|to (?:compare|join|set|hold|put))\b`,
    "i",
  ),
  /\b(?:is|are) there (?:an?|any|some) (?:\w+ )?data ?sets?\b/i,
  /\bwhere (?:can|could|do|might|would|should) (?:i|we|one) (?:get|find|download|look for)\b.{0,40}\b(?:data|figures|statistics)\b/i,
  /\b(?:find|search for|look for) (?:me )?(?:\w+ )?(?:figures|statistics|numbers) (?:on|about|of)\b/i,
  /\b(?:data|figures|numbers|statistics|sources?|anything|something) (?:\w+ )?(?:from )?(?:outside|elsewhere|online|on the (?:web|internet|net)|out there|that others publish)\b/i,
  /\b(?:industry|national|official|government|census|market) (?:data|data ?sets?|figures|statistics|benchmarks?|averages?|numbers)\b/i,
  /\bbenchmark (?:my|our|this|these|it|against|for|to|data)\b|\bbenchmarks? (?:out there|from outside|of others)\b/i,
  /\b(?:enrich|augment)\b.{0,40}\b(?:with|by)\b/i,
];

/**
 * Whether a question may be one for data that is not here. Only then the planner is told of Kaggle: all other questions pay nothing
 * for it. Where it is wrong, the planner reads a line more, and answers as before.
 */
export const mayNeedKaggle = (question: string): boolean => WORDS.some((one) => one.test(question));
