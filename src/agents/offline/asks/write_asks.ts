import {formatValue} from "../../../planning/format_value.ts";
import {writeGroups} from "../write_groups.ts";
import {earlierOf, sayChange} from "../write_number.ts";
import {capital, cellOf, headlineValue, numberOf, shown, type Told, type WriteScene} from "../write_scene.ts";

/** What was found odd, one a line, then whether rows are repeated. */
export function writeChecks(scene: WriteScene): Told {
  const values = scene.measures.map((one) => headlineValue(scene, 0, one.name, one.name));
  const found = scene.measures.filter((one) => numberOf(cellOf(scene.artifact, 0, one.name)) !== 0);
  const lines = found.map((one) => `- ${capital(one.name)}: ${shown(scene, 0, one.name)}`);
  const repeated = scene.artifacts.get("duplicates");
  const note = repeated?.provenance.notes.find((one) => /more than once|repeat/.test(one));
  const nothing = lines.length === 0 ? ["I found nothing odd."] : [];
  return {
    text: [...nothing, ...lines, ...(note ? [note] : repeated ? ["No row is there twice."] : [])].join("\n"),
    values,
  };
}

/** The change of the whole, then of its parts, the largest first. */
export function writeExplained(scene: WriteScene): Told {
  const whole = scene.artifacts.get("whole");
  const [measure] = scene.measures;
  if (!whole || !measure || scene.groups.length === 0) return writeGroups(scene);
  const period = scene.reading?.period?.said ?? "";
  const against = scene.reading?.comparison?.against?.said ?? "the period before";
  const names = [
    measure.name,
    `${measure.name} before`,
    `${measure.name} change`,
    `${measure.name} percent change`,
  ];
  const cell = (name: string) => cellOf(whole, 0, name);
  const values = names.map((name) => ({
    name,
    value: cell(name),
    ...(whole.units[name] && {unit: whole.units[name]}),
    evidence: {step: "whole", row: 0, column: name},
  }));
  const changed = sayChange({...scene, artifact: whole}, 0, names[2], names[3]) ?? "not comparable";
  const unit = whole.units[measure.name];
  const head = `${capital(measure.name)}, ${period}: ${formatValue(cell(measure.name), unit ? {unit} : {})}, ${changed}; ${against}: ${formatValue(cell(names[1]!), unit ? {unit} : {})}.`;
  const label = scene.groups[0]!.name;
  const order = scene.artifact.table.rows
    .map((_, row) => ({row, by: numberOf(cellOf(scene.artifact, row, names[2]!)) ?? 0}))
    .sort((a, b) => Math.abs(b.by) - Math.abs(a.by))
    .slice(0, 8);
  const lines = order.map(
    ({row}) =>
      `- ${shown(scene, row, label)}: ${earlierOf(scene, measure.name) ? (sayChange(scene, row, names[2], names[3]) ?? "no value before") : ""}`,
  );
  const parts = order.map(({row}) =>
    headlineValue(scene, row, names[2]!, `${shown(scene, row, label)} change`),
  );
  return {text: [head, ...lines, "That is where, not why."].join("\n"), values: [...values, ...parts]};
}

/** What a test of groups says: whether the difference is more than chance, with p and the size. */
export function writeDifference(scene: WriteScene): Told {
  const {artifact} = scene;
  const rows = artifact.table.rows.map((_, row) => row);
  const named = (name: string) => rows.find((row) => cellOf(artifact, row, "figure") === name);
  const p = named("p");
  if (p === undefined) return {text: "The test gave no p value.", values: []};
  const value = numberOf(cellOf(artifact, p, "value")) ?? 1;
  const verdict =
    value < 0.05
      ? "Yes: a difference like this would seldom come by chance"
      : "No: a difference like this can well be chance";
  const [tested] = artifact.provenance.notes.filter((note) => /Tested:/.test(note));
  const estimates = rows
    .filter((row) => cellOf(artifact, row, "low") !== null)
    .slice(0, 2)
    .map(
      (row) =>
        `- ${shown(scene, row, "figure")}: ${shown(scene, row, "value")} (${shown(scene, row, "low")} to ${shown(scene, row, "high")})`,
    );
  const means = meansOf(scene);
  return {
    text: [
      `${verdict} (p = ${shown(scene, p, "value")}).`,
      ...(means.length > 0 ? [`- averages: ${means.map(({line}) => line).join(", ")}`] : []),
      ...estimates,
      ...(tested ? [tested] : []),
    ].join("\n"),
    values: [
      headlineValue(scene, p, "value", "p"),
      ...means.map(({value}) => value),
      ...rows
        .filter((row) => row !== p)
        .map((row) => headlineValue(scene, row, "value", String(cellOf(artifact, row, "figure")))),
    ],
  };
}

/** The average of each group that was tested. */
function meansOf(scene: WriteScene) {
  const artifact = scene.artifacts.get("means");
  const group = scene.reading?.groups[0]?.name;
  if (!artifact || !group) return [];
  return artifact.table.rows.map((_, row) => {
    const name = String(cellOf(artifact, row, group));
    const value = cellOf(artifact, row, "average");
    const evidence = {step: "means", row, column: "average"};
    return {line: `${name} ${formatValue(value)}`, value: {name, value, evidence}};
  });
}

/** The next periods with their intervals. */
export function writeForecast(scene: WriteScene): Told {
  const {artifact} = scene;
  const ahead = artifact.table.rows
    .map((_, row) => row)
    .filter((row) => cellOf(artifact, row, "actual") === null);
  const lines = ahead.map(
    (row) =>
      `- ${shown(scene, row, "period")}: ${shown(scene, row, "forecast")} (${shown(scene, row, "low")} to ${shown(scene, row, "high")})`,
  );
  const model = artifact.provenance.notes.find((note) => /backtest|baseline|chosen|model/i.test(note));
  return {
    text: ["A forecast, with the range that it should lie in:", ...lines, ...(model ? [model] : [])].join(
      "\n",
    ),
    values: ahead.map((row) =>
      headlineValue(scene, row, "forecast", String(cellOf(artifact, row, "period"))),
    ),
  };
}

/** How the rows of two files match, and which codes have no partner. */
export function writeMatched(scene: WriteScene): Told {
  const {artifact} = scene;
  const codes = scene.artifacts.get("without_partner");
  const lonely = codes?.table.rows.map((row) => String(row[0])) ?? [];
  const values = ["matched", "not matched", "share matched"].map((name) =>
    headlineValue(scene, 0, name, name),
  );
  const line = `Rows matched: ${shown(scene, 0, "matched")} (${shown(scene, 0, "share matched")}). Rows not matched: ${shown(scene, 0, "not matched")}.`;
  void artifact;
  return {
    text: [line, ...(lonely.length > 0 ? [`Without a partner: ${lonely.join(", ")}.`] : [])].join("\n"),
    values,
  };
}

/** One row each: how many, then the table's first. */
export function writePerThing(scene: WriteScene): Told {
  const told = writeGroups(scene);
  const made = scene.artifacts.get("size")?.table.rows[0]?.[0];
  if (made === undefined) return told;
  const count = {name: "rows", value: made, evidence: {step: "size", row: 0, column: "rows made"}};
  const label = scene.groups[0];
  const first = scene.measures[0];
  const all =
    label && first
      ? scene.artifact.table.rows
          .slice(0, 40)
          .map((_, row) => headlineValue(scene, row, first.name, shown(scene, row, label.name)))
      : [];
  return {
    text: [
      `${formatValue(made)} rows, one for each ${(label?.name ?? "thing").replace(/\.$/, "")}.`,
      told.text.split("\n").slice(0, 8).join("\n"),
    ].join("\n"),
    values: [count, ...all],
  };
}
