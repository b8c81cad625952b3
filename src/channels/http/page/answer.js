import {answerTools} from "./answer_tools.js";
import {boundText} from "./bound_text.js";
import {chartView} from "./chart_view.js";
import {choiceButtons, withoutChoices} from "./choices.js";
import {button, dataText, element, fill} from "./element.js";
import {announce} from "./live.js";
import {Problem, problemNote} from "./problem.js";
import {reportCard} from "./report_card.js";
import {resultTable} from "./result_table.js";
import {stepsView} from "./steps.js";

/**
 * @typedef {{columns: {name: string, type: string, unit?: string}[], rows: (string | number | boolean | null)[][]}} Table
 * @typedef {{step: string, title: string, table: Table, truncated: boolean}} ShownTable
 * @typedef {{step: string, row: number, column: string}} Place
 * @typedef {{text: string, start: number, end: number, evidence: Place[], how?: string}} BoundNumber
 * @typedef {{said: string, values: {name: string, value: unknown, unit?: string}[], confirms?: string[]}} Choice
 * @typedef {{
 *   answer: string,
 *   reading?: string,
 *   choices: Choice[],
 *   charts: {step: string, title: string, altText: string, warnings?: string[]}[],
 *   evidence: BoundNumber[],
 *   parts?: Answer[],
 *   reports?: import("./report_card.js").MadeReport[],
 *   plan?: unknown,
 *   declined?: {reason: string, suggestions: string[]},
 *   citations?: {title: string, location: string, quote: string}[],
 *   derivation?: {kind: string},
 *   confidence?: {level: string, reasons: string[]},
 * }} Answer
 * @typedef {{
 *   onAsk: (question: string) => void,
 *   onChoose: (turn: string, number: number, said: string) => void,
 *   signal: AbortSignal,
 * }} Parts
 */

/**
 * An answer as it comes about: its steps, its text, its tables, and once it is whole how it was read, where its numbers are
 * from, its charts, and what can be done with it.
 * @param {Parts} parts
 */
export function answerView({onAsk, onChoose, signal}) {
  const steps = stepsView();
  const body = element("div", {class: "body"});
  const node = element("div", {class: "answer", "aria-busy": "true"}, steps.node, body);
  /** @type {ShownTable[]} */
  let tables = [];
  let isWhole = false;
  return {node, take, fail, finish};

  /** @param {import("./events.js").TurnEvent} event @param {boolean} isLive whether it happens now */
  function take(event, isLive) {
    switch (event.type) {
      case "anew":
        tables = [];
        steps.clear();
        fill(body);
        return;
      case "broken":
        steps.say("The connection broke; it is being made again");
        return;
      case "status":
        steps.say(event.text);
        if (isLive) announce(event.text);
        return;
      case "step":
        steps.step(/** @type {any} */ (event));
        return;
      case "text":
        fill(body, element("p", {class: "text", dir: "auto"}, event.text));
        return;
      case "table":
        tables.push(/** @type {any} */ (event));
        return;
      case "error":
        fail(new Problem({status: 0, code: event.code, message: event.message, next: event.next}));
        return;
      case "answer":
        isWhole = true;
        fill(body, ...whole(event.answer, event.turn));
        if (isLive) announce(event.answer.answer);
    }
  }

  /** @param {unknown} error */
  function fail(error) {
    isWhole = true;
    body.append(problemNote(error));
  }

  function finish() {
    steps.finish();
    node.removeAttribute("aria-busy");
    if (!isWhole && !signal.aborted) body.append(element("p", {}, "There is no answer to this."));
  }

  /** @param {Answer} answer @param {string | undefined} turn */
  function whole(answer, turn) {
    const {choices, declined, reading, citations = [], confidence, parts, reports = []} = answer;
    const shown = named(answer, tables);
    const isAsking = choices.length > 0 && !parts;
    return [
      isAsking
        ? element("p", {class: "text", dir: "auto"}, withoutChoices(answer.answer))
        : boundText(answer, {turn, tables: shown}),
      reading !== undefined && element("p", {class: "reading", dir: "auto"}, reading),
      ...(turn === undefined ? [] : [choiceButtons(choices, (number, said) => onChoose(turn, number, said))]),
      declined &&
        declined.suggestions.length > 0 &&
        element(
          "div",
          {class: "ideas", role: "group", "aria-label": "What can be asked instead"},
          ...declined.suggestions.map((one) => button(one, () => onAsk(one), {dir: "auto"})),
        ),
      citations.length > 0 && citationsNode(citations),
      ...(turn === undefined ? [] : chartsIn(answer).map((chart) => chartView(turn, chart, signal))),
      ...shown.map((table) => resultTable(table, turn)),
      ...reports.map(reportCard),
      confidence && confidenceNode(confidence),
      turn !== undefined && answerTools(turn, answer),
    ];
  }

  /** Charts by the step that the service keeps them under. @param {Answer} answer */
  function chartsIn({charts, parts}) {
    if (!parts) return charts;
    const main = parts.findLast(isAnswered);
    return parts.flatMap((part, at) =>
      part.charts.map((chart) => (part === main ? chart : {...chart, step: `q${at + 1}_${chart.step}`})),
    );
  }
}

/** Tables by the step that the service keeps them under. @param {Answer} answer @param {readonly ShownTable[]} tables */
function named({parts}, tables) {
  if (!parts) return tables;
  const main = parts.findLast(isAnswered);
  const answered = parts.flatMap((part, at) =>
    isAnswered(part) && part.choices.length === 0 ? [{part, at}] : [],
  );
  return tables.map((table, index) => {
    const one = answered[index];
    return !one || one.part === main ? table : {...table, step: `q${one.at + 1}_${table.step}`};
  });
}

/** @param {Answer} part */
function isAnswered(part) {
  return part.plan !== undefined && !part.declined;
}

/** @param {{level: string, reasons: string[]}} confidence */
function confidenceNode({level, reasons}) {
  return element(
    "p",
    {class: "confidence", "data-level": level},
    `Confidence: ${level}`,
    reasons.length > 0 && " · ",
    reasons.length > 0 && dataText(reasons.slice(0, 2).join(" · ")),
  );
}

/** @param {NonNullable<Answer["citations"]>} citations */
function citationsNode(citations) {
  return element(
    "ol",
    {class: "citations"},
    ...citations.map(({title, location, quote}) =>
      element("li", {dir: "auto"}, `${[title, location].filter(Boolean).join(", ")}: “${quote}”`),
    ),
  );
}
