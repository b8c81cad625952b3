import {cssText} from "./css_text.ts";

/**
 * The looks of a report, on a screen and on paper.
 * @param title stands at the foot of each sheet. Headings keep their spaces (`pre-wrap`) and some
 * room above them on paper: the browser makes bookmarks of what it paints, and would lose a space at a line's end, and say a
 * heading twice that begins a sheet.
 */
export function pageStyle(title: string): string {
  const short = title.length > 70 ? `${[...title].slice(0, 69).join("")}…` : title;
  return `${STYLE}
@page{size:A4;margin:20mm 18mm 22mm;@bottom-left{content:${cssText(short)};font:8pt "Noto Sans",sans-serif;color:#57606a;width:75%}@bottom-right{content:counter(page) " / " counter(pages);font:8pt "Noto Sans",sans-serif;color:#57606a}}
@page:first{margin:0;@bottom-left{content:""}@bottom-right{content:""}}
`;
}

const STYLE = `
:root{color-scheme:light;--ink:#1f2328;--muted:#57606a;--line:#d8dde3;--main:#0072b2;--soft:#f4f7fa;--good:#00755a;--bad:#b3400a}
*{box-sizing:border-box}
html{background:#fff}
body{margin:0 auto;max-width:820px;padding:0 24px 72px;color:var(--ink);font:16px/1.55 "Noto Sans","Noto Sans Arabic","Noto Sans Hebrew","Noto Sans SC","Noto Sans JP",system-ui,-apple-system,"Segoe UI","Noto Color Emoji","Noto Emoji",sans-serif;overflow-wrap:anywhere;orphans:3;widows:3}
h1,h2,h3{line-height:1.25;text-wrap:balance;white-space:pre-wrap}
h2{font-size:1.5rem;margin:2.6rem 0 .9rem;padding-bottom:.35rem;border-bottom:2px solid var(--main)}
h3{font-size:1.12rem;margin:1.8rem 0 .4rem}
p{margin:0 0 .7rem}
ul{margin:0 0 .8rem;padding-inline-start:1.25rem}
li{margin:.15rem 0}
a{color:var(--main)}
b.n{font-weight:inherit}
.summary b.n{font-weight:600}
.dataset dl+.small{margin-top:.8rem}
.small{font-size:.86rem;color:var(--muted)}
.cover{margin:0 -24px;padding:56px 24px 30px;border-top:10px solid var(--main);background:var(--soft)}
.cover .kind{margin:0;color:var(--main);font-weight:700;letter-spacing:.09em;text-transform:uppercase;font-size:.82rem}
.cover h1{font-size:2.3rem;margin:.4rem 0 .5rem}
.cover .subtitle{font-size:1.15rem;color:var(--muted)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.2rem;margin:1rem 0 0;font-size:.9rem}
dt{color:var(--muted)}
dd{margin:0;min-width:0}
.summary{font-size:1.05rem}
.contents ol{list-style:none;margin:0;padding:0}
.contents a{display:flex;align-items:baseline;gap:.4rem;color:inherit;text-decoration:none;padding:.12rem 0}
.contents a:hover{color:var(--main)}
.contents a>span:first-child{max-width:calc(100% - 3.4rem)}
.contents i{flex:1;border-bottom:1px dotted var(--line)}
.contents .page{min-width:2.2rem;text-align:end;font-variant-numeric:tabular-nums;color:var(--muted)}
.contents .page:empty,.contents i:has(+.page:empty){display:none}
.contents .level1{font-weight:600;margin-top:.45rem}
.contents .level2{font-weight:400;padding-inline-start:1.2rem;font-size:.95rem}
.finding{margin:0 0 1.6rem}
.strength{display:inline-block;font-size:.76rem;border:1px solid var(--line);border-radius:99px;padding:.05rem .6rem;color:var(--muted);margin:0 0 .5rem}
.strength.strong{color:var(--good);border-color:currentcolor}
figure{margin:1rem 0 1.3rem}
figure img{display:block;width:100%;height:auto;border:1px solid var(--line);border-radius:8px;background:#fff}
details.numbers{font-size:.9rem;margin-top:.4rem;color:var(--muted)}
summary{cursor:pointer}
.kpis{display:grid;grid-template-columns:repeat(auto-fit,minmax(160px,1fr));gap:12px;margin:1rem 0}
.kpi{border:1px solid var(--line);border-radius:8px;padding:12px 14px;break-inside:avoid}
.kpi p{margin:0}
.kpi .label{color:var(--muted);font-size:.85rem}
.kpi .value{font-size:1.55rem;font-weight:700}
.beside{font-size:.85rem;color:var(--muted)}
.beside.better{color:var(--good)}
.beside.worse{color:var(--bad)}
.table{overflow-x:auto;margin:1rem 0 1.2rem}
table.data{border-collapse:collapse;width:100%;font-size:.86rem;line-height:1.4;color:var(--ink)}
table.close{font-size:.78rem}
table.narrow{font-size:.68rem}
caption{text-align:start;font-weight:600;padding:0 0 .4rem;font-size:.95rem;caption-side:top}
th,td{text-align:left;padding:.32rem .55rem;border-bottom:1px solid var(--line);vertical-align:top}
.narrow th,.narrow td,.close th,.close td{padding:.25rem .3rem}
th{font-weight:600;border-bottom:1.5px solid var(--muted);background:var(--soft)}
th,td{overflow-wrap:break-word;word-break:normal}
td.long{overflow-wrap:anywhere}
th.number,td.number{text-align:right;font-variant-numeric:tabular-nums}
td.number,td.date{white-space:nowrap}
td.missing{color:var(--muted);text-align:right}
tbody tr:nth-child(even){background:#fafbfc}
pre{white-space:pre-wrap;background:var(--soft);border:1px solid var(--line);border-radius:6px;padding:.7rem .9rem;font:.78rem/1.45 "Noto Sans Mono",ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;margin:.4rem 0 .9rem}
code{font:.86em "Noto Sans Mono",ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}
@media (max-width:560px){.cover h1{font-size:1.7rem}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.4rem}}
@media print{
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{max-width:none;padding:0;font-size:10.5pt;line-height:1.5}
a{color:inherit;text-decoration:none}
.cover{height:297mm;margin:0;padding:62mm 24mm 30mm;border-top:0;background:#fff;border-left:14mm solid var(--main);break-after:page}
.cover h1{font-size:30pt;overflow:hidden;display:-webkit-box;-webkit-line-clamp:8;-webkit-box-orient:vertical}
.cover .subtitle{font-size:14pt}
.cover dl{margin-top:16mm;font-size:10.5pt}
.summary h2,.contents h2{margin-top:0}
.contents{break-before:page;break-after:page}
.summary+.contents{break-before:auto}
.contents a{break-inside:avoid}
figure img{max-height:80mm;width:auto;max-width:100%;margin-inline:auto}
h1,h2,h3,caption,.strength{break-after:avoid}
h2,h3{padding-top:4px}
td,th{padding-top:.2rem;padding-bottom:.2rem}
figure,.kpi,tr,.dataset dl,.keep,.query{break-inside:avoid}
details.numbers{display:none}
.table{overflow:visible}
thead{display:table-header-group}
main>.chapter:first-child h2{margin-top:0}
pre{font-size:7.5pt}
}
`;
