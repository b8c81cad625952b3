import {expect, test} from "vitest";
import {isCardNumber, isIban, likelyPattern} from "../../src/data/patterns.ts";
import {personalOf} from "../../src/data/personal.ts";
import type {ColumnProfile} from "../../src/data/profile.ts";

const column = (name: string, type: ColumnProfile["type"] = "text"): ColumnProfile => ({
  name,
  type,
  role: "text",
  nulls: 0,
  distinct: 20,
  min: null,
  max: null,
  top: [],
});
const told = (name: string, sample: string[], amongPersons = false) =>
  personalOf({column: column(name), sample, amongPersons});

test("check digits tell cards and accounts from other long numbers", () => {
  expect(["4111 1111 1111 1111", "5500-0000-0000-0004"].map(isCardNumber)).toEqual([true, true]);
  expect(["4111111111111112", "1234567890123"].map(isCardNumber)).toEqual([false, false]);
  expect(["DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432"].map(isIban)).toEqual([true, true]);
  expect(isIban("DE88370400440532013000")).toBe(false);
});

test.each([
  ["e-mail", ["a@x.org", "b.c@y.co.uk"]],
  ["URL", ["https://example.org/a", "www.example.com"]],
  ["UUID", ["123e4567-e89b-12d3-a456-426614174000"]],
  ["IP address", ["10.0.0.1", "192.168.1.254"]],
  ["phone", ["+1 555 010 1234", "(030) 1234-567"]],
  ["UK postcode", ["SW1A 1AA", "M1 1AE"]],
  ["US ZIP code", ["02139", "10001-1234"]],
  [undefined, ["2024-01-05", "2024-02-11"]],
  [undefined, ["12.5", "1234567.25"]],
])("%s", (name, texts) => expect(likelyPattern(texts)).toBe(name));

test("values speak before names do", () => {
  expect(told("contact", ["a@x.org", "b@y.org"])).toMatchObject({kind: "e-mail", confidence: "certain"});
  expect(told("first_name", ["Anna", "Bob"])).toMatchObject({kind: "name", confidence: "likely"});
  expect(told("Name", ["Anna Smith", "Bob Jones"], true)).toMatchObject({kind: "name"});
  expect(told("street", ["1 High Street", "2 Low Road"])).toMatchObject({kind: "address"});
});

test("names of things are no names of persons, and rates no birth dates", () => {
  expect(told("name", ["Toy", "Book"])).toBeUndefined();
  expect(told("product_name", ["Toy", "Book"])).toBeUndefined();
  expect(
    personalOf({column: column("birth_rate", "number"), sample: [], amongPersons: false}),
  ).toBeUndefined();
  expect(
    personalOf({column: column("address_count", "integer"), sample: [], amongPersons: false}),
  ).toBeUndefined();
});
