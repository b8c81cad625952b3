import {PAPER_ZOOM} from "./paper_zoom.ts";

const SCREEN = `
:root{color-scheme:light;--back:#f4f6f8;--card:#fff;--ink:#1b2128;--muted:#57606a;--line:#dfe3e8;--accent:#0072b2;--good:#0a7d55;--bad:#b42318;--soft:#eef2f6}
:root[data-theme=dark]{color-scheme:dark;--back:#0f1317;--card:#171c22;--ink:#e8eaed;--muted:#a6adb5;--line:#2b323a;--accent:#56b4e9;--good:#3ecf8e;--bad:#ff8a7a;--soft:#1f262e}
@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;--back:#0f1317;--card:#171c22;--ink:#e8eaed;--muted:#a6adb5;--line:#2b323a;--accent:#56b4e9;--good:#3ecf8e;--bad:#ff8a7a;--soft:#1f262e}}
*{box-sizing:border-box}
[hidden]{display:none!important}
html{background:var(--back)}
body{margin:0 auto;max-width:1320px;padding:24px 28px 40px;color:var(--ink);font:15px/1.45 "Noto Sans",system-ui,-apple-system,"Segoe UI",sans-serif}
header.top{display:flex;gap:16px;justify-content:space-between;align-items:flex-start;margin-bottom:16px}
h1{font-size:27px;line-height:1.2;margin:0 0 4px;overflow-wrap:anywhere;letter-spacing:-.01em}
h2{font-size:17px;margin:0 0 10px;overflow-wrap:anywhere}
h3{font-size:16.5px;line-height:1.3;margin:0;overflow-wrap:anywhere;font-weight:650}
.about,.subject,.small{color:var(--muted);font-size:13.5px;margin:0;overflow-wrap:anywhere}
.subject{margin:2px 0 4px}
button,select{font:inherit;font-size:14px;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:8px;padding:6px 10px;max-width:100%}
button{cursor:pointer;white-space:nowrap}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
#filters{display:flex;flex-wrap:wrap;gap:10px 14px;align-items:flex-end;background:var(--card);border:1px solid var(--line);border-radius:12px;padding:12px 16px;margin:0 0 16px}
#filters label{display:flex;flex-direction:column;gap:3px;font-size:12.5px;color:var(--muted);min-width:0}
#filters select{min-width:120px;max-width:220px}
#said{margin-left:auto;color:var(--muted);font-size:13.5px;align-self:center}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(210px,1fr));gap:14px;margin:0 0 16px}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:16px 18px;min-width:0;position:relative}
.figure .label{font-size:13.5px;color:var(--muted);margin:0;overflow-wrap:anywhere}
.figure .value{font-size:31px;line-height:1.2;font-weight:700;margin:2px 0 4px;letter-spacing:-.02em;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
.figure .comparison{font-size:13px;color:var(--muted);margin:0;min-height:1.45em}
.figure[data-change~=good] .comparison{color:var(--good)}
.figure[data-change~=bad] .comparison{color:var(--bad)}
.figure[data-change^=up] .comparison::before{content:"▲ ";font-size:10px}
.figure[data-change^=down] .comparison::before{content:"▼ ";font-size:10px}
.figure svg{display:block;width:100%;height:32px;margin-top:8px;overflow:visible}
.figure path{fill:none;stroke:var(--accent);stroke-width:1.8;vector-effect:non-scaling-stroke;stroke-linejoin:round}
.charts{display:grid;grid-template-columns:repeat(12,minmax(0,1fr));gap:14px;margin:0 0 14px}
.chart{margin:0;display:flex;flex-direction:column}
.plot{height:330px;margin:2px -8px 0;overflow:hidden}
.shown{margin:2px 0 0}
.empty .plot{color:var(--muted);display:flex;align-items:center;justify-content:center}
.w3{grid-column:span 3}.w4{grid-column:span 4}.w5{grid-column:span 5}.w6{grid-column:span 6}.w7{grid-column:span 7}.w8{grid-column:span 8}.w9{grid-column:span 9}.w10{grid-column:span 10}.w11{grid-column:span 11}.w12{grid-column:span 12}
.still>:not(.unmoved){opacity:.45}
.unmoved{display:none;position:absolute;right:14px;top:10px;font-size:12px;color:var(--ink);background:var(--soft);border:1px solid var(--line);border-radius:20px;padding:1px 9px;z-index:2}
.still .unmoved{display:block}
details{font-size:13px;color:var(--muted);margin-top:6px}
summary{cursor:pointer;width:fit-content;border-radius:4px}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--soft);border-radius:8px;padding:10px 12px;font:12px/1.5 ui-monospace,Menlo,Consolas,monospace;max-height:260px;overflow:auto;color:var(--ink)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px;color:var(--ink);font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:7px 10px;border-bottom:1px solid var(--line);vertical-align:top;max-width:34em;overflow-wrap:break-word}
th{font-size:12.5px;color:var(--muted);font-weight:600}
td.number,th.number{text-align:right;white-space:nowrap}
th:first-child,td:first-child{padding-left:2px}th:last-child,td:last-child{padding-right:2px}
footer{color:var(--muted);font-size:12.5px;margin-top:18px;overflow-wrap:anywhere}
footer p{margin:0 0 5px}
footer a{color:inherit}
.visually-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (max-width:900px){.charts>*{grid-column:span 12}}
@media (max-width:560px){body{padding:16px 12px 28px}h1{font-size:22px}.card{padding:13px 13px}.plot{height:290px}.figures{grid-template-columns:1fr 1fr;gap:10px}.figure .value{font-size:23px}#filters label{flex:1 1 40%}#filters select{width:100%;min-width:0;max-width:none}#said{margin:0}}
@page{size:A4 portrait;margin:10mm 10mm 13mm;@bottom-right{content:counter(page) " / " counter(pages);font:9px system-ui,sans-serif;color:#57606a}}
`;

/** On paper everything is smaller; pictures are drawn larger and shrunk, so that their letters are too (`PAPER_ZOOM`). */
const PAPER = `html,body{background:#fff}body{width:190mm;max-width:none;padding:0;font-size:11px;margin:0}#filters,#theme,details,.unmoved{display:none!important}.card{break-inside:avoid;padding:8px 10px;border-radius:8px}.charts{gap:8px;margin-bottom:8px}.charts>.w7,.charts>.w8{grid-column:span 7}.charts>.w4,.charts>.w5{grid-column:span 5}.charts>.w6{grid-column:span 6}.plot{height:196px}.figures{gap:8px;margin-bottom:8px;grid-template-columns:repeat(4,1fr)}.figures:has(>:nth-child(3):last-child){grid-template-columns:repeat(3,1fr)}.figure .value{font-size:20px}.figure .label,.figure .comparison{font-size:10.5px}.figure svg{height:22px;margin-top:4px}h1{font-size:20px}h2{font-size:13px;margin-bottom:4px}h3{font-size:12.5px}.subject,.about{font-size:10.5px;margin:0}header.top{margin-bottom:8px}table{font-size:10px}th{font-size:9.5px}td,th{padding:3px 6px}tr{break-inside:avoid}footer{margin-top:8px;font-size:9.5px}.plot-container{zoom:${PAPER_ZOOM}}`;

/** The same rules for the moment before a browser prints, when pictures are drawn and the paper is not there yet. */
const before = PAPER.split("}")
  .filter((rule) => rule !== "")
  .map((rule) => {
    const [selectors = "", body = ""] = rule.split("{");
    return `${selectors
      .split(/,(?![^(]*\))/)
      .map((one) => `html[data-print] ${one}`)
      .join(",")}{${body}}`;
  })
  .join("");

/** The looks of a dashboard: light, dark by the machine or the reader's choice, narrow, and on paper. */
export const DASHBOARD_STYLE = `${SCREEN}${before}\n@media print{${PAPER}}\n`;
