import {readdirSync} from "node:fs";
import {join} from "node:path";
import type {GoldenCase} from "./case.ts";

/** The cases of every file in cases/, by file. */
export async function allCases(): Promise<{file: string; cases: readonly GoldenCase[]}[]> {
  const folder = join(import.meta.dirname, "cases");
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  return Promise.all(
    files.sort().map(async (file) => {
      const {cases} = (await import(join(folder, file))) as {cases: readonly GoldenCase[]};
      return {file: file.replace(/\.ts$/, ""), cases};
    }),
  );
}
