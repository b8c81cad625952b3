import {
  cellOf,
  headlineValue,
  MOST_LISTED,
  nothingFound,
  shown,
  type Told,
  type WriteScene,
} from "./write_scene.ts";

/** Any table, without knowing what it is: one value, one row, or its first rows. */
export function writeTable(scene: WriteScene): Told {
  const {artifact} = scene;
  const {columns, rows} = artifact.table;
  if (artifact.text && rows.length === 0) return {text: artifact.text, values: []};
  if (rows.length === 0) return {text: nothingFound(scene.reading), values: []};
  const isNumber = (name: string, row: number): boolean => typeof cellOf(artifact, row, name) === "number";
  if (rows.length === 1) {
    const parts = columns.map(({name}) => `${name}: ${shown(scene, 0, name)}`);
    return {
      text: parts.slice(0, 20).join(" · "),
      values: columns.map(({name}) => headlineValue(scene, 0, name, name)),
    };
  }
  const lines = rows.slice(0, MOST_LISTED).map(
    (_, row) =>
      `- ${columns
        .slice(0, 6)
        .map(({name}) => `${name} ${shown(scene, row, name)}`)
        .join(", ")}`,
  );
  const [label] = columns;
  const values = rows.flatMap((_, row) =>
    columns
      .filter(({name}) => name !== label?.name && isNumber(name, row))
      .map(({name}) =>
        headlineValue(scene, row, name, `${label ? shown(scene, row, label.name) : row}, ${name}`),
      ),
  );
  const more = rows.length > MOST_LISTED || artifact.truncated ? ["and more"] : [];
  return {text: [...lines, ...more].join("\n"), values: values.slice(0, scene.mostValues)};
}
