import type {Cell} from "../../data/table.ts";
import type {Cubes} from "./cube.ts";
import {follows, rollUp, type Selection} from "./roll_up.ts";

/** The points of a chart that fit a selection, each as often as it is there; undefined where the page does not carry them. */
export function pointsIn({cubes, uses}: Cubes, tile: string, selection: Selection): Cell[][] | undefined {
  const use = uses[tile];
  const cube = use && cubes[use.cube];
  if (!cube || !follows(cube, selection)) return undefined;
  return rollUp(cube, use, selection).flatMap((row) =>
    Array.from({length: Number(row.at(-1) ?? 0)}, () => row.slice(0, -1)),
  );
}
