import {MersenneTwister} from "../src/statistics/random/mersenne_twister.ts";

/** A table of chance: numbers, groups and dates that have nothing to do with one another. */
export function noiseTable(seed: number, rows: number): string {
  const random = new MersenneTwister(seed);
  const pick = (values: readonly string[]): string => values[Math.floor(random.uniform() * values.length)]!;
  const lines = ["day,region,channel,plan,revenue,units,score,visits,returned"];
  for (let row = 0; row < rows; row++)
    lines.push(
      [
        new Date(Date.UTC(2022, 0, 1) + Math.floor(random.uniform() * 1095) * 86_400_000)
          .toISOString()
          .slice(0, 10),
        pick(["North", "South", "East", "West"]),
        pick(["web", "shop", "partner"]),
        pick(["basic", "plus"]),
        Math.exp(4 + 0.6 * normal(random)).toFixed(2),
        1 + Math.floor(random.uniform() * 20),
        (50 + 10 * normal(random)).toFixed(1),
        Math.floor(200 * random.uniform()),
        random.uniform() < 0.2 ? "yes" : "no",
      ].join(),
    );
  return lines.join("\n");
}

/** The same with effects in it: partners return more, revenue rises with visits, and is higher in the West. */
export function plantedTable(seed: number, rows: number): string {
  const random = new MersenneTwister(seed);
  const [head, ...lines] = noiseTable(seed, rows).split("\n");
  const changed = lines.map((line) => {
    const [day, region, channel, plan, revenue, units, score, visits, returned] = line.split(",") as string[];
    const more = 1 + (region === "West" ? 1.2 : 0) + Number(visits) / 150;
    const isBack = channel === "partner" ? random.uniform() < 0.45 : returned === "yes";
    return [
      day,
      region,
      channel,
      plan,
      (Number(revenue) * more).toFixed(2),
      units,
      score,
      visits,
      isBack ? "yes" : "no",
    ].join();
  });
  return [head, ...changed].join("\n");
}

function normal(random: MersenneTwister): number {
  return Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
}
