import {follows, isWhole} from "../roll_up.ts";
import {keepPlaces} from "./places_here.ts";
import {showFigures} from "./show_figures.js";
import {showRows} from "./show_rows.js";
import {drawTile} from "./show_tile.js";

/** @typedef {import("../page_data.ts").PageData} PageData */
/** @typedef {import("../roll_up.ts").Selection} Selection */

/** @type {PageData} */
const data = JSON.parse(document.getElementById("data")?.textContent ?? "{}");
if (data.places) keepPlaces(data.places.found, data.places.geography);

const dark = window.matchMedia("(prefers-color-scheme: dark)");
const paper = window.matchMedia("print");
const form = /** @type {HTMLFormElement | null} */ (document.getElementById("filters"));

/** What is chosen, from the form. @returns {Selection} */
function selection() {
  /** @type {Map<string, import("../../../data/table.ts").Cell>} */
  const values = new Map();
  /** @type {{from?: string | number, to?: string | number}} */
  const range = {};
  for (const select of form?.querySelectorAll("select") ?? []) {
    if (select.value === "") continue;
    const value = JSON.parse(select.value);
    if (select.name === "from" || select.name === "to") range[select.name] = value;
    else values.set(select.dataset.column ?? "", value);
  }
  return {values, ...range};
}

/** The theme: what the reader chose, or the machine's; paper is white. @returns {"light" | "dark"} */
function theme() {
  if (paper.matches || document.documentElement.dataset.print === "yes") return "light";
  const own = document.documentElement.dataset.theme;
  return own === "dark" || own === "light" ? own : dark.matches ? "dark" : "light";
}

async function show() {
  const chosen = selection();
  const whole = isWhole(chosen);
  showFigures(data, chosen);
  showRows(data, chosen);
  await Promise.all(data.tiles.map((tile) => drawTile(tile, data, chosen, theme())));
  for (const part of document.querySelectorAll("[data-part]")) {
    const use = data.cubes.uses[/** @type {HTMLElement} */ (part).dataset.part ?? ""];
    const cube = use && data.cubes.cubes[use.cube];
    const still = !whole && !(cube && follows(cube, chosen));
    part.classList.toggle("still", still);
  }
  const clear = document.getElementById("clear");
  if (clear) clear.hidden = whole;
}

let showing = Promise.resolve();
/** One after the other: what is chosen last is shown last. */
function again() {
  showing = showing.then(show).catch((error) => {
    const said = document.getElementById("said");
    if (said) said.textContent = "This could not be drawn.";
    console.error(error);
  });
  return showing;
}

form?.addEventListener("change", (event) => {
  const {name, value} = /** @type {HTMLSelectElement} */ (event.target);
  const [from, to] = ["from", "to"].map(
    (one) => /** @type {HTMLSelectElement | null} */ (form.elements.namedItem(one)),
  );
  // A stretch that ends before it begins is the one period that was chosen last.
  if (from && to && from.value !== "" && to.value !== "" && JSON.parse(from.value) > JSON.parse(to.value))
    if (name === "from") to.value = value;
    else from.value = value;
  void again();
});
form?.addEventListener("submit", (event) => event.preventDefault());
document.getElementById("clear")?.addEventListener("click", () => {
  form?.reset();
  void again();
});
document.getElementById("theme")?.addEventListener("click", () => {
  document.documentElement.dataset.theme = theme() === "dark" ? "light" : "dark";
  void again();
});
dark.addEventListener("change", () => void again());
window.addEventListener("beforeprint", () => {
  document.documentElement.dataset.print = "yes";
  void again();
});
window.addEventListener("afterprint", () => {
  delete document.documentElement.dataset.print;
  void again();
});
let wide = window.innerWidth;
/** @type {number | undefined} */
let settled;
window.addEventListener("resize", () => {
  if (window.innerWidth === wide) return;
  wide = window.innerWidth;
  clearTimeout(settled);
  settled = window.setTimeout(() => void again(), 150);
});
void again().finally(() => document.documentElement.removeAttribute("data-drawing"));
