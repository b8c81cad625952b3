import {commercialWarnings, dataLine, publishedBehind} from "../data/published.ts";
import type {Artifact} from "../tools/tool.ts";

/** What begins a line that tells where data is from, or what its licence says. */
const ABOUT_DATA = /^(?:Data: |Warning: this workspace is marked commercial\.)/;

/**
 * The last lines of an answer whose data was published somewhere: where it is from, its version and its licence. Where the
 * workspace is marked commercial, also what its licence says against that. None where the data is somebody's own.
 */
export function dataLines(
  artifacts: Iterable<Pick<Artifact, "provenance">>,
  {commercial = false}: {commercial?: boolean | undefined} = {},
): string[] {
  const origins = publishedBehind(artifacts);
  const line = dataLine(origins);
  if (line === undefined) return [];
  return [line, ...(commercial ? commercialWarnings(origins) : [])];
}

/** A text and the lines about its data that it ends with, apart. */
export function apartFromDataLines(text: string): {text: string; lines: string[]} {
  const all = text.split("\n");
  let end = all.length;
  while (end > 0 && ABOUT_DATA.test(all[end - 1]!)) end--;
  return {text: all.slice(0, end).join("\n"), lines: all.slice(end)};
}
