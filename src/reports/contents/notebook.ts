import type {ReportDocument} from "../document.ts";
import {computedSteps} from "./computed_steps.ts";
import {statement} from "./script.ts";

/** The whole analysis as a notebook that runs in Python with `pip install duckdb`, in the folder of the source files. */
export function documentNotebook(document: ReportDocument): string {
  const {title, summary, datasets, methods, assumptions} = document;
  let number = 0;
  const id = () => `cell${++number}`;
  const markdown = (...lines: string[]) => ({
    cell_type: "markdown",
    id: id(),
    metadata: {},
    source: lines.filter((line) => line !== "").join("\n\n"),
  });
  const code = (source: string) => ({
    cell_type: "code",
    id: id(),
    execution_count: null,
    metadata: {},
    outputs: [],
    source,
  });
  const about = datasets.map(
    ({name, source, origin}) =>
      `- **${plain(name)}**: ${plain(source)}${origin ? `, ${plain(origin.title)} (${plain(origin.licence.name)})` : ""}`,
  );
  const cells = [
    markdown(
      `# ${plain(title)}`,
      ...summary.map(({text}) => `- ${plain(text)}`),
      "## Data",
      about.join("\n"),
      ...(methods.length > 0 ? ["## How it was read", ...methods.map((one) => `- ${plain(one)}`)] : []),
      ...assumptions.map((one) => `- ${plain(one)}`),
    ),
    code(
      "# pip install duckdb; run this in the folder of the source files.\nimport duckdb\n\ndb = duckdb.connect()",
    ),
    ...computedSteps(document).flatMap((step) => [
      markdown(`### ${plain(step.title)}`),
      code(
        `db.execute(${python(statement(step))})${step.kind === "view" ? `\ndb.sql(${python(`FROM "${step.name.replaceAll('"', '""')}"`)}).show()` : ""}`,
      ),
    ]),
  ];
  const metadata = {
    kernelspec: {display_name: "Python 3", language: "python", name: "python3"},
    language_info: {name: "python"},
  };
  return `${JSON.stringify({cells, metadata, nbformat: 4, nbformat_minor: 5}, undefined, 1)}\n`;
}

/** Text as Markdown that stays text, on one line. */
function plain(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>#|]/g, (sign) => `\\${sign}`);
}

/** A string of Python over several lines. */
function python(text: string): string {
  return `"""${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"""`;
}
