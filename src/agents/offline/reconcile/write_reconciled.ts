import {formatValue} from "../../../planning/format_value.ts";
import {capital, cellOf, headlineValue, numberOf, shown, type Told, type WriteScene} from "../write_scene.ts";

/** "With status Refunded it is $430,115: 61 more rows, $17,735. As read before: $412,380." */
export function writeReconciled(scene: WriteScene): Told {
  const [fits, before] = scene.measures;
  if (!fits || !before) return {text: "There is no number to set beside it.", values: []};
  const rows = numberOf(cellOf(scene.artifact, 0, "rows between them")) ?? 0;
  const more =
    rows === 0
      ? []
      : [
          `${formatValue(Math.abs(rows))} ${rows > 0 ? "more" : "fewer"} ${Math.abs(rows) === 1 ? "row" : "rows"}`,
        ];
  const difference = cellOf(scene.artifact, 0, "difference");
  const by = numberOf(difference) === undefined ? [] : [`${shown(scene, 0, "difference")} apart`];
  return {
    text: `${capital(fits.name)} it is ${shown(scene, 0, fits.name)}: ${[...more, ...by].join(", ")}. As read before: ${shown(scene, 0, before.name)}.`,
    values: [fits, before].map((one) => headlineValue(scene, 0, one.name, one.name)),
  };
}
