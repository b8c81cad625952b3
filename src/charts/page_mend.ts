/**
 * Mends what the checks found, by the layout alone, never by the values: wider margins, turned or fewer labels, a smaller title,
 * labels of marks left away where two lie on one another. Plain JavaScript. `tabletalkMended(holder, layout, faults)` gives a
 * new layout, or undefined where there is nothing to try.
 */
export const MEND = `
const tabletalkMended = (holder, given, faults, round) => {
  const layout = structuredClone(given);
  let changed = false;
  const margins = {left: "l", right: "r", top: "t", bottom: "b"};
  const full = holder._fullLayout;
  layout.margin = {...layout.margin};
  const axes = (letter) => Object.keys(layout).filter((key) => key.startsWith(letter + "axis"));
  for (const {kind, side, by} of faults) {
    if (side === undefined || kind === "mark" || kind === "node") continue;
    if (kind === "title") {
      layout.title = {...layout.title, font: {...layout.title?.font, size: Math.max(11, (full.title?.font?.size ?? 18) * 0.8)}};
      changed = true;
      continue;
    }
    const key = margins[side];
    layout.margin[key] = Math.max(layout.margin[key] ?? 0, (given.margin?.[key] ?? full._size[key]) + by + 6);
    changed = true;
  }
  for (const letter of ["x", "y"]) {
    const label = letter + " label";
    if (!faults.some((one) => one.other === label && one.kind === label)) continue;
    for (const key of axes(letter)) {
      const axis = layout[key] = {...layout[key]};
      if (letter === "x" && round === 0) Object.assign(axis, {tickangle: -40, automargin: true});
      else if (Array.isArray(axis.tickvals)) {
        const every = (list) => list.filter((_, at) => at % 2 === 0);
        if (axis.ticktext) axis.ticktext = every(axis.ticktext);
        axis.tickvals = every(axis.tickvals);
      } else axis.nticks = Math.max(2, Math.floor((full[key]?._vals?.length ?? 8) / 2));
      changed = true;
    }
  }
  if (faults.some((one) => one.other !== undefined && (one.kind === "axis title") !== (one.other === "axis title")))
    for (const key of [...axes("x"), ...axes("y")]) {
      if (layout[key]?.title === undefined) continue;
      const title = typeof layout[key].title === "string" ? {text: layout[key].title} : layout[key].title;
      layout[key] = {...layout[key], automargin: true, title: {...title, standoff: (title.standoff ?? 8) + 6}};
      changed = true;
    }
  const hidden = new Set();
  for (const {kind, other, side, node, otherNode, text} of faults) {
    if (kind !== "mark" || (other !== "mark" && side === undefined) || !Array.isArray(layout.annotations)) continue;
    const group = (one) => one?.closest(".annotation")?.getAttribute("data-index");
    if (other !== undefined && (hidden.has(group(node)) || hidden.has(group(otherNode)))) continue;
    const index = group(otherNode ?? [...holder.querySelectorAll(".annotation-text")].find((one) => one.textContent.trim() === text));
    if (index == null || layout.annotations[Number(index)] === undefined) continue;
    hidden.add(index);
    layout.annotations[Number(index)] = {...layout.annotations[Number(index)], visible: false};
    changed = true;
  }
  return changed ? layout : undefined;
};
`;
