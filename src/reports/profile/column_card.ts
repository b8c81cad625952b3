import type {ColumnProfile} from "../../data/profile.ts";
import type {Shape, TextFacts} from "../../data/profile_details.ts";
import {isPrivate, kindOf, PRIVATE, typical} from "./column_words.ts";
import {isRegular} from "./headline.ts";
import {histogramSvg} from "./histogram_svg.ts";
import {plainText} from "./plain_text.ts";
import {count, cut, dateText, list, percent, value} from "./words.ts";

const TOP_SHOWN = 6;
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** One column as a card of the page: its kind, what is missing, a small picture, figures and notes. */
export function columnCard(column: ColumnProfile, rows: number): string {
  const kind = kindOf(column);
  const filled = rows - column.nulls;
  const missing =
    column.nulls === 0
      ? ""
      : `<div class="missing" title="${plainText(count(column.nulls, "missing cell"))}"><span style="width:${Math.max(1, Math.round((100 * column.nulls) / Math.max(1, rows)))}%"></span></div>`;
  const said = [
    column.nulls > 0 ? `${percent(column.nulls, rows)} missing` : "",
    column.distinct === filled && filled > 1
      ? "all different"
      : `${column.distinct.toLocaleString("en")} different`,
  ].filter(Boolean);
  const search = `${column.name} ${kind} ${column.type}`.toLowerCase();
  return `<article class="column" data-find="${plainText(search)}">
<header><h3>${plainText(column.name) || "(no name)"}</h3><span class="kind">${plainText(kind)}</span></header>
<p class="small">${plainText(said.join(" · "))}</p>${missing}
${picture(column, rows)}
${figures(column)}
${notes(column)
  .map((note) => `<p class="note">${plainText(note)}</p>`)
  .join("\n")}
</article>`;
}

function picture(column: ColumnProfile, rows: number): string {
  const histogram = column.details?.histogram;
  if (isPrivate(column) && !histogram) return `<p class="sample">${PRIVATE}</p>`;
  if (rows === column.nulls) return '<p class="none">empty</p>';
  if (histogram && column.distinct > 1) return histogramSvg(column, histogram);
  const [first] = column.top;
  const listed =
    first &&
    column.role !== "text" &&
    column.role !== "identifier" &&
    (first.count > 1 || column.distinct <= 10);
  return listed
    ? topBars(column, rows - column.nulls)
    : `<p class="sample">${plainText(typical(column, rows))}</p>`;
}

function topBars(column: ColumnProfile, filled: number): string {
  const shown = column.top.slice(0, TOP_SHOWN);
  const most = Math.max(1, shown[0]?.count ?? 1);
  const bars = shown.map(
    (one) =>
      `<li><span class="label">${plainText(value(one.value, column, 60))}</span><span class="bar"><i style="width:${Math.max(0.5, Math.round((1000 * one.count) / most) / 10)}%"></i></span><span class="share">${plainText(percent(one.count, filled))}</span></li>`,
  );
  const rest = column.distinct - shown.length;
  const others = rest > 0 ? `<li class="rest">${plainText(count(rest, "other value"))}</li>` : "";
  return `<ol class="top">${bars.join("")}${others}</ol>`;
}

function figures(column: ColumnProfile): string {
  const {quantiles, mean, details} = column;
  if (!details?.shape || !quantiles || column.distinct < 2) return "";
  const show = (number: number): string => value(number, column);
  const entries: [string, string][] = [
    ["min", value(column.min, column)],
    ["5 %", show(quantiles[0])],
    ["25 %", show(quantiles[1])],
    ["median", show(quantiles[2])],
    ["75 %", show(quantiles[3])],
    ["95 %", show(quantiles[4])],
    ["max", value(column.max, column)],
  ];
  if (column.role === "measure" && mean !== undefined) entries.push(["mean", show(mean)]);
  return `<dl>${entries.map(([name, text]) => `<div><dt>${name}</dt><dd>${plainText(text)}</dd></div>`).join("")}</dl>`;
}

/** What a person would like to know of a column besides its figures. */
function notes(column: ColumnProfile): string[] {
  const {details} = column;
  if (!details) return [];
  const found: string[] = [];
  const {personal, placeholders, shape, outliers, text, dates} = details;
  if (personal) found.push(`Personal data: ${personal.kind}, ${personal.confidence} (${personal.why}).`);
  if (placeholders)
    found.push(
      `May stand for missing: ${list(
        placeholders.map((one) => `${value(one.value, column, 20)} (${one.count.toLocaleString("en")}×)`),
        4,
      )}.`,
    );
  if (shape && column.role === "measure" && shape.name !== "few values") found.push(shapeNote(shape, column));
  if (outliers && outliers.fences.below + outliers.fences.above > 0) {
    const far = outliers.fences.below + outliers.fences.above;
    const examples = list(
      outliers.examples.map((one) => value(one, column)),
      5,
    );
    found.push(
      `${count(far, "value")} beyond 1.5 IQR of the quartiles, ${outliers.z.toLocaleString("en")} beyond 3 sd: ${examples}.`,
    );
  }
  if (column.nonFinite) found.push(`${count(column.nonFinite, "cell")} infinite or not a number, left out.`);
  if (text) found.push(...textNotes(text, column));
  if (dates) found.push(...dateNotes(column));
  return found;
}

function shapeNote(shape: Shape, column: ColumnProfile): string {
  const moments =
    shape.skewness === undefined
      ? ""
      : ` (skewness ${shape.skewness.toFixed(1)}, excess kurtosis ${(shape.kurtosis ?? 0).toFixed(1)})`;
  const zeros = shape.zeros > 0 ? ` ${count(shape.zeros, "zero")}.` : "";
  const below = shape.negatives > 0 ? ` ${shape.negatives.toLocaleString("en")} below zero.` : "";
  const spread = column.sd ? ` Standard deviation ${value(column.sd, column)}.` : "";
  const name = shape.name.charAt(0).toUpperCase() + shape.name.slice(1);
  return `${name}${moments}.${spread}${zeros}${below}`;
}

function textNotes(text: TextFacts, column: ColumnProfile): string[] {
  const {lengths, blank, untrimmed, variants, pattern} = text;
  const size =
    lengths.min === lengths.max
      ? `${count(lengths.max, "character")} each`
      : `${lengths.min} to ${count(lengths.max, "character")}, ${lengths.mean.toFixed(lengths.mean < 10 ? 1 : 0)} on average`;
  const free = column.role === "text" || column.role === "identifier";
  const found = free ? [`${size}.`] : [];
  const secret = isPrivate(column);
  if (pattern) {
    const others =
      pattern.misfits === 0 || secret
        ? ""
        : `; not ${list(
            pattern.others.map((one) => `“${cut(one, 24)}”`),
            3,
          )}`;
    found.push(
      `${percent(Math.round(pattern.share * 1e6), 1e6)} look like ${pattern.name === "code" ? "a code of letters and digits" : pattern.name}${others}.`,
    );
  }
  if (blank > 0) found.push(`${count(blank, "cell")} of spaces alone.`);
  if (untrimmed > 0) found.push(`${count(untrimmed, "cell")} with spaces at the ends.`);
  if (variants.groups > 0 && !secret) {
    const examples = variants.examples.map((group) => group.map((one) => `“${cut(one, 24)}”`).join(" / "));
    found.push(`Spelled in several ways: ${list(examples, 3)}.`);
  }
  return found;
}

function dateNotes(column: ColumnProfile): string[] {
  const {grain, periods, missing, longestGap, future, weekdays, workdaysOnly} = column.details!.dates!;
  const found: string[] = [];
  if (grain !== "irregular" && isRegular(column))
    found.push(
      `One value a ${grain}; ${missing === 0 ? "none is missing" : `${missing.toLocaleString("en")} of ${periods.toLocaleString("en")} are missing`}.`,
    );
  if (longestGap && isRegular(column))
    found.push(
      `Longest gap: ${count(longestGap.periods, grain === "irregular" ? "day" : grain)} from ${dateText(longestGap.from) ?? longestGap.from}.`,
    );
  if (workdaysOnly) found.push("Monday to Friday only.");
  else if (weekdays) {
    const all = weekdays.reduce((sum, one) => sum + one, 0);
    const most = Math.max(...weekdays);
    if (most > 0.3 * all) found.push(`${percent(most, all)} fall on a ${WEEKDAYS[weekdays.indexOf(most)]}.`);
  }
  if (future.count > 0) found.push(`${count(future.count, "row")} after ${dateText(future.asOf)}.`);
  return found;
}
