/**
 * What code finds inside the isolate: `tables` (an object a table: its columns as arrays, null is missing), `rows(name)`,
 * `print`; a clock that stands still and random numbers from a seed, so that the same code on the same data gives the same
 * result. It runs before the code and takes its own traces away.
 */
export const PRELUDE = `(() => {
  const take = (name) => { const value = globalThis[name]; delete globalThis[name]; return value; };
  const described = JSON.parse(take("__tables"));
  const [now, seed, say] = [take("__now"), take("__seed"), take("__print")];
  const own = Object.create(null);
  for (const [at, {name, columns}] of described.entries()) {
    const table = Object.create(null);
    for (const [index, {name: column, type}] of columns.entries()) {
      const given = take("__column_" + at + "_" + index);
      const values = typeof given === "string" ? JSON.parse(given) : Array.from(new Float64Array(given), (one) => one === one ? one : null);
      table[column] = type === "boolean" ? values.map((one) => one === null ? null : one === 1 || one === "true") : values;
    }
    own[name] = table;
  }
  const counts = Object.fromEntries(described.map(({name, rows}) => [name, rows]));
  const known = () => Object.keys(counts).join(", ");
  globalThis.tables = new Proxy(own, {get: (all, name) => {
    if (typeof name === "string" && !(name in all)) throw new ReferenceError("there is no table " + name + "; there are: " + known());
    return all[name];
  }});
  globalThis.rows = (name) => {
    const table = globalThis.tables[name];
    const names = Object.keys(table);
    return Array.from({length: counts[name]}, (_, row) => Object.fromEntries(names.map((column) => [column, table[column][row]])));
  };
  globalThis.print = (...all) => say(all.map((one) => typeof one === "string" ? one : JSON.stringify(one) ?? String(one)).join(" "));
  globalThis.console = {log: globalThis.print};
  let state = seed >>> 0;
  // Mulberry32.
  Math.random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const Plain = Date;
  globalThis.Date = new Proxy(Plain, {
    construct: (target, given, maker) => Reflect.construct(target, given.length > 0 ? given : [now], maker),
    apply: () => new Plain(now).toString(),
    get: (target, name) => name === "now" ? () => now : target[name],
  });
  const stringify = JSON.stringify;
  globalThis.__answer = (run) => {
    delete globalThis.__answer;
    const result = run();
    if (result === undefined) throw Object.assign(new Error("The code returned nothing."), {name: "ResultError"});
    if (typeof result?.then === "function") throw Object.assign(new Error("The code returned a promise; nothing here takes time to arrive."), {name: "ResultError"});
    return stringify(result, (_, value) => typeof value === "bigint" ? value.toString() : typeof value === "number" && !Number.isFinite(value) ? null : value instanceof Map || value instanceof Set ? [...value] : value);
  };
})();`;
