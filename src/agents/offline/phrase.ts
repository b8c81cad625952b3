import type {ChartKind} from "../../charts/spec.ts";
import type {Condition, Expression} from "../../tools/condition.ts";
import type {AggregateFunction, Measure} from "../../tools/measure.ts";
import type {Adjective} from "./adjectives.ts";
import type {LexColumn} from "./lexicon.ts";
import type {GrainPhrase, PeriodPhrase, StretchPhrase} from "./period_phrase.ts";
import type {Arrangement} from "./vocabulary.ts";

/** Something to group by. */
export type GroupItem =
  | {kind: "column"; column: LexColumn}
  | {kind: "unit"; unit: string}
  | {kind: "grain"; phrase: GrainPhrase};

/** A condition as the question put it. `equals` is there when it only says which values of a column. */
export interface FilterPhrase {
  kind: "filter";
  condition: Condition;
  said: string;
  column: LexColumn;
  equals?: {values: (string | number | boolean)[]; negated: boolean};
  /** A flag column standing alone ("survived"), which may as well be meant as the column. */
  flag?: boolean;
}

/** An amount or a number of things for each of other things: lines per order. Without `part` and `counted`, rows. */
export interface PerThing {
  kind: "perThing";
  fn: "avg" | "median" | "max" | "min";
  part?: LexColumn;
  counted?: LexColumn;
  whole?: LexColumn;
  unit?: string;
}

/** What a stretch of the question contributes to a reading. */
export type Phrase =
  | FilterPhrase
  | PerThing
  /** Groups that have no rows in the time asked about. */
  | {kind: "none"}
  /** All of a column's things together: "of all countries". */
  | {kind: "scope"; column: LexColumn}
  /** "in minutes": what the number is wanted in. */
  | {kind: "inUnit"; unit: string}
  /** "by each", of what was named before. */
  | {kind: "eachOfThem"}
  | {
      kind: "measure";
      fns: AggregateFunction[];
      targets: {of: Expression; column: LexColumn; said: string}[];
      q?: number;
    }
  | {kind: "function"; fns: AggregateFunction[]}
  | {kind: "count"; entity?: LexColumn; distinct: boolean; rows: boolean}
  | {kind: "group"; items: GroupItem[]; by: boolean}
  | {kind: "whichGroup"; item: GroupItem; wh: string}
  | {kind: "column"; column: LexColumn}
  | {kind: "expression"; of: Expression; column: LexColumn; said: string}
  | {
      kind: "super";
      direction: "max" | "min";
      n?: number;
      /** "the second highest": its place. */
      nth?: number;
      /** "the most orders": what there is most of. */
      counted?: LexColumn;
      adjective?: Adjective;
      word?: string;
    }
  | {kind: "ratio"; name: string; part: LexColumn; whole: LexColumn; per: "sum" | "count_distinct"}
  | {kind: "defined"; measure: Measure}
  | {kind: "share"}
  | {kind: "rate"; column?: LexColumn}
  | {kind: "period"; phrase: PeriodPhrase}
  | {kind: "notPeriod"; phrase: StretchPhrase}
  | {kind: "chart"; chart: ChartKind | undefined}
  | {kind: "arrangement"; arrangement: Arrangement}
  | {kind: "intent"; intent: string}
  | {kind: "sort"; how: "asc" | "desc" | "sort"; column?: LexColumn; axis?: "x" | "y"}
  | {kind: "than"}
  | {kind: "number"; value: number}
  | {kind: "rows"}
  | {kind: "wh"; word: string}
  | {kind: "list"}
  | {kind: "distinct"; column?: LexColumn}
  | {kind: "or"}
  | {kind: "and"}
  | {kind: "copula"}
  | {kind: "also"}
  | {kind: "unit"; unit: string}
  | {kind: "vague"; adjective: Adjective}
  | {
      kind: "having";
      op: ">" | ">=" | "<" | "<=" | "=" | "!=";
      value: number;
      /** The things that are counted; rows where neither this nor `of` is there. */
      counted?: LexColumn;
      of?: {fn: AggregateFunction; of: Expression; column: LexColumn; said: string};
    };

/** A phrase and where it stands. */
export interface Placed {
  phrase: Phrase;
  from: number;
  to: number;
}
