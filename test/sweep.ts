/**
 * The cases of a long sweep that every run tries: each n-th, from a place of their own, so that sweeps beside one another try
 * different ones. `npm run test:sweeps` tries them all.
 */
export function everyNth<Case>(cases: readonly Case[], n: number, from = 0): readonly Case[] {
  if (process.env.SWEEPS === "all") return cases;
  return cases.filter((_, at) => (at + from) % n === 0);
}
