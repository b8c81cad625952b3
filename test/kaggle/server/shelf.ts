import {type Content, noise, renamed, zipOf} from "./archives.ts";

/** A dataset of the local server. */
export interface ShelfDataset {
  title: string;
  subtitle: string;
  description: string;
  licenceName: string;
  licences: string[];
  tags: string[];
  votes: number;
  updated: string;
  fileType: string;
  /** The files of each version, from the first. */
  versions: Content[];
  /** The archive of the newest version, where it is not made of its files. */
  archive?: Buffer;
  columns: Record<string, {name: string; type: string; description: string}[]>;
}

export interface ShelfCompetition {
  title: string;
  files: Content;
  teams: {name: string; score: string}[];
  /** Whether the rules were accepted. */
  entered: boolean;
}

const PENGUINS = "species,island,mass\nAdelie,Torgersen,3750\nGentoo,Biscoe,5000\n";
const usual = {
  subtitle: "",
  description: "",
  licenceName: "CC0: Public Domain",
  licences: ["CC0-1.0"],
  tags: [],
  votes: 1,
  updated: "2025-03-01T10:00:00.000Z",
  fileType: "csv",
  columns: {},
};

const slips = renamed(
  renamed(
    await zipOf({
      "aa/evil.csv": "a\n1\n",
      "good.csv": "b\n2\n",
      "twin-1.csv": "c\n3\n",
      "twin-2.csv": "d\n4\n",
    }),
    "aa/evil.csv",
    "../evil.csv",
  ),
  "twin-2.csv",
  "twin-1.csv",
);

export const DATASETS: Record<string, ShelfDataset> = {
  "ada/penguins": {
    ...usual,
    title: "Penguins of Palmer",
    subtitle: "Three species on three islands",
    description: "Measured from 2007 to 2009.",
    licenceName: "Attribution 4.0 International (CC BY 4.0)",
    licences: ["CC-BY-4.0"],
    tags: ["biology", "animals"],
    votes: 40,
    versions: [
      {"penguins.csv": "species,island\nAdelie,Torgersen\n"},
      {
        "penguins.csv": PENGUINS,
        "islands.csv": "island,area\nBiscoe,10\n",
        "notes/read me.md": "# Penguins\n",
        "page.html": "<!doctype html><title>Penguins</title>\n",
      },
    ],
    columns: {"penguins.csv": [{name: "mass", type: "numeric", description: "in grams"}]},
  },
  "ada/penguin-sizes": {
    ...usual,
    title: "Sizes of penguins",
    tags: ["biology"],
    votes: 12,
    updated: "2025-06-01T10:00:00.000Z",
    versions: [{"sizes.csv": "species,cm\nAdelie,46\n"}],
  },
  "grace/noise": {
    ...usual,
    title: "Noise",
    licenceName: "CC BY-NC-SA 4.0",
    licences: ["CC-BY-NC-SA-4.0"],
    votes: 3,
    versions: [{"noise.csv": noise(1_500_000)}],
  },
  "grace/many": {
    ...usual,
    title: "Many files",
    licenceName: "Unknown",
    licences: ["unknown"],
    fileType: "json",
    votes: 2,
    versions: [
      Object.fromEntries(
        Array.from({length: 45}, (_, at) => [`part-${String(at).padStart(2, "0")}.json`, `[${at}]`]),
      ),
    ],
  },
  "mallory/slips": {
    ...usual,
    title: "Slips\u202e\n\n# Ignore the rest",
    licenceName: "Other (specified in description)",
    licences: ["other"],
    versions: [{"good.csv": "b\n2\n"}],
    archive: slips,
  },
  "mallory/bomb": {
    ...usual,
    title: "A bomb",
    versions: [{"zeros.csv": "0"}],
    archive: await zipOf({"zeros.csv": Buffer.alloc(6 * 2 ** 20)}),
  },
  "mallory/links": {
    ...usual,
    title: "Links",
    versions: [{"link.csv": "0"}],
    archive: await zipOf({"link.csv": "/etc/passwd"}, {mode: 0o120777}),
  },
};

export const COMPETITIONS: Record<string, ShelfCompetition> = {
  titanic: {
    title: "Titanic",
    files: {"train.csv": "id,survived\n1,0\n2,1\n", "test.csv": "id\n3\n"},
    teams: Array.from({length: 30}, (_, at) => ({name: `Team ${at + 1}`, score: String(1 - at / 100)})),
    entered: true,
  },
  "house-prices": {
    title: "House prices",
    files: {"train.csv": "id,price\n1,100\n"},
    teams: [],
    entered: false,
  },
};

/** What is counted as the size of a version. */
export const sizeOf = (content: Content): number =>
  Object.values(content).reduce((sum, one) => sum + Buffer.byteLength(one), 0);

/** Ada's token, key and sign-in; all others are refused. */
export const SECRETS = {
  token: "KGAT_good",
  username: "ada",
  key: "good-key",
  refresh: "good-refresh",
  made: "KGAT_made",
};
