import {callChart} from "./call_chart.js";
import {choiceButtons} from "./choices.js";
import {button, element, fill} from "./element.js";
import {announce} from "./live.js";
import {problemNote} from "./problem.js";
import {resultTable} from "./result_table.js";

/**
 * @typedef {import("./call_board.js").CallResult} CallResult
 * @typedef {import("./call_board.js").ChartNames} ChartNames
 */

/**
 * One answer of a call.
 * @param {{
 *   onChoose: (turn: string, number: number) => void,
 *   onSend: (turn: string) => Promise<void>,
 *   mayExplore: boolean,
 *   signal: AbortSignal,
 * }} parts
 */
export function callCard({onChoose, onSend, mayExplore, signal}) {
  const body = element("div", {class: "body"});
  const post = element("div", {class: "post"});
  const question = element("h2", {class: "asked", dir: "auto"});
  const node = element(
    "article",
    {class: "message"},
    question,
    element("div", {class: "answer"}, body, post),
  );
  /** @type {Map<string, ReturnType<typeof callChart>>} */
  const charts = new Map();
  let turn = "";
  let isAnswered = false;
  let isPosted = false;
  return {
    node,
    /** @param {CallResult} result */
    show(result) {
      turn = result.turn;
      isAnswered = result.state === "answered";
      node.dataset.turn = turn;
      node.dataset.state = result.state;
      question.textContent = result.question;
      for (const chart of result.charts) chartOf(chart.step).expect(chart);
      fill(body, ...partsOf(result));
    },
    /** @param {ChartNames} names @param {Blob} png */
    chart({step, title, alt}, png) {
      chartOf(step).show(png, {title, alt});
    },
    /** @param {string | undefined} where */
    postedTo(where) {
      if (isPosted || where === undefined || !isAnswered) {
        if (!isPosted) fill(post);
        return;
      }
      fill(
        post,
        button(`Post to ${where}`, () => send(where), {dir: "auto"}),
      );
    },
    drop() {
      for (const chart of charts.values()) chart.drop();
    },
  };

  /** @param {string} step */
  function chartOf(step) {
    const chart = charts.get(step) ?? callChart({turn, step, mayExplore, signal});
    charts.set(step, chart);
    return chart;
  }

  /** @param {CallResult} result */
  function partsOf(result) {
    const {answer, caption, reading, choices, table, state, next, confidence} = result;
    if (state === "failed" || state === "aborted")
      return [
        element(
          "p",
          {class: state === "failed" ? "problem" : "note"},
          element("strong", {dir: "auto"}, answer),
          next !== undefined && " ",
          next !== undefined && element("span", {dir: "auto"}, next),
        ),
      ];
    return [
      element("p", {class: "text", dir: "auto"}, answer),
      caption !== "" && caption !== answer && saidNode(caption),
      reading !== undefined && element("p", {class: "reading", dir: "auto"}, reading),
      choiceButtons(
        choices.map(({said}) => ({said, values: []})),
        (number) => onChoose(turn, choices[number]?.number ?? number),
      ),
      next !== undefined && element("p", {class: "note", dir: "auto"}, next),
      ...[...charts.values()].map((chart) => chart.node),
      table &&
        resultTable(
          {step: "table", title: table.title, table: copied(table), truncated: table.truncated},
          undefined,
        ),
      confidence !== undefined && element("p", {class: "confidence", dir: "auto"}, confidence),
      howNode(result),
    ];
  }

  /** @param {string} where */
  async function send(where) {
    try {
      fill(post, element("p", {class: "thanks", dir: "auto"}, `Posting to ${where} ...`));
      await onSend(turn);
      isPosted = true;
      fill(post, element("p", {class: "thanks", dir: "auto"}, `Posted to ${where}.`));
      announce(`Posted to ${where}.`);
    } catch (error) {
      fill(
        post,
        problemNote(error),
        button(`Post to ${where}`, () => send(where), {dir: "auto"}),
      );
    }
  }
}

/** What was said aloud, rounded; the exact answer stands above it. @param {string} caption */
function saidNode(caption) {
  return element("p", {class: "said"}, "Said: ", element("q", {dir: "auto"}, caption));
}

/** @param {NonNullable<CallResult["table"]>} table */
function copied({columns, rows}) {
  return {
    columns: columns.map(({name, type, unit}) => ({name, type, ...(unit !== undefined && {unit})})),
    rows: rows.map((row) => [...row]),
  };
}

/** @param {CallResult} result */
function howNode({sql, recipe}) {
  if (sql.length === 0 && recipe === undefined) return undefined;
  return element(
    "details",
    {class: "how"},
    element("summary", {}, "How"),
    ...sql.map((one) => element("pre", {tabindex: "0", "aria-label": "SQL"}, element("code", {}, one))),
    recipe !== undefined &&
      element(
        "p",
        {},
        "Recipe ",
        element("code", {}, recipe),
        ". To compute it again: ",
        element("code", {}, `tabletalk replay ${recipe}`),
      ),
  );
}
