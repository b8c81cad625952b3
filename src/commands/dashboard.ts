import {writeFile} from "node:fs/promises";
import {resolve} from "node:path";
import {loadConfig} from "../config.ts";
import {TabletalkError} from "../errors.ts";
import {type ChoiceFlags, choicesOf} from "./import_choices.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime} from "./runtime.ts";

/** The flags of `tabletalk dashboard`. */
export interface DashboardFlags extends CommonFlags, ChoiceFlags {
  /** The page; with `pdf` or `png`, those lie beside it. */
  out: string;
  pattern?: "executive" | "analytical" | "operational";
  title?: string;
  table?: string;
  pdf?: boolean;
  png?: boolean;
}

/**
 * `tabletalk dashboard`: a page about a dataset, chosen from what varies in it.
 * @throws TabletalkError what importing throws; no_data; bad_use where a file cannot be written or several tables leave open which
 */
export async function dashboard(files: string[], flags: DashboardFlags): Promise<void> {
  const config = loadConfig(flags);
  // What the page takes is read while the data is imported.
  const loading = Promise.all([
    import("../reports/dashboard/build.ts"),
    import("../reports/dashboard/page.ts"),
    import("../reports/dashboard/page_script.ts"),
  ]);
  loading.then(([, , {dashboardScript}]) => dashboardScript()).catch(() => {});
  await using runtime = createRuntime(config);
  const datasets = await runtime.importFiles(files, {choices: choicesOf(flags)});
  const chosen =
    flags.table === undefined ? largestOf(datasets) : datasets.find(({name}) => name === flags.table);
  if (!chosen)
    throw new TabletalkError(
      "unknown_table",
      flags.table === undefined
        ? "There is no table in these files."
        : `There is no table ${flags.table} in these files.`,
      `They have: ${datasets.map(({name}) => name).join(", ") || "none"}.`,
    );
  const session = await runtime.open([chosen]);
  const [{buildDashboard}, {dashboardPage}] = await loading;
  const {document} = await buildDashboard(session, {
    asOf: config.asOf ?? new Date(),
    timeZone: config.timeZone,
    ...(flags.pattern && {pattern: flags.pattern}),
    ...(flags.title !== undefined && {title: flags.title}),
  });
  const page = await dashboardPage(document);
  const out = resolve(flags.out);
  await write(out, page);
  const written = [out];
  for (const format of ["pdf", "png"] as const) {
    if (!flags[format]) continue;
    const {printPage} = await import("../reports/print_page.ts");
    const file = out.replace(/\.html?$/i, "").concat(`.${format}`);
    await write(file, await printPage(page, {renderer: await runtime.charts(), format, width: 1280}));
    written.push(file);
  }
  if (flags.json)
    process.stdout.write(
      `${JSON.stringify({title: document.title, files: written, document}, undefined, 2)}\n`,
    );
  else process.stdout.write(`${document.title}\n${written.join("\n")}\n`);
}

function largestOf<Of extends {version: {rows: number}}>(datasets: readonly Of[]): Of | undefined {
  return [...datasets].sort((a, b) => b.version.rows - a.version.rows)[0];
}

async function write(file: string, content: string | Uint8Array): Promise<void> {
  await writeFile(file, content).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new TabletalkError("bad_use", `${file} cannot be written: ${why}.`, "Name another file.", {
      cause: error,
    });
  });
}
