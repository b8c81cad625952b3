import type {Icon} from "@modelcontextprotocol/server";

/** Small line drawings, carried along: no host has to fetch anything. */
const drawn = (path: string): Icon[] => [
  {
    src: `data:image/svg+xml;base64,${Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="none" stroke="#4a7ebb" stroke-width="1.5"><path d="${path}"/></svg>`,
    ).toString("base64")}`,
    mimeType: "image/svg+xml",
    sizes: ["any"],
  },
];

export const TABLE_ICON = drawn("M2 3h12v10H2zM2 6.5h12M6.5 3v10");
export const RECIPE_ICON = drawn("M3 2h10v12H3zM5.5 5h5M5.5 8h5M5.5 11h3");
export const FILE_ICON = drawn("M8 2v8M5 7l3 3 3-3M2.5 13.5h11");
