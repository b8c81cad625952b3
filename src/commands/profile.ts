import {writeFile} from "node:fs/promises";
import {loadConfig} from "../config.ts";
import {TabletalkError} from "../errors.ts";
import {type ChoiceFlags, choicesOf} from "./import_choices.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime} from "./runtime.ts";

/** The flags of `tabletalk profile`. */
export interface ProfileFlags extends CommonFlags, ChoiceFlags {
  /** Write a page for a browser here. */
  html?: string;
}

/**
 * `tabletalk profile`: what each table is, what is odd in it, what is in each column.
 * @throws TabletalkError what importing throws; bad_use where the page cannot be written
 */
export async function profile(files: string[], flags: ProfileFlags): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  const datasets = await runtime.importFiles(files, {choices: choicesOf(flags)});
  const session = await runtime.open(datasets);
  const profiles = await Promise.all(
    datasets.map((dataset) => session.profile(dataset.name, {depth: "full"})),
  );
  const receipts = datasets.map((dataset) => dataset.version.receipt);
  if (flags.html !== undefined) {
    const {profilePage} = await import("../reports/profile/page.ts");
    const page = profilePage(profiles.map((one, at) => ({profile: one, receipt: receipts[at]})));
    await writeFile(flags.html, page).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new TabletalkError("bad_use", `The page cannot be written: ${why}.`, "Name another file.", {
        cause: error,
      });
    });
  }
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(profiles, undefined, 2)}\n`);
    return;
  }
  const {profileLines} = await import("../channels/terminal/profile_lines.ts");
  const {styleFor} = await import("../channels/terminal/style.ts");
  const style = styleFor(process.stdout);
  const width = process.stdout.columns || 120;
  for (const [at, one] of profiles.entries()) {
    const lines = profileLines(one, {style, width, receipt: receipts[at]});
    process.stdout.write(`${lines.join("\n")}\n${at < profiles.length - 1 ? "\n" : ""}`);
  }
  if (flags.html !== undefined) process.stdout.write(`\nPage: ${style.cyan(flags.html)}\n`);
}
