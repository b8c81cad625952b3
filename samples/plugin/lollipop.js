/** Stems from zero to each value, and a point at its end. */
export function lollipop(spec, table) {
  const at = (name) => table.columns.findIndex((column) => column.name === name);
  const [x, y] = [at(spec.x), at([spec.y].flat()[0])];
  const names = table.rows.map((row) => String(row[x] ?? ""));
  const values = table.rows.map((row) => row[y]);
  return {
    data: [
      {
        type: "scatter",
        mode: "lines",
        x: names.flatMap((name) => [name, name, null]),
        y: values.flatMap((value) => [0, value, null]),
        line: {width: 2},
        hoverinfo: "skip",
        showlegend: false,
      },
      {type: "scatter", mode: "markers", x: names, y: values, marker: {size: 12}, showlegend: false},
    ],
    layout: {yaxis: {rangemode: "tozero", title: {text: spec.yTitle ?? [spec.y].flat()[0]}}},
  };
}
