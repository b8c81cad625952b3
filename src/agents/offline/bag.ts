import type {LexColumn} from "./lexicon.ts";
import type {Phrase, Placed} from "./phrase.ts";

type Of<Kind extends Phrase["kind"]> = Extract<Phrase, {kind: Kind}> & {from: number; to: number};

/** The phrases of a cover, by kind, each with where it stands. */
export class Bag {
  private readonly all: readonly Placed[];

  constructor(placed: readonly Placed[]) {
    this.all = placed;
  }

  /** Every phrase of a kind, in the order of the question. */
  of<Kind extends Phrase["kind"]>(kind: Kind): Of<Kind>[] {
    return this.all
      .filter((one) => one.phrase.kind === kind)
      .map((one) => ({...one.phrase, from: one.from, to: one.to}) as Of<Kind>);
  }

  /** The first phrase of a kind. */
  first<Kind extends Phrase["kind"]>(kind: Kind): Of<Kind> | undefined {
    return this.of(kind)[0];
  }

  has(kind: Phrase["kind"]): boolean {
    return this.all.some((one) => one.phrase.kind === kind);
  }

  /** Whether there is nothing but phrases of these kinds. */
  isOnly(...kinds: Phrase["kind"][]): boolean {
    return this.all.every((one) => kinds.includes(one.phrase.kind));
  }

  hasIntent(...intents: string[]): boolean {
    return this.of("intent").some((one) => intents.includes(one.intent));
  }

  /** Whether a phrase of a kind stands between two tokens. */
  between(kind: Phrase["kind"], from: number, to: number): boolean {
    return this.all.some((one) => one.phrase.kind === kind && one.from >= from && one.to <= to);
  }

  /** Columns that stand alone, without a function or a condition. */
  columns(): LexColumn[] {
    return [...new Set(this.of("column").map((one) => one.column))];
  }
}
