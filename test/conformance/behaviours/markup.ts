import assert from "node:assert/strict";
import {HOSTILE, HOSTILE_CSV, LONG_CSV, NAMES, NAMES_CSV} from "../data.ts";
import {type Behaviour, wordsOf} from "../driver.ts";
import {askOf, reads} from "./expectations.ts";

/** What data and people say stays text, and is never cut where it hurts. */
export const markup: readonly Behaviour[] = [
  {
    name: "hostile cells mention nobody, link nowhere, break nothing",
    needs: ["markup"],
    async check(driver, place) {
      const answer = await askOf(
        driver,
        place,
        {name: "hostile.csv", content: HOSTILE_CSV},
        "total amount by who",
      );
      assert.deepEqual(answer.harm, []);
      reads(answer, /everyone/);
      reads(answer, new RegExp(`${HOSTILE.length}|\\$`));
    },
  },
  {
    name: "a hostile file name is only a name",
    needs: ["markup", "files in"],
    async check(driver, place) {
      const name = "@everyone <!channel> [x](https://evil.example) `orders`.csv";
      const told = await driver.ask("", {
        conversation: place.conversation,
        files: [{name, content: HOSTILE_CSV}],
      });
      assert.deepEqual(told.harm, []);
      reads(told, new RegExp(`\\b${HOSTILE.length} rows\\b`));
    },
  },
  {
    name: "names in Hebrew, Arabic, Japanese and emoji stay whole",
    async check(driver, place) {
      const answer = await askOf(
        driver,
        place,
        {name: "names.csv", content: NAMES_CSV},
        "total amount by name",
      );
      const words = wordsOf(answer);
      for (const name of NAMES) assert.ok(words.includes(name), `${name} is not to be read`);
    },
  },
  {
    name: "a long answer is cut into messages, never inside a fence, a row or an emoji",
    needs: ["a longest message"],
    async check(driver, place) {
      const answer = await askOf(
        driver,
        place,
        {name: "long.csv", content: LONG_CSV},
        "total amount by title",
      );
      assert.ok(answer.messages.length > 0);
      const longest = driver.longest ?? driver.capabilities.maxTextLength;
      for (const text of answer.messages) {
        assert.ok(text.length <= longest, `${text.length} characters in one message`);
        assert.ok(text.isWellFormed(), "a character is cut in two");
        assert.doesNotMatch(text, /^[\u200d\ufe0f]|\u200d$/, "an emoji is cut in two");
        assert.equal((text.match(/^ *```/gm)?.length ?? 0) % 2, 0, "a fence is left open");
      }
      for (const {header, rows} of answer.tables)
        for (const row of rows) assert.equal(row.length, header.length, `a row is cut: ${row.join(" | ")}`);
    },
  },
];
