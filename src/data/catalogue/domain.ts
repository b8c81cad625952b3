import type {TableProfile} from "../profile.ts";
import {nameParts} from "../roles.ts";
import {DOMAIN_WORDS, DOMAINS, type Domain} from "./domain_words.ts";
import {singular} from "./words.ts";

export interface DomainFound {
  /** "unknown" where too little speaks for any. */
  name: Domain | "unknown";
  confidence: "likely" | "possible" | "none";
  /** Names of columns (and the table's) that spoke for it. */
  evidence: string[];
}

const STRONG = 2;
const WEAK = 0.7;
/** The table's own name says more than a column's. */
const OF_TABLE = 1.6;
const ENOUGH = 3;
const LIKELY = 5;
/** So much more than the next must speak for the first. */
const CLEARLY = 1.15;

const LOOKUP: readonly {domain: Domain; words: ReadonlyMap<string, number>}[] = DOMAINS.map((domain) => {
  const {strong, weak} = DOMAIN_WORDS[domain];
  const entries = (list: string, weight: number) =>
    list.split(" ").map((word): [string, number] => [word.split("_").map(singular).join(" "), weight]);
  return {domain, words: new Map([...entries(weak, WEAK), ...entries(strong, STRONG)])};
});

/** What a table is about, by the names of its columns and its own; several weak words do as well as a strong one. */
export function domainOf(profile: TableProfile): DomainFound {
  const names = [profile.table, ...profile.columns.map(({name}) => name)];
  const scored = LOOKUP.map(({domain, words}) => {
    const spoke = names.flatMap((name, at) => {
      const weight = weightOf(name, words) * (at === 0 ? OF_TABLE : 1);
      return weight > 0 ? [{name, weight}] : [];
    });
    // The same word in ten columns is one witness.
    const witnesses = new Map<string, number>();
    for (const {name, weight} of spoke) {
      const key = nameParts(name).map(singular).slice(0, 1).join();
      witnesses.set(key, Math.max(witnesses.get(key) ?? 0, weight));
    }
    const score = [...witnesses.values()].reduce((sum, weight) => sum + weight, 0);
    return {domain, score, evidence: spoke.sort((a, b) => b.weight - a.weight).map(({name}) => name)};
  }).sort((a, b) => b.score - a.score);
  const [first, second] = scored;
  if (!first || first.score < ENOUGH || first.score < CLEARLY * (second?.score ?? 0))
    return {name: "unknown", confidence: "none", evidence: []};
  const confidence =
    first.score >= LIKELY && first.score >= 1.5 * (second?.score ?? 0) ? "likely" : "possible";
  return {name: first.domain, confidence, evidence: first.evidence.slice(0, 6)};
}

/** The most that a name's words, alone or two together, speak for a domain. */
function weightOf(name: string, words: ReadonlyMap<string, number>): number {
  const parts = nameParts(name).map(singular);
  const phrases = [...parts, ...parts.slice(1).map((part, at) => `${parts[at]} ${part}`)];
  return Math.max(0, ...phrases.map((phrase) => words.get(phrase) ?? 0));
}
