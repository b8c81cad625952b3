import {type Binding, isFlag, Unclear} from "./binding.ts";
import {isGrouping, profileOf} from "./scene.ts";

/** The column whose values are the groups that a test compares, and which of them. */
export function groupingOf(binding: Binding): {
  group: string;
  only: (string | number | boolean)[] | undefined;
} {
  const {scene} = binding;
  const several = [...scene.values].filter(([, values]) => values.length >= 2);
  if (several.length === 1) return {group: several[0]![0], only: several[0]![1]};
  const named = [...scene.groups];
  const numbered = named.length === 1 ? numbersOf(binding, named[0]!) : undefined;
  if (named.length === 1) return {group: named[0]!, only: numbered};
  const flags = scene.focus.filter((one) => isFlag(one, scene));
  if (flags.length === 1) return {group: flags[0]!, only: undefined};
  const labels = [
    ...new Set(
      scene.text.mentions.flatMap((one) =>
        one.kind === "column" &&
        profileOf(one.name, scene)?.type === "text" &&
        isGrouping(profileOf(one.name, scene), scene.profile.rows)
          ? [one.name]
          : [],
      ),
    ),
  ];
  if (labels.length === 1) return {group: labels[0]!, only: undefined};
  throw new Unclear("The text does not say surely which groups are compared.");
}

const ORDINALS: Record<string, number> = {"1st": 1, "2nd": 2, "3rd": 3, first: 1, second: 2, third: 3};

/** "between the 1st class and 3rd class": two of a numbered column's values. */
function numbersOf(binding: Binding, group: string): number[] | undefined {
  const {scene} = binding;
  const column = profileOf(group, scene);
  if (column?.type !== "integer") return undefined;
  const found = new Set<number>();
  for (const match of scene.whole.matchAll(/\b(1st|2nd|3rd|first|second|third)\b/g))
    found.add(ORDINALS[match[1]!]!);
  const known = new Set(column.top.map(({value}) => value));
  const values = [...found].filter((one) => known.has(one));
  return values.length >= 2 && values.length < column.distinct ? values : undefined;
}
