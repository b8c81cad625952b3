import {dataText, element} from "./element.js";

/** @typedef {{id: string, kind: "report" | "dashboard" | "analysis", title: string, format?: string}} MadeReport */

const NAMES = {report: "Report", dashboard: "Dashboard", analysis: "Analysis"};
/** @type {readonly (readonly [string, string])[]} */
const FILES = [
  ["html", "Open"],
  ["pdf", "PDF"],
  ["xlsx", "Excel"],
  ["sql", "SQL"],
  ["ipynb", "Notebook"],
];

/** A page that was made: opened in a tab of its own, or taken away as a file. @param {MadeReport} report */
export function reportCard({id, kind, title}) {
  const path = `/v1/reports/${encodeURIComponent(id)}/files/${encodeURIComponent(id)}`;
  return element(
    "section",
    {class: "report", "aria-label": NAMES[kind]},
    element("p", {}, `${NAMES[kind]}: `, dataText(title)),
    ...FILES.map(([ending, name]) =>
      element("a", {href: `${path}.${ending}`, target: "_blank", rel: "noopener"}, name),
    ),
  );
}
