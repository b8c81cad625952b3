/** How long the PDF of a report of 12 charts takes, warm and cold: `node bench/reports.ts`. The goal is 5 s warm. */
import {createChartRenderer} from "../src/charts/renderer.ts";
import {reportFile} from "../src/reports/report_file.ts";
import {salesDocument} from "../test/reports/sales_document.ts";

const GOAL_MS = 5000;
const ROUNDS = 5;

const document = salesDocument({findings: 12, rows: 40});
const renderer = createChartRenderer();
const draw = async (format: "pdf" | "html" | "png" | "xlsx" | "sql" | "ipynb") => {
  const begun = performance.now();
  const {content} = await reportFile(document, format, {renderer: async () => renderer});
  return {ms: performance.now() - begun, bytes: content.length};
};
const cold = await draw("pdf");
console.log(`pdf of 12 charts, cold: ${cold.ms.toFixed(0)} ms, ${(cold.bytes / 1024).toFixed(0)} KB`);
for (const format of ["pdf", "html", "png", "xlsx", "sql", "ipynb"] as const) {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push((await draw(format)).ms);
  times.sort((a, b) => a - b);
  const [best, middle, worst] = [times[0]!, times[Math.floor(ROUNDS / 2)]!, times.at(-1)!];
  console.log(`${format} warm: ${middle.toFixed(0)} ms (${best.toFixed(0)} to ${worst.toFixed(0)})`);
  if (format === "pdf" && middle > GOAL_MS) process.exitCode = 1;
}
await renderer.close();
