import {columnsIn, type MarkedText, take} from "./marked_text.ts";

/** How outliers are told, as far as the text says. */
export interface OutlierTalk {
  rule: "iqr" | "z" | "mad" | undefined;
  k: number | undefined;
  population: boolean;
  side: "both" | "above" | "below";
  /** The columns named beside it. */
  columns: string[];
  /** "remove the outliers". */
  removes: boolean;
}

/** What the text says of outliers; undefined where it says nothing of them. */
export function outlierTalkOf(text: MarkedText): OutlierTalk | undefined {
  take(
    text,
    /\b(?:do not|don't|no need to|not|without) (?:consider|remov\w*|handl\w*|treat\w*|account\w* for)[^.;\n]*\boutliers?\b[^.;\n]*/,
    () => true,
  );
  const whole = text.left;
  if (
    !/\boutliers?\b|\banomal|\bfences?\b|\b(?:iqr|interquartile(?: range)?|tukey\S*) (?:rule|method|criterion)\b/.test(
      whole,
    )
  )
    return undefined;
  const columns: string[] = [];
  const talk: OutlierTalk = {
    rule: undefined,
    k: undefined,
    population: true,
    side: "both",
    columns,
    removes: false,
  };
  const sentences = [...whole.matchAll(/[^.\n]+(?:\.(?=\d|\w)[^.\n]*)*/g)];
  for (const match of sentences) {
    const sentence = match[0];
    if (!/\boutliers?\b|\binterquartile\b|\biqr\b|\bz-?\s?scores?\b|\bq1\b|\bquartile/.test(sentence))
      continue;
    columns.push(...columnsIn(sentence, text));
  }
  const direct = /\boutliers?(?: values?)?\s+(?:of|in|from|for)\s+(?:the\s+)?(⟨c\d+⟩)/.exec(whole)?.[1];
  if (direct) columns.splice(0, columns.length, ...columnsIn(direct, text));
  const iqr = /(\d+(?:\.\d+)?)\s*(?:times|\*|x|×)?\s*(?:the\s+)?(?:iqr|interquartile range)/.exec(whole);
  if (/\biqr\b|\binterquartile\b|\bquartile\b|\btukey\b/.test(whole)) {
    talk.rule = "iqr";
    talk.k = iqr ? Number(iqr[1]) : 1.5;
  } else if (/\bmodified z|\bmad\b|\bmedian absolute deviation\b/.test(whole)) {
    talk.rule = "mad";
    talk.k =
      numberIn(
        whole,
        /z-?scores?[^.\n]*?(?:greater|above|more|than|of|exceed\w*|>)\s*(?:than )?(\d+(?:\.\d+)?)/,
      ) ?? 3.5;
  } else if (/\bz-?\s?scores?\b|\bstandard deviations?\b|\bsigma\b/.test(whole)) {
    talk.rule = "z";
    talk.k =
      numberIn(whole, /(?:threshold|cut-?off)[^.\n\d]*?(?:of |is |=\s*)?[±+-]*\s*(\d+(?:\.\d+)?)/) ??
      numberIn(
        whole,
        /z-?\s?scores?[^.\n]*?(?:greater|larger|above|more|higher|exceed\w*|beyond|outside|>|>=)[^.\n\d]*?[±+-]*(\d+(?:\.\d+)?)/,
      ) ??
      numberIn(whole, /(\d+(?:\.\d+)?)\s*(?:standard deviations?|sd|sigma)/) ??
      numberIn(
        whole,
        /\|?\bz\b\|?\s*(?:>=?|is (?:greater|larger|above|more)(?: than)?|greater than|above|exceeds)\s*(\d+(?:\.\d+)?)/,
      ) ??
      COUNTS[/\b(two|three)\s+standard deviations?/.exec(whole)?.[1] ?? ""];
  }
  if (/\bsample standard deviation|\bddof\s*=\s*1\b/.test(whole)) talk.population = false;
  talk.removes =
    /\b(?:remov|drop|eliminat|exclud|filter|discard|trim|prun)\w*\b[^.\n]{0,60}?\boutliers?\b|\boutliers?\b[^.\n]{0,60}?\b(?:should be |are |were |be |is )?(?:remov|dropp|exclud|eliminat|filter|discard|prun|trimm)\w*|\bwithout (?:these |the |those )?outliers?\b/.test(
      whole,
    );
  take(text, /[^.\n]+(?:\.(?=\d|\w)[^.\n]*)*[.\n]?/, (match) =>
    /\boutliers?\b|\binterquartile\b|\biqr\b|\bz-?\s?scores?\b|\bq1\b/.test(match[0]) && !OTHER.test(match[0])
      ? true
      : undefined,
  );
  take(
    text,
    /\b(?:z-?\s?scores?|absolute value)\b[^.;\n]*?(?:greater|larger|higher|more|above|exceed\w*|beyond|>)[^.;\n\d]*?[±+-]*\d+(?:\.\d+)?(?:[^.;\n\d⟨]*?[-±]?\d+(?:\.\d+)?)?/,
    () => true,
  );
  take(
    text,
    /\b(?:without|excluding|after removing|removing) (?:these |the |those |any )?outliers?\b/,
    () => true,
  );
  take(
    text,
    /\boutliers?\b|\binterquartile(?: range)?\b|\biqr(?: method)?\b|\bz-?\s?scores?(?: method)?\b|\bthreshold (?:of|is|=)?\s*\d+(?:\.\d+)?|\bcreate a new (?:dataframe|dataset)[^.;\n]*|\bdrop these (?:rows|values|points)|\bprun\w*|\bremov\w*|\bdetect\w*/,
    () => true,
  );
  return talk;
}

/** Words of other work: a sentence with them is not only about outliers. */
const OTHER =
  /\b(?:correlat\w*|regression|train\w*|predict\w*|fill|imput\w*|normali[sz]\w*|scal\w*|encod\w*|mean|median|average|standard deviation of|each|separately|skew\w*|create|group\w*|⟨v)/;

const COUNTS: Record<string, number> = {two: 2, three: 3};

const numberIn = (text: string, pattern: RegExp): number | undefined => {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
};
