import type {LicenceUse} from "../data/source_origin.ts";
import type {Licence} from "./answers.ts";
import {shownText} from "./reference.ts";

/** A licence as it is recognised by the names that Kaggle gives it: short ones of metadata, long ones of its pages. */
interface Known {
  name: RegExp;
  use: LicenceUse;
  url?: string;
}

const CC = "https://creativecommons.org";

/** The parts of a Creative Commons licence in its name, in either way of writing. */
const CREATIVE_COMMONS =
  /\bCC[\s-]*BY((?:[\s-]*(?:NC|SA|ND))*)(?:[\s-]*(?:v(?:ersion)?\s*)?(\d\.\d))?(?:[\s-]*(IGO))?/i;

const KNOWN: readonly Known[] = [
  {name: /\bCC0\b|public domain(?! mark)/i, use: "any", url: `${CC}/publicdomain/zero/1.0/`},
  {name: /\bpddl\b/i, use: "any", url: "https://opendatacommons.org/licenses/pddl/1-0/"},
  {name: /u\.?s\.? government works/i, use: "any", url: "https://www.usa.gov/government-works"},
  {name: /original authors|copyright-authors/i, use: "restricted"},
  {
    name: /\bodbl\b|open database/i,
    use: "share_alike",
    url: "https://opendatacommons.org/licenses/odbl/1-0/",
  },
  {name: /\bdbcl\b|database contents/i, use: "any", url: "https://opendatacommons.org/licenses/dbcl/1-0/"},
  {
    name: /\bodc-by\b|odc attribution|open data commons attribution/i,
    use: "attribution",
    url: "https://opendatacommons.org/licenses/by/1-0/",
  },
  {
    name: /community data license agreement.*permissive|\bcdla-permissive/i,
    use: "attribution",
    url: "https://cdla.dev/permissive-1-0/",
  },
  {
    name: /community data license agreement.*sharing|\bcdla-sharing/i,
    use: "share_alike",
    url: "https://cdla.dev/sharing-1-0/",
  },
  {name: /\bagpl/i, use: "share_alike", url: "https://www.gnu.org/licenses/agpl-3.0.html"},
  {name: /\blgpl/i, use: "share_alike", url: "https://www.gnu.org/licenses/lgpl-3.0.html"},
  {name: /\bgpl[\s-]*(?:v)?3/i, use: "share_alike", url: "https://www.gnu.org/licenses/gpl-3.0.html"},
  {name: /\bgpl/i, use: "share_alike", url: "https://www.gnu.org/licenses/old-licenses/gpl-2.0.html"},
  {name: /\bgfdl|free documentation/i, use: "share_alike", url: "https://www.gnu.org/licenses/fdl-1.3.html"},
  {name: /\bapache\b/i, use: "attribution", url: "https://www.apache.org/licenses/LICENSE-2.0"},
  {name: /\bmit\b/i, use: "attribution", url: "https://opensource.org/license/mit"},
  {name: /\bbsd\b/i, use: "attribution", url: "https://opensource.org/license/bsd-3-clause"},
  {
    name: /world[\s-]?bank/i,
    use: "attribution",
    url: "https://www.worldbank.org/en/about/legal/terms-of-use-for-datasets",
  },
  {
    name: /\beu[\s-]?odp|eu.*legal notice/i,
    use: "attribution",
    url: "https://commission.europa.eu/legal-notice_en",
  },
  {name: /reddit/i, use: "restricted", url: "https://www.redditinc.com/policies/data-api-terms"},
  {name: /non[\s-]?commercial|research only|academic/i, use: "non_commercial"},
  {name: /all rights reserved|competition/i, use: "restricted"},
];

/** The most is forbidden first: what several licences together allow is what the strictest does. */
const STRICTEST: readonly LicenceUse[] = [
  "restricted",
  "non_commercial",
  "unknown",
  "share_alike",
  "attribution",
  "any",
];

function creativeCommons(name: string): Licence | undefined {
  const written = name.match(CREATIVE_COMMONS);
  const spelled = /^attribution\b/i.test(name) ? name.match(/\b(\d\.\d)\b/) : null;
  if (!written && !spelled) return undefined;
  const parts = [...(written?.[1] ?? "").matchAll(/NC|SA|ND/gi)].map(([part]) => part.toLowerCase());
  if (/non[\s-]?commercial/i.test(name) && !parts.includes("nc")) parts.push("nc");
  if (/share[\s-]?alike/i.test(name) && !parts.includes("sa")) parts.push("sa");
  if (/no[\s-]?deriv/i.test(name) && !parts.includes("nd")) parts.push("nd");
  const version = written?.[2] ?? spelled?.[1] ?? "4.0";
  const code = ["by", ...["nc", "nd", "sa"].filter((part) => parts.includes(part))].join("-");
  const use = parts.includes("nc")
    ? "non_commercial"
    : parts.includes("nd")
      ? "restricted"
      : parts.includes("sa")
        ? "share_alike"
        : "attribution";
  return {name, url: `${CC}/licenses/${code}/${version}/${written?.[3] ? "igo/" : ""}`, use};
}

/** One licence by the name that Kaggle or a publisher gives it. Nothing that is not said is taken for allowed. */
export function readLicence(given: string | undefined): Licence {
  const name = shownText(given ?? "", 150);
  if (name === "" || /^(unknown|other|none)\b/i.test(name))
    return {name: name === "" ? "Unknown" : name, use: "unknown"};
  const commons = creativeCommons(name);
  if (commons) return commons;
  // A database under one licence with contents of somebody else's is only as free as the contents.
  const found = KNOWN.find((known) => known.name.test(name));
  if (!found) return {name, use: "unknown"};
  return {name, use: found.use, ...(found.url !== undefined && {url: found.url})};
}

/** What a dataset under several licences allows: the names of all, and the use of the strictest. */
export function readLicences(names: readonly string[]): Licence {
  const all = [...new Set(names.map((name) => name.trim()).filter((name) => name !== ""))].map(readLicence);
  const [first] = all;
  if (!first) return readLicence(undefined);
  if (all.length === 1) return first;
  const strictest = [...all].sort((a, b) => STRICTEST.indexOf(a.use) - STRICTEST.indexOf(b.use))[0] ?? first;
  return {
    name: all.map(({name}) => name).join(", "),
    use: strictest.use,
    ...(strictest.url !== undefined && {url: strictest.url}),
  };
}
