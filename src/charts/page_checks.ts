/**
 * Reads a drawn picture back: texts that are cut off or touch, marks that are not what the figure says. Plain JavaScript, since
 * the browser reads it as it is. `tabletalkFaults(holder, figure)` gives `{kind, text, said, side?, by?, other?}` each.
 */
export const CHECKS = `
const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1.5 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1.5;
const turned = (node) => { const m = node.getScreenCTM?.(); return m && Math.abs(m.b) > 0.01 && Math.abs(m.a) > 0.01; };
const corners = (node) => {
  const box = node.getBBox(), m = node.getScreenCTM();
  return [[box.x, box.y], [box.x + box.width, box.y], [box.x + box.width, box.y + box.height], [box.x, box.y + box.height]]
    .map(([x, y]) => [m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f]);
};
const crossed = (a, b) => {
  if (!turned(a) && !turned(b)) return true;
  const shapes = [corners(a), corners(b)];
  return shapes.every((shape) => [0, 1].every((side) => {
    const [dx, dy] = [shape[side + 1][0] - shape[side][0], shape[side + 1][1] - shape[side][1]];
    const long = Math.hypot(dx, dy) || 1;
    const [one, other] = shapes.map((each) => each.map(([x, y]) => (x * dx + y * dy) / long));
    return Math.min(Math.max(...one), Math.max(...other)) - Math.max(Math.min(...one), Math.min(...other)) > 1.5;
  }));
};
const same = (a, b) => a === b || (a == null && b == null) || (typeof a === "number" && typeof b === "number" && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b)));
const textFaults = (holder, figure) => {
  const faults = [];
  const frame = holder.getBoundingClientRect();
  const right = frame.left + figure.layout.width, bottom = frame.top + figure.layout.height;
  const boxes = (selector) => [...holder.querySelectorAll(selector)].filter((one) => one.textContent.trim() !== "")
    .map((one) => ({node: one, box: one.getBoundingClientRect(), text: one.textContent.trim()})).filter((one) => one.box.width > 0);
  const kinds = {title: boxes(".gtitle"), "x label": boxes(".xtick text"), "y label": boxes(".ytick text"),
    "axis title": boxes(".xtitle, .ytitle"), legend: boxes(".legendtext"), source: boxes(".legendtitletext"), mark: boxes("text.bartext, text.slicetext, text.annotation-text")};
  const edges = {...kinds, scale: boxes(".colorbar text"), node: boxes(".node-label")};
  for (const [kind, texts] of Object.entries(edges)) for (const {box, text} of texts) {
    const over = {left: frame.left - box.left, top: frame.top - box.top, right: box.right - right, bottom: box.bottom - bottom};
    const [side, by] = Object.entries(over).reduce((most, one) => (one[1] > most[1] ? one : most));
    if (by > 1) faults.push({kind, text, side, by, said: kind + " '" + text + "' is cut at the edge"});
  }
  const flat = Object.entries(kinds).flatMap(([kind, texts]) => texts.map((one) => ({kind, ...one}))).sort((a, b) => a.box.left - b.box.left);
  for (let i = 0; i < flat.length; i++) for (let j = i + 1; j < flat.length && flat[j].box.left < flat[i].box.right - 1.5; j++)
    if (overlap(flat[i].box, flat[j].box) && crossed(flat[i].node, flat[j].node)) faults.push({kind: flat[i].kind, text: flat[i].text, other: flat[j].kind, node: flat[i].node, otherNode: flat[j].node,
      said: flat[i].kind + " '" + flat[i].text + "' touches " + flat[j].kind + " '" + flat[j].text + "'"});
  return faults;
};
const barFaults = (holder, figure) => {
  const faults = [];
  for (const [at, trace] of figure.data.entries()) {
    if (trace.type !== "bar" || figure.layout.barnorm) continue;
    const values = trace.orientation === "h" ? trace.x : trace.y;
    if (!Array.isArray(values)) continue;
    const group = holder.querySelectorAll(".barlayer .trace.bars")[at];
    const sizes = [...(group ? group.querySelectorAll(".point > path") : [])].map((path) => path.getBBox()[trace.orientation === "h" ? "width" : "height"]);
    const drawn = values.filter((value) => value !== null);
    if (sizes.length !== values.length && sizes.length !== drawn.length) { faults.push("series " + at + " draws " + sizes.length + " of " + drawn.length + " bars"); continue; }
    const own = sizes.length === values.length ? values : drawn;
    const most = own.reduce((best, value, i) => (Math.abs(value ?? 0) > Math.abs(own[best] ?? 0) ? i : best), 0);
    if (!own[most]) continue;
    const unit = sizes[most] / Math.abs(own[most]);
    own.forEach((value, i) => { if (Math.abs(sizes[i] - Math.abs(value ?? 0) * unit) > 1.5) faults.push("bar " + i + " of series " + at + " is not as long as its value"); });
  }
  return faults;
};
const FIELDS = {bar: ["x", "y"], scatter: ["x", "y"], scattergl: ["x", "y"], candlestick: ["open", "high", "low", "close"], pie: ["values"], treemap: ["values"], choropleth: ["locations", "z"], scattergeo: ["lon", "lat"], heatmap: ["z"]};
const readBackFaults = (holder, figure) => {
  const faults = [];
  for (const [at, trace] of figure.data.entries()) {
    const full = holder._fullData.find((one) => one.index === at);
    if (!full || (full.visible !== true && trace.visible === undefined)) { faults.push("series " + at + " is not drawn"); continue; }
    for (const field of FIELDS[trace.type] ?? []) {
      const given = trace[field], kept = full[field];
      if (!Array.isArray(given) || kept == null) continue;
      if (kept.length !== given.length) { faults.push("series " + at + " keeps " + kept.length + " of " + given.length + " " + field); continue; }
      const wrong = given.flat().findIndex((value, i) => !same(value, Array.prototype.flat.call(kept)[i]));
      if (given.length <= 2000 && wrong >= 0) faults.push("series " + at + " plots another " + field + " at " + wrong + " than it was given");
    }
    if (trace.type === "choropleth") {
      const shapes = [...holder.querySelectorAll(".choroplethlocation")].filter((path) => (path.getAttribute("d") ?? "").length > 8).length;
      if (shapes < trace.locations.length) faults.push((trace.locations.length - shapes) + " of " + trace.locations.length + " places are not drawn");
    }
  }
  return faults;
};
const tabletalkFaults = (holder, figure) => [
  ...textFaults(holder, figure),
  ...[...barFaults(holder, figure), ...readBackFaults(holder, figure)].map((said) => ({kind: "value", text: "", said})),
];
`;
