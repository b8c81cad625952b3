import type {Ephemeral, Json, LocalMessage} from "../../test/channels/slack/local/state.ts";
import {avatar, escaped, inlinePng, markdownHtml, timeOf} from "./html.ts";

const STYLE = `
body{margin:0;padding:16px 20px;background:#fff;color:#1d1c1d;font:15px/1.46 Lato,"Noto Sans",sans-serif;width:640px;box-sizing:border-box}
.message{display:flex;gap:10px;margin:0 0 14px}.only{background:#f8f8f8;margin:0 -20px 14px;padding:8px 20px}
.avatar{flex:none;width:36px;height:36px;border-radius:6px;color:#fff;font-weight:700;display:grid;place-items:center}
.body{flex:1;min-width:0}.name{font-weight:800}.badge{background:#e8e8e8;color:#616061;font-size:10px;font-weight:700;padding:1px 4px;border-radius:3px;margin-left:4px}
.time,.eyes{color:#616061;font-size:12px;margin-left:6px}.eyes{margin:0}
p{margin:2px 0 6px}ul,ol{margin:2px 0 6px;padding-left:24px}code{background:#f6f6f6;border:1px solid #e1e1e1;border-radius:3px;color:#c01343;font:12px "Noto Sans Mono","DejaVu Sans Mono",monospace;padding:1px 3px}
pre{background:#f8f8f8;border:1px solid #e1e1e1;border-radius:4px;padding:8px;margin:4px 0;white-space:pre-wrap;font:12px/1.5 "Noto Sans Mono","DejaVu Sans Mono",monospace}pre code{border:0;background:none;color:inherit;padding:0}
.context{color:#616061;font-size:13px;margin:4px 0;white-space:pre-wrap}.header{font-weight:900;font-size:18px;margin:6px 0}
table{border-collapse:collapse;margin:6px 0;font-size:14px}td,th{border:1px solid #ddd;padding:4px 10px;text-align:left}th{background:#f8f8f8}.right{text-align:right}
.buttons{display:flex;flex-wrap:wrap;gap:8px;margin:6px 0}.button{border:1px solid #bbb;border-radius:8px;padding:4px 12px;font-weight:700;font-size:13px;background:#fff}.danger{color:#e01e5a;border-color:#e01e5a}.primary{background:#007a5a;color:#fff;border-color:#007a5a}
.file{border:1px solid #ddd;border-radius:8px;padding:8px 12px;margin:6px 0;display:inline-block}.file small{color:#616061;display:block}
img.picture{max-width:100%;border:1px solid #ddd;border-radius:8px;display:block;margin:6px 0}.task{color:#616061;font-size:13px;margin:2px 0}.mention{background:#e8f5fa;color:#1264a3;border-radius:3px;padding:0 2px}
.modal{border:1px solid #ccc;border-radius:10px;box-shadow:0 4px 18px #0003;padding:14px 18px;margin:8px 0 14px}.modal h2{margin:0 0 10px;font-size:18px}.input{border:1px solid #bbb;border-radius:6px;padding:6px 10px;margin:2px 0 10px}.label{font-weight:700}
.chart{border:1px solid #ddd;border-radius:8px;padding:10px;margin:6px 0}.chart b{display:block;margin-bottom:6px}.pages{color:#616061;font-size:12px}hr{border:0;border-top:1px solid #ddd}`;

/** What is photographed of Slack: messages of a thread, what one person alone sees, a form. */
export interface SlackScene {
  messages: readonly (LocalMessage | Ephemeral)[];
  view?: Json;
  names: ReadonlyMap<string, string>;
}

/** A thread in the look of Slack's light theme. */
export function slackPage({messages, view, names}: SlackScene): string {
  const shown = messages.map((message, at) => messageHtml(message, at, names));
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><body>${shown.join("")}${view ? modalHtml(view) : ""}</body>`;
}

function messageHtml(
  message: LocalMessage | Ephemeral,
  at: number,
  names: ReadonlyMap<string, string>,
): string {
  const isOnly = "from" in message;
  const isBot = isOnly || message.isBot;
  const name = isBot ? "Tabletalk" : (names.get(message.user) ?? message.user);
  const text = `<p>${mentions(escaped(message.text), names)}</p>`;
  const blocks = isBot && message.blocks.length > 0 ? message.blocks.map(blockHtml).join("") : text;
  const chunks: Json[] = "stream" in message ? (message.stream?.chunks ?? []) : [];
  const tasks = new Map(chunks.filter(({type}) => type === "task_update").map((task) => [task.id, task]));
  const list = [...tasks.values()].map(
    ({title, status, details}) =>
      `<div class="task">${status === "complete" ? "&#10003;" : status === "error" ? "&#10007;" : "&#8226;"} ${escaped(title)}${details ? ` <small>${escaped(details)}</small>` : ""}</div>`,
  );
  const files = "files" in message ? message.files.map(fileHtml) : [];
  const head = `<span class="name">${escaped(name)}</span>${isBot ? '<span class="badge">APP</span>' : ""}<span class="time">${timeOf(at)}</span>`;
  return `<div class="message${isOnly ? " only" : ""}">${avatar(name, isBot ? "#4a154b" : "#2c6fbb")}<div class="body">${isOnly ? '<div class="eyes">Only visible to you</div>' : ""}<div>${head}</div>${list.join("")}${blocks}${files.join("")}</div></div>`;
}

function mentions(text: string, names: ReadonlyMap<string, string>): string {
  return text.replace(
    /&lt;@([A-Z0-9]+)&gt;/g,
    (_, id: string) => `<span class="mention">@${escaped(names.get(id) ?? id)}</span>`,
  );
}

function fileHtml(file: LocalMessage["files"][number]): string {
  if (file.name.endsWith(".png"))
    return `<div><small class="eyes">${escaped(file.title)}</small><img class="picture" src="${inlinePng(file.bytes)}"></div>`;
  return `<div class="file"><b>${escaped(file.title || file.name)}</b><small>${escaped(file.name.split(".").at(-1)?.toUpperCase() ?? "")} · ${sizeOf(file.bytes.length)}</small></div>`;
}

function sizeOf(bytes: number): string {
  return bytes < 1000 ? `${bytes} B` : `${Math.round(bytes / 1000)} kB`;
}

export function blockHtml(block: Json): string {
  switch (block.type) {
    case "markdown":
      return markdownHtml(block.text);
    case "context":
      return `<div class="context">${block.elements.map(textHtml).join(" ")}</div>`;
    case "section":
      return `<p style="white-space:pre-wrap">${textHtml(block.text)}</p>${(block.fields ?? []).map((field: Json) => `<p>${textHtml(field)}</p>`).join("")}`;
    case "header":
      return `<div class="header">${textHtml(block.text)}</div>`;
    case "divider":
      return "<hr>";
    case "actions":
    case "context_actions":
      return `<div class="buttons">${block.elements.map(elementHtml).join("")}</div>`;
    case "table":
    case "data_table":
      return tableHtml(block);
    case "data_visualization":
      return chartHtml(block);
    case "input":
      return `<div class="label">${textHtml(block.label)}</div>${elementHtml(block.element)}`;
    default:
      return `<pre>${escaped(JSON.stringify(block, null, 1))}</pre>`;
  }
}

function textHtml(text: Json): string {
  const plain = escaped(text?.text ?? "");
  return text?.type === "mrkdwn"
    ? plain
        .replaceAll("&amp;lt;", "&lt;")
        .replaceAll("&amp;gt;", "&gt;")
        .replace(/\*([^*]+)\*/g, "<b>$1</b>")
    : plain;
}

function elementHtml(element: Json): string {
  if (element.type === "feedback_buttons")
    return `<span class="button">&#128077; ${escaped(element.positive_button.text.text)}</span><span class="button">&#128078; ${escaped(element.negative_button.text.text)}</span>`;
  if (element.type === "button") {
    const style = element.style ? ` ${element.style}` : "";
    return `<span class="button${style}">${escaped(element.text.text)}</span>`;
  }
  const value =
    element.initial_option?.text?.text ??
    element.initial_value ??
    (element.initial_options ?? []).map((one: Json) => one.text.text).join(", ");
  return `<div class="input">${escaped(value || element.placeholder?.text || " ")}</div>`;
}

function tableHtml(block: Json): string {
  const right = (at: number) => (block.column_settings?.[at]?.align === "right" ? ' class="right"' : "");
  const isNumber = (cell: Json) => (cell.type === "raw_number" ? ' class="right"' : "");
  const text = (cell: Json) => escaped(cell.text ?? plainOf(cell));
  const [header = [], ...rows]: Json[][] = block.rows;
  const most = block.type === "data_table" ? 10 : rows.length;
  const line = (row: Json[], tag: string) =>
    `<tr>${row.map((cell, at) => `<${tag}${right(at) || isNumber(cell)}>${text(cell)}</${tag}>`).join("")}</tr>`;
  const pages =
    rows.length > most
      ? `<div class="pages">1-${most} of ${rows.length} rows &nbsp; &lsaquo; &rsaquo;</div>`
      : "";
  const title = block.caption ? `<div class="context">${escaped(block.caption)}</div>` : "";
  return `${title}<table>${line(header, "th")}${rows
    .slice(0, most)
    .map((row) => line(row, "td"))
    .join("")}</table>${pages}`;
}

function plainOf(value: Json): string {
  return value?.text ?? (value?.elements ?? []).map(plainOf).join("");
}

/** Slack's own chart, roughly: bars, or a line of points. */
function chartHtml({title, chart}: Json): string {
  const points: {label: string; value: number}[] = chart.segments ?? chart.series?.[0]?.data ?? [];
  const most = Math.max(...points.map(({value}) => value), 1);
  const wide = 520 / Math.max(points.length, 1);
  const bars = points.map(({label, value}, at) => {
    const high = Math.max(1, (120 * value) / most);
    return `<rect x="${at * wide + 4}" y="${130 - high}" width="${wide - 8}" height="${high}" fill="#36a2c5"/><text x="${at * wide + wide / 2}" y="146" font-size="10" text-anchor="middle" fill="#616061">${escaped(label)}</text>`;
  });
  return `<div class="chart"><b>${escaped(title)}</b><svg width="520" height="150">${bars.join("")}</svg></div>`;
}

function modalHtml(view: Json): string {
  const submit = view.submit
    ? `<div class="buttons" style="justify-content:flex-end"><span class="button primary">${escaped(view.submit.text)}</span></div>`
    : "";
  return `<div class="modal"><h2>${escaped(view.title.text)}</h2>${view.blocks.map(blockHtml).join("")}${submit}</div>`;
}
