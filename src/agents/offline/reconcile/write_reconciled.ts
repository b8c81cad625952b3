import {capital, cellOf, headlineValue, numberOf, shown, type Told, type WriteScene} from "../write_scene.ts";

/** "With status Refunded it is $430,115: 61 more rows, $17,735. As read before: $412,380." */
export function writeReconciled(scene: WriteScene): Told {
  const [fits, before] = scene.measures;
  if (!fits || !before) return {text: "There is no number to set beside it.", values: []};
  const rows = numberOf(cellOf(scene.artifact, 0, "rows between them")) ?? 0;
  const more =
    rows === 0 ? [] : [`${shown(scene, 0, "rows between them")} ${Math.abs(rows) === 1 ? "row" : "rows"}`];
  const difference = cellOf(scene.artifact, 0, "difference");
  const by = numberOf(difference) === undefined ? [] : [`${shown(scene, 0, "difference")} apart`];
  return {
    text: `${capital(fits.name)} it is ${shown(scene, 0, fits.name)}${more.length + by.length > 0 ? `: ${[...more, ...by].join(", ")}` : ""}. As read before: ${shown(scene, 0, before.name)}.`,
    values: [fits, before].map((one) => headlineValue(scene, 0, one.name, one.name)),
  };
}

/** "With each row once it is $392,017.92; as read before $395,538.91." */
export function writeReconciledOnce(scene: WriteScene): Told {
  const [fits] = scene.measures;
  const before = scene.artifacts.get("before");
  if (!fits || !before) return {text: "There is no number to set beside it.", values: []};
  const name = before.table.columns[0]?.name ?? "";
  const was = shown({...scene, artifact: before, step: "before"}, 0, name);
  return {
    text: `${capital(fits.name)} it is ${shown(scene, 0, fits.name)}. As read before: ${was}.`,
    values: [headlineValue(scene, 0, fits.name, fits.name)],
  };
}
