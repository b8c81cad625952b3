/** A name or value of the workspace's data that people say. */
export interface Term {
  /** As the data writes it: `tot_rev_usd`, `North`. */
  written: string;
  /** As it is said, in lower-case words: "total revenue in dollars", "north". */
  said: string;
  kind: "table" | "column" | "value" | "definition";
}

/** What speech is recognized with: the words of the data that the call is about. */
export interface Vocabulary {
  terms: readonly Term[];
}
