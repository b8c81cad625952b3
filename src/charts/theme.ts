/** Colours of a picture. */
export interface Theme {
  paper: string;
  ink: string;
  muted: string;
  grid: string;
  /** Colour-blind-safe, in the order of use. */
  series: readonly string[];
  sequential: readonly [number, string][];
  diverging: readonly [number, string][];
}

/** Okabe and Ito's palette, its yellow last because it is faint on white. */
const LIGHT_SERIES = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#666666", "#B8A900"];
const DARK_SERIES = ["#56B4E9", "#E69F00", "#2CC295", "#E08DBF", "#F0E442", "#FF8A4C", "#B5B5B5", "#7FA8FF"];

const THEMES: Record<"light" | "dark", Theme> = {
  light: {
    paper: "#ffffff",
    ink: "#1f2328",
    muted: "#57606a",
    grid: "#e6e8eb",
    series: LIGHT_SERIES,
    sequential: [
      [0, "#eff6fc"],
      [0.5, "#6baed6"],
      [1, "#084594"],
    ],
    diverging: [
      [0, "#b2500c"],
      [0.25, "#f0b27f"],
      [0.5, "#f7f7f7"],
      [0.75, "#7fb4d8"],
      [1, "#045a8d"],
    ],
  },
  dark: {
    paper: "#14181d",
    ink: "#e8eaed",
    muted: "#a6adb5",
    grid: "#2b3138",
    series: DARK_SERIES,
    sequential: [
      [0, "#1b2a38"],
      [0.5, "#2f79ad"],
      [1, "#a8dcff"],
    ],
    diverging: [
      [0, "#ff9d57"],
      [0.25, "#9c5a2b"],
      [0.5, "#262b31"],
      [0.75, "#2d6f9b"],
      [1, "#7cc6f7"],
    ],
  },
};

export const FONT_FAMILY =
  "Noto Sans, Noto Sans Arabic, Noto Sans Hebrew, Noto Sans SC, Noto Sans JP, Noto Color Emoji, Noto Emoji, sans-serif";

/** The largest number of colours that readers can tell apart. */
export const MAX_SERIES = 8;

/** The colours of a theme; light where none is asked. */
export function themeOf(name: "light" | "dark" | undefined): Theme {
  return THEMES[name ?? "light"];
}

/** The colour of the nth series. */
export function colourOf(theme: Theme, at: number): string {
  return theme.series[at % theme.series.length]!;
}

/** The colour at a share (0 to 1) of a scale. */
export function colourAt(scale: Theme["sequential"], share: number): string {
  const next = Math.max(
    1,
    scale.findIndex(([at]) => at >= share),
  );
  const [from, to] = [scale[next - 1]!, scale[next]!];
  const part = Math.min(1, Math.max(0, (share - from[0]) / (to[0] - from[0])));
  const mixed = [1, 3, 5].map((at) => {
    const [a, b] = [
      Number.parseInt(from[1].slice(at, at + 2), 16),
      Number.parseInt(to[1].slice(at, at + 2), 16),
    ];
    return Math.round(a + (b - a) * part)
      .toString(16)
      .padStart(2, "0");
  });
  return `#${mixed.join("")}`;
}

/** Black or white, whichever reads better on a colour (WCAG's contrast). */
export function inkOn(color: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return 1.05 / (light + 0.05) > (light + 0.05) / 0.05 ? "#ffffff" : "#000000";
}
