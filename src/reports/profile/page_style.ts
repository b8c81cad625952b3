/** The page's looks: light, dark by the reader's choice, and on paper. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--paper:#fff;--card:#fff;--ink:#1f2328;--muted:#57606a;--line:#d8dde3;--bar:#0072b2;--far:#9cc6e2;--soft:#f6f8fa;--look:#b3400a;--lookbg:#fdf1ea}
@media (prefers-color-scheme:dark){:root{--paper:#14181d;--card:#1a1f26;--ink:#e8eaed;--muted:#a6adb5;--line:#2f363e;--bar:#56b4e9;--far:#2d5c79;--soft:#1d232a;--look:#ffab70;--lookbg:#2b221c}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1180px;padding:28px 24px 60px;background:var(--paper);color:var(--ink);font:15px/1.45 "Noto Sans",system-ui,-apple-system,"Segoe UI",sans-serif}
h1{font-size:26px;margin:0 0 6px;overflow-wrap:anywhere}
h2{font-size:17px;margin:30px 0 10px}
h3{font-size:15px;margin:0;overflow-wrap:anywhere;min-width:0}
p{margin:0 0 6px}
.lead{font-size:17px;max-width:75ch;overflow-wrap:anywhere}
.tiles{display:flex;flex-wrap:wrap;gap:10px;margin:16px 0 0}
.tile{background:var(--soft);border:1px solid var(--line);border-radius:8px;padding:8px 14px}
.tile b{display:block;font-size:20px}
.tile span{color:var(--muted);font-size:13px}
ul.odd{list-style:none;margin:0;padding:0;border:1px solid var(--line);border-radius:8px;overflow:hidden}
ul.odd li{display:grid;grid-template-columns:11em 1fr;gap:12px;padding:8px 14px;border-top:1px solid var(--line);overflow-wrap:anywhere}
ul.odd li:first-child{border-top:0}
ul.odd b{font-weight:600}
ul.odd .look{background:var(--lookbg)}
ul.odd .look b{color:var(--look)}
.find{width:100%;max-width:360px;padding:8px 12px;border:1px solid var(--line);border-radius:8px;background:var(--card);color:var(--ink);font:inherit;margin-bottom:12px}
.columns{display:grid;grid-template-columns:repeat(auto-fill,minmax(330px,1fr));gap:14px}
.column{border:1px solid var(--line);border-radius:8px;padding:12px 14px;background:var(--card);break-inside:avoid;min-width:0}
.many .column{content-visibility:auto;contain-intrinsic-size:auto 260px}
.column header{display:flex;justify-content:space-between;gap:10px;align-items:baseline}
.kind{color:var(--muted);font-size:13px;white-space:nowrap}
.small,.note,.none,.rest{color:var(--muted);font-size:13px}
.note{margin:4px 0 0;overflow-wrap:anywhere}
.sample{font-size:13px;margin:8px 0;overflow-wrap:anywhere}
.missing{height:3px;background:var(--line);border-radius:2px;margin:0 0 8px}
.missing span{display:block;height:3px;border-radius:2px;background:var(--look)}
svg.histogram{display:block;width:100%;height:auto;margin:6px 0}
svg.histogram rect{fill:var(--bar)}
svg.histogram rect.far{fill:var(--far)}
svg.histogram line{stroke:var(--line)}
svg.histogram text{fill:var(--muted);font-size:11px}
ol.top{list-style:none;margin:8px 0;padding:0;font-size:13px}
ol.top li{display:grid;grid-template-columns:minmax(0,1.3fr) 1fr 3.6em;gap:8px;align-items:center;margin:2px 0}
ol.top li.rest{display:block}
.label{white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.bar{height:10px}
.bar i{display:block;height:10px;border-radius:2px;background:var(--bar)}
.share{text-align:right;color:var(--muted);font-variant-numeric:tabular-nums}
dl{display:grid;grid-template-columns:repeat(4,1fr);gap:4px 10px;margin:6px 0;font-size:13px}
dt{color:var(--muted);font-size:12px}
dd{margin:0;font-variant-numeric:tabular-nums}
table{border-collapse:collapse;font-size:14px}
td{padding:4px 14px 4px 0;overflow-wrap:anywhere}
td.strength{width:180px}
footer{margin-top:36px;color:var(--muted);font-size:13px}
section+section{margin-top:56px;border-top:1px solid var(--line);padding-top:28px}
@media (max-width:700px){ul.odd li{grid-template-columns:1fr;gap:2px}.columns{grid-template-columns:1fr}}
@media print{:root{color-scheme:light;--paper:#fff;--card:#fff;--ink:#000;--muted:#444;--line:#bbb;--bar:#0072b2;--far:#9cc6e2;--soft:#fff;--look:#8a3000;--lookbg:#fff}body{padding:0;max-width:none;font-size:11pt}.find{display:none}.many .column{content-visibility:visible}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
