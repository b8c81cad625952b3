import {expect, test} from "vitest";
import {shownBytes} from "../../src/kaggle/disk.ts";
import {readLicence, readLicences} from "../../src/kaggle/licence.ts";
import {pauseMs, retryAfterMs, USUAL_PATIENCE} from "../../src/kaggle/patience.ts";
import {readCompetition, readDatasetReference} from "../../src/kaggle/reference.ts";
import {md5Of} from "../../src/kaggle/transfer.ts";

test.each([
  ["CC0: Public Domain", "any", "https://creativecommons.org/publicdomain/zero/1.0/"],
  ["CC0-1.0", "any", "https://creativecommons.org/publicdomain/zero/1.0/"],
  ["CC BY-NC-SA 4.0", "non_commercial", "https://creativecommons.org/licenses/by-nc-sa/4.0/"],
  ["CC-BY-NC-ND-4.0", "non_commercial", "https://creativecommons.org/licenses/by-nc-nd/4.0/"],
  ["CC-BY-SA-3.0", "share_alike", "https://creativecommons.org/licenses/by-sa/3.0/"],
  ["CC BY-ND 4.0", "restricted", "https://creativecommons.org/licenses/by-nd/4.0/"],
  [
    "Attribution 4.0 International (CC BY 4.0)",
    "attribution",
    "https://creativecommons.org/licenses/by/4.0/",
  ],
  [
    "Attribution-NonCommercial-ShareAlike 3.0 IGO (CC BY-NC-SA 3.0 IGO)",
    "non_commercial",
    "https://creativecommons.org/licenses/by-nc-sa/3.0/igo/",
  ],
  ["ODbL-1.0", "share_alike", "https://opendatacommons.org/licenses/odbl/1-0/"],
  [
    "Database: Open Database, Contents: Database Contents",
    "share_alike",
    "https://opendatacommons.org/licenses/odbl/1-0/",
  ],
  ["Database: Open Database, Contents: © Original Authors", "restricted", undefined],
  ["Data files © Original Authors", "restricted", undefined],
  ["U.S. Government Works", "any", "https://www.usa.gov/government-works"],
  ["GPL 2", "share_alike", "https://www.gnu.org/licenses/old-licenses/gpl-2.0.html"],
  ["Apache 2.0", "attribution", "https://www.apache.org/licenses/LICENSE-2.0"],
  ["MIT", "attribution", "https://opensource.org/license/mit"],
  ["Other (specified in description)", "unknown", undefined],
  ["Unknown", "unknown", undefined],
  ["For academic use", "non_commercial", undefined],
  ["Smith Licence", "unknown", undefined],
])("the licence %s allows: %s", (name, use, url) => {
  expect(readLicence(name)).toEqual({name, use, ...(url && {url})});
});

test("a licence that is not given allows nothing known; of several the strictest counts", () => {
  expect(readLicence(undefined)).toEqual({name: "Unknown", use: "unknown"});
  expect(readLicences([])).toEqual({name: "Unknown", use: "unknown"});
  expect(readLicences(["CC0-1.0", "CC-BY-NC-4.0", "CC0-1.0"])).toMatchObject({
    name: "CC0-1.0, CC-BY-NC-4.0",
    use: "non_commercial",
  });
});

test.each([
  ["zynicide/wine-reviews", {owner: "zynicide", slug: "wine-reviews"}],
  ["zynicide/wine-reviews/versions/4", {owner: "zynicide", slug: "wine-reviews", version: 4}],
  ["zynicide/wine-reviews/4", {owner: "zynicide", slug: "wine-reviews", version: 4}],
  ["kaggle:zynicide/wine-reviews", {owner: "zynicide", slug: "wine-reviews"}],
  ["https://www.kaggle.com/datasets/zynicide/wine-reviews/data", {owner: "zynicide", slug: "wine-reviews"}],
  ["kaggle.com/zynicide/wine-reviews", {owner: "zynicide", slug: "wine-reviews"}],
])("%s is a dataset", (text, reference) => {
  expect(readDatasetReference(text)).toEqual(reference);
});

test.each([
  "titanic",
  "competitions/titanic",
  "c/titanic",
  "https://www.kaggle.com/competitions/titanic/overview",
])("%s is a competition", (text) => {
  expect(readCompetition(text)).toBe("titanic");
});

test("pauses grow, are spread, and end at the longest", () => {
  const at = (count: number, random: number): number => pauseMs(count, USUAL_PATIENCE, () => random);
  expect([at(1, 0), at(1, 1), at(3, 0), at(3, 1), at(20, 1)]).toEqual([250, 500, 1000, 2000, 30_000]);
});

test("Retry-After is seconds or a date", () => {
  const now = Date.UTC(2026, 0, 1);
  expect(retryAfterMs("1.5", now)).toBe(1500);
  expect(retryAfterMs("Thu, 01 Jan 2026 00:00:30 GMT", now)).toBe(30_000);
  expect(retryAfterMs("Wed, 31 Dec 2025 00:00:00 GMT", now)).toBe(0);
  expect([retryAfterMs(null, now), retryAfterMs("soon", now)]).toEqual([undefined, undefined]);
});

test("a checksum is read where it is of the bytes that come", () => {
  const hash = "crc32c=n03x6A==,md5=Ojk9c3dhfxgoKVVHYwFbHQ==";
  expect(md5Of(new Headers({"x-goog-hash": hash}))).toBe("Ojk9c3dhfxgoKVVHYwFbHQ==");
  expect(md5Of(new Headers({"x-goog-hash": "crc32c=n03x6A=="}))).toBeUndefined();
  // Unpacked on its way, they are others.
  expect(md5Of(new Headers({"x-goog-hash": hash, "x-goog-stored-content-encoding": "gzip"}))).toBeUndefined();
});

test("sizes are shown as people say them", () => {
  expect([0, 999, 1500, 999_900, 31_400_000_000].map(shownBytes)).toEqual([
    "0 bytes",
    "999 bytes",
    "1.5 kB",
    "1.0 MB",
    "31.4 GB",
  ]);
});
