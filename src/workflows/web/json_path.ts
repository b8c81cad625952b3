/** What stands at a path in JSON: names and numbers joined by dots, as "data.items" or "pages[0].rows". Undefined: nothing. */
export function atPath(json: unknown, path: string | undefined): unknown {
  if (path === undefined || path.trim() === "") return json;
  const names = path
    .replace(/^\$\.?/, "")
    .replaceAll(/\[(\d+)\]/g, ".$1")
    .split(".")
    .filter(Boolean);
  let at = json;
  for (const name of names) {
    if (at === null || typeof at !== "object" || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}
