/** What the panels of small multiples share, so that they are drawn alike: the order of colours, and what is said once. */
export interface Panel {
  series: readonly string[];
  /** What the panels leave out, collected to be said under the title. */
  notes: string[];
  /** Every date along x, so that gaps are the same in each. */
  dates?: readonly string[];
}
