/**
 * @typedef {{react(place: HTMLElement, data: unknown[], layout: object, config: object): Promise<unknown>, purge(place: HTMLElement): void}} Plotly
 */

/** The page brings the build that draws most kinds; the others are read when a chart needs them. */
const builds = new Map([["cartesian", Promise.resolve(plotlyHere())]]);

/**
 * The build of Plotly that draws a figure.
 * @param {string} bundle
 * @param {(uri: string) => Promise<string>} read
 * @returns {Promise<Plotly>}
 */
export function plotlyFor(bundle, read) {
  const known = builds.get(bundle);
  if (known) return known;
  const loading = load(bundle, read);
  builds.set(bundle, loading);
  loading.catch(() => builds.delete(bundle));
  return loading;
}

/** @param {string} bundle @param {(uri: string) => Promise<string>} read */
async function load(bundle, read) {
  const source = await read(`tabletalk://drawing/${encodeURIComponent(bundle)}`);
  const script = document.createElement("script");
  script.textContent = source;
  document.head.append(script);
  return plotlyHere();
}

/** What the last script that ran brought. @returns {Plotly} */
function plotlyHere() {
  const {Plotly} = /** @type {{Plotly?: Plotly}} */ (/** @type {unknown} */ (window));
  if (Plotly) return Plotly;
  throw new Error("the drawing script did not run");
}
