import {loadConfig} from "../config.ts";
import {TabletalkError} from "../errors.ts";
import {type ChoiceFlags, choicesOf} from "./import_choices.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime} from "./runtime.ts";

/** `tabletalk query`: one SELECT over files, behind the same gate as every other. */
export async function query(
  sql: string,
  flags: CommonFlags & ChoiceFlags & {data?: string[]},
): Promise<void> {
  const config = loadConfig(flags);
  if (!flags.data?.length) {
    throw new TabletalkError("no_data", "There is no data to query.", "Name the files: --data orders.csv");
  }
  await using runtime = createRuntime(config);
  const session = await runtime.open(await runtime.importFiles(flags.data, {choices: choicesOf(flags)}));
  const result = await session.query(sql, {limits: {timeMs: config.queryMs, rows: config.rows}});
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
    return;
  }
  const {artifactLines} = await import("../channels/terminal/channel.ts");
  const {styleFor} = await import("../channels/terminal/style.ts");
  const width = process.stdout.columns || 200;
  const shown = {table: result, units: {}, truncated: result.truncated};
  const lines = await artifactLines(shown, styleFor(process.stdout), width, config.rows);
  process.stdout.write(`${lines.join("\n")}\n`);
  if (result.nonFinite > 0)
    process.stderr.write(`${result.nonFinite} values were not finite numbers: shown empty.\n`);
}
