import {type MarkedText, take} from "./marked_text.ts";
import {sentenceAround} from "./preparations.ts";

const END = "[^.;\\n]*(?:\\.(?=\\d)[^.;\\n]*)*";

/** Said around the work: libraries, what a term means, how to show it. None of it changes what is computed. */
const HARMLESS: readonly string[] = [
  `\\b(?:use|using|utili[sz]e|with|by)\\s+(?:the\\s+)?(?:built-?in\\s+)?(?:python|pandas|numpy|scipy|sklearn|scikit-?learn|statsmodels|matplotlib|seaborn)${END}`,
  `\\b(?:use|using)\\s+[^.\\n;]{0,60}?\\b(?:libraries|library|package|packages|module|functions?|method)\\b(?! to)(?: (?:in|from|of) (?:python|pandas|scipy|numpy|sklearn|the \\w+ library))?`,
  `\\bdo not use any ${END}`,
  `\\bno other method ${END}`,
  `\\b(?:values?|data) in this column should not be ${END}`,
  `\\bthe calculation should be done on ${END}`,
  `\\b(?:keep|round|rounded|rounding)\\b${END}`,
  `\\ball (?:numerical )?(?:calculations|values|results|answers) (?:should|must) ${END}`,
  `\\b(?:the )?(?:answer|result|output|mean|value)s? (?:should|must|needs? to) be (?:calculated |reported |given |computed )?(?:rounded|to|with|in|as)${END}`,
  `\\b(?:interpret|discuss|explain|describe|comment|visuali[sz]e|plot)\\b${END}`,
  `\\bprovide an? (?:brief )?(?:explanation|interpretation|summary)${END}`,
  `\\bcreate an? (?:scatter ?plot|histogram|box ?plot|plot|chart|bar chart)${END}`,
  `\\bto (?:assess|measure|evaluate|visuali[sz]e|understand|determine) the (?:strength|direction|relationship|linear)${END}`,
  `\\b(?:the |a )?null hypothesis${END}`,
  `\\b(?:the )?significance of the correlation${END}`,
  `\\bassess the significance${END}`,
  `\\b(?:using|with|at|use|consider) (?:a |an )?(?:two-?\\s?tailed|two-?\\s?sided)${END}`,
  `\\b(?:use |using |with |at )?(?:an? |the )?0?\\.\\d+ (?:significance level|level of significance|alpha(?: level)?)`,
  `[^.\\n]*\\bcritical values?\\b${END}`,
  `\\b(?:at |with |using )?(?:an? |the )?\\d+\\s?% (?:significance level|level of significance|level)\\b`,
  `\\b(?:alpha|significance level|level of significance)${END}`,
  `\\bfor the mean, sum ${END}`,
  `\\buse the formula${END}`,
  `σ\\s*=${END}`,
  `\\bwhere (?:each )?(?:xi|n|μ) is ${END}`,
  `\\breport the (?:p-?\\s?values?|results?)${END}`,
  `\\b(?:make sure|ensure|note that|assume|remember)\\b${END}`,
  `\\b(?:if|are|is) (?:there )?(?:are |is )?(?:any|so|yes|needed|necessary|required)\\b[^.;,?\\n⟨]*`,
  `\\b(?:the )?pair should not ${END}`,
  `\\b(?:this|it|the) (?:test|method|measure|statistic|value|coefficient|result|function) (?:is|should|measures|ranges|assumes|tests|returns)${END}`,
  `\\bthis (?:question|problem|task) ${END}`,
  `\\bif (?:two or more|there (?:is|are) (?:a tie|ties|multiple))${END}`,
  `\\bin case of (?:a )?ties?${END}`,
  `\\bno tie ${END}`,
  `\\b(?:strictly )?(?:follow|according to) the (?:format|constraints)${END}`,
  `\\bconvert\\w* (?:strings?|values?|them|it)?\\s*(?:to|into) (?:numbers?|numeric|floats?|integers?)${END}`,
  `\\b(?:don'?t|do not) balance ${END}`,
  `\\bwith default (?:parameters|settings)[^.;,\\n]*`,
  `\\bin python'?s? ${END}`,
  `\\bstep \\d+\\b`,
  `\\b(?:metric|method|measure|score|rmse|mse|accuracy)\\b\\)?\\s*(?:\\([^)]*\\)\\s*)?(?:evaluation metric )?only\\b`,
  `\\bclose to -?\\d\\b${END}`,
  `\\(\\s*\\d\\s*[=:]\\s*\\w+[^)]*\\)`,
  `\\bhunting for ${END}`,
  `\\bonly (?:[a-z]+ ){1,4}(?= {3,})`,
  `\\bmissing values? imputation(?: process)?\\b`,
  `\\b(?:evaluate|assess|analy[sz]e|check|compare) (?:if|whether|how) the ${END}`,
  `\\b(?:and )?what implications ${END}`,
  `\\bcompare the (?:values|impact|results|means?|statistics)\\b${END}`,
  `\\bused for (?:imputation|filling)\\b`,
  `\\bwithout (?:applying |using |performing |making )?any\\b${END}`,
  `\\b(?:with )?no (?:filtering|filters?|transformations?|preprocessing|rounding)\\b`,
  `\\buse the default ${END}`,
  `⟨c\\d+⟩(?: (?:columns?|values?|variables?|scores?|sentiment|features?|fields?))* only\\b`,
  `\\b(?:considering |consider |using |use )?only (?:the )?(?:non-?null|non-?missing|available|valid)\\b[^.;,\\n]*`,
  `\\b(?:up )?to (?:\\d+|one|two|three|four|five) (?:decimals?|digits?)(?: places?| points?)?\\b`,
  `\\b(?:imputation|deletion|removal|handling) (?:strategy|strategies|method|process)\\b[^.;,\\n⟨]*`,
  `\\bas well\\b`,
  `(?:\\btimes|\\bmultiplied by|[*×]) 100\\b`,
  `\\bkernel density ${END}`,
  `\\bcalculating the distribution of ${END}`,
  `\\bbe an? (?:integer|float|number|whole number)\\b`,
];

/** Takes what changes nothing. */
export function takeHarmless(text: MarkedText): void {
  for (const pattern of HARMLESS)
    take(text, new RegExp(pattern), (match) => (/⟨v/.test(match[0]) ? undefined : true));
}

/** Words that ask for work on rows: one that no rule has taken stops the answer. */
const WEIGHTY =
  /\b(?:remov\w+|drop\w*|exclud\w+|discard\w*|filter\w*|fill\w*|imput\w+|replac\w+|encod\w+|normali[sz]\w+ (?:the|using|by)|standardi[sz]\w+|scal(?:e|ed|ing)|transform\w*|logarithm\w*|bin(?:s|ned|ning)?|categori[sz]e\w*|categories|merg\w+|join\w*|weighted|excluding|except|without|resampl\w+|rolling|moving|lag(?:ged)?|shift\w*|interpolat\w+|duplicat\w+|extract\w*|pivot\w*|bootstrap\w*|cross-?\s?validat\w+|k-?fold|permut\w+|cluster\w*|pca|winsor\w+|trim\w*|cumulative|percentage change|growth|decompos\w+|season\w+|forecast\w*|compar\w+ .* before|before and after|top \d+|bottom \d+|largest \d+|first \d+|last \d+|confidence intervals?|strip\w*|clean(?:ed|s)?|lower-?\s?case|upper-?\s?case|capitali[sz]\w*|whitespace|blanks|recod\w*|mapp?(?:ed|ing)?|unif(?:y|ied|ying)|harmoni[sz]\w*|consolidat\w*|reshap\w*|melt\w*|transpos\w*|winsori[sz]\w*|clipp?\w*|capp(?:ed|ing)|rank(?:ed|ing|s)?(?![- ](?:correlation|sum|test|order|coefficient))|random sample|deflat\w*|annuali[sz]\w*|squared? (?:the|it|of)|only|who (?!(?:are|is|was|were) (?:of|with)\b)(?:did |do |does |were |was |are |had |have |has |is )*(?:not )?[a-z]+)\b/g;

/** The words of weight that stand in no rule. `kept`: where in the text a condition on rows stood, which "only" belongs to. */
export function leftOver(text: MarkedText, kept: readonly number[]): string[] {
  const limits = (at: number): boolean => {
    const sentence = sentenceAround(text.marked, at);
    const from = text.marked.indexOf(sentence);
    return (
      /⟨v|\b(?:1st|2nd|3rd)\b|\bdata ?types?\b/.test(sentence) ||
      kept.some((one) => one >= from && one <= from + sentence.length)
    );
  };
  const found = [...text.left.matchAll(WEIGHTY)]
    .filter((match) => !(/^(?:only|filter\w*|exclud\w*)$/.test(match[0]) && limits(match.index)))
    .map((match) => match[0]);
  const numbers = [...text.left.matchAll(/(?<![\p{L}\d_⟨.])\d+(?:\.\d+)?(?![\p{L}\d⟩])/gu)]
    .filter(
      (match) =>
        !/^\s*(?:[.)]\s|:)/.test(text.left.slice(match.index + match[0].length)) ||
        !/(?:^|\n)\s*$/.test(text.left.slice(0, match.index)),
    )
    .map((match) => match[0]);
  return [...new Set([...found, ...numbers])];
}
