import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import type {NodeKind} from "../node_kind.ts";
import {lacking} from "./lacking.ts";
import {written} from "./written.ts";

const exportReportInputSchema = z.strictObject({
  title: z.string().min(1).max(200),
  nodes: z
    .array(z.strictObject({$step: z.string()}))
    .min(1)
    .max(30)
    .describe("the nodes whose tables and charts it shows, in order"),
});
type ExportReportInput = z.infer<typeof exportReportInputSchema>;

/** A report of what nodes gave, which can be looked at, printed and shared. */
export const exportReportKind: NodeKind<ExportReportInput> = {
  kind: "export.report",
  description: "Makes a report of the tables and charts of other nodes.",
  input: exportReportInputSchema,
  effect: "writes",
  async run({title, nodes}, context) {
    const {makeReport} = context.parts;
    if (!makeReport) throw lacking("No reports are made", "Run it where reports are kept.");
    const begun = performance.now();
    const told = nodes.flatMap(({$step}) => {
      const artifact = context.artifacts.get($step);
      return artifact ? [{id: $step, artifact}] : [];
    });
    if (told.length === 0)
      throw new TabletalkError("no_data", "None of its nodes gave anything.", "Name others.");
    const made = await makeReport({
      title,
      run: context.run,
      node: context.node,
      nodes: told,
      signal: context.signal,
    });
    const artifact = written(
      "export.report",
      {title: made.title, where: made.id, rows: told.length, begun},
      context,
    );
    return {...artifact, text: made.id};
  },
};
