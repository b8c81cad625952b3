/** What other programs call a field, as ours call it: the first that a method has. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  groupby: ["groups", "group", "by"],
  condition: ["where"],
  filter: ["where"],
  orderby: ["order"],
  sort: ["order"],
  strategy: ["how"],
  nbins: ["bins"],
  testsize: ["testShare"],
  randomstate: ["seed"],
  randomseed: ["seed"],
  nestimators: ["trees"],
  maxdepth: ["depth"],
  minsamplesleaf: ["minLeaf"],
  learningrate: ["rate"],
  maxiter: ["rounds"],
  c: ["cost"],
  l1ratio: ["share"],
  nneighbors: ["k"],
  nclusters: ["clusters"],
  ncomponents: ["count"],
  eps: ["reach"],
  minsamples: ["least"],
  confidence: ["level"],
  confidencelevel: ["level"],
};

/**
 * The field that is meant by another name of it: "test_size" is `testShare`, "leave_out" is `leaveOut`. What is none stays as
 * it is, to be refused.
 * @param known the fields that may still be given
 */
export function fieldName(given: string, known: readonly string[]): string {
  if (known.includes(given)) return given;
  const same = known.find((name) => letters(name) === letters(given));
  return same ?? OTHER_NAMES[letters(given)]?.find((name) => known.includes(name)) ?? given;
}

const letters = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, "");
