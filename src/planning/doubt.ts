import type {TableProfile} from "../data/profile.ts";
import type {Artifact} from "../tools/tool.ts";
import type {Plan} from "./plan.ts";
import type {Reading} from "./reading.ts";
import type {SecondRoute} from "./second_route.ts";

/** What an answer is doubted by. */
export interface DoubtParts {
  /** What was asked, this turn's words alone. */
  question: string;
  plan: Plan;
  artifacts: ReadonlyMap<string, Artifact>;
  profiles: readonly TableProfile[];
  derivation?: SecondRoute;
  /** All readings that the planner weighed, this one among them. */
  readings?: readonly Reading[];
  /** The question follows an earlier one, so that words of that one are not in it. */
  isFollowUp?: boolean;
  /** What the answer before was read as. */
  before?: Reading;
  /** A model's plan was written again after failed steps or a reviewer's faults. */
  isMended?: boolean;
}

/** What a doubt is about: whether this was asked for, or whether the data gives it well. */
export type DoubtAbout = "reading" | "data";

export const DOUBT_KINDS = [
  "words", // of the question that the reading says nothing of
  "rival", // another column fits the words as well
  "left_out", // a computation that was asked for and is not taken
  "unasked", // a group that no word calls for
  "asked", // something that words ask for is not in the plan
  "insisted", // the same of a model's reading, after the model was asked again
  "shape", // another kind of result than the words ask for
  "grain", // rows where things were asked for, or one row a group
  "unnamed", // a measure that no word names
  "leaning", // a follow-up that keeps nothing of the answer before
  "date", // a date that can be read in two ways
  "loose", // the words fit the reading badly
  "outscored", // another reading fits better
  "guess", // what the question left open
  "model", // steps that a model chose
  "period", // not whole in the data
  "missing",
  "repeats",
  "few",
  "cut",
  "empty",
  "assumptions", // of a test, broken
  "differs",
] as const;
export type DoubtKind = (typeof DOUBT_KINDS)[number];

/** A doubt, and how much it weighs: from 2 on the level is low, from a half medium. */
export interface Doubt {
  kind: DoubtKind;
  about: DoubtAbout;
  weight: number;
  says: string;
  /** What may be meant instead. */
  others?: readonly Other[];
}

/** Another column in place of the one taken, or different values in place of rows. */
export type Other = {kind: "column"; from: string; to: string} | {kind: "distinct"; of: string};

/** A doubt that the words of a question give of its reading. */
export type WordDoubt = Pick<Doubt, "kind" | "says" | "others">;
