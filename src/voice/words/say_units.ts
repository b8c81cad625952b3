import {numberWords} from "./number_words.ts";
import {type Found, NUMBER, type Rule, SIGN} from "./rule.ts";
import {isOne, scaledWords} from "./say_scaled.ts";

/** A unit: how it is written, one of it, many of it; `also` where it is known without a number too. */
interface Unit {
  one: string;
  many: string;
  also: boolean;
}

/** Written forms, then one, then many (else with an s); an asterisk: known without a number before it. */
const LIST = `
km* | kilometer
m | meter
cm* | centimeter
mm | millimeter
nm | nanometer
μm µm* | micrometer
mi | mile
ft | foot | feet
yd | yard
kg* kgs | kilogram
g | gram
mg* | milligram
μg µg* | microgram
lb lbs* | pound
oz | ounce
t | ton
l L | liter
ml mL | milliliter
cl | centiliter
gal | gallon
°C* ℃ | degree Celsius | degrees Celsius
°F* ℉ | degree Fahrenheit | degrees Fahrenheit
° | degree
K | kelvin | kelvins
mph* | mile per hour | miles per hour
km/h* kmh* kph* | kilometer per hour | kilometers per hour
m/s* | meter per second | meters per second
mpg* | mile per gallon | miles per gallon
Wh* | watt hour
kWh* | kilowatt hour
MWh* | megawatt hour
GWh* | gigawatt hour
TWh* | terawatt hour
W | watt
kW* | kilowatt
MW* | megawatt
GW* | gigawatt
kV* | kilovolt
V | volt
mA* | milliamp
mAh* | milliamp hour
Hz* | hertz | hertz
kHz* | kilohertz | kilohertz
MHz* | megahertz | megahertz
GHz* | gigahertz | gigahertz
B | byte
KB* kB* | kilobyte
MB* | megabyte
GB* | gigabyte
TB* | terabyte
PB | petabyte
KiB* | kibibyte
MiB* | mebibyte
GiB* | gibibyte
Kbps* kbps* | kilobit per second | kilobits per second
Mbps* | megabit per second | megabits per second
Gbps* | gigabit per second | gigabits per second
km^2* sqkm* | square kilometer
m^2* sqm* | square meter
cm^2* | square centimeter
mm^2* | square millimeter
ft^2* sqft* | square foot | square feet
mi^2* | square mile
in^2* | square inch | square inches
km^3* | cubic kilometer
m^3* | cubic meter
cm^3* | cubic centimeter
ft^3* | cubic foot | cubic feet
ha | hectare
Pa | pascal
hPa* | hectopascal
kPa* | kilopascal
psi* | pound per square inch | pounds per square inch
kJ* | kilojoule
kcal* | kilocalorie
cal | calorie
dB* | decibel
px | pixel
rpm* | revolution per minute | revolutions per minute
ppm* | part per million | parts per million
ppb* | part per billion | parts per billion
bps bp | basis point
ns | nanosecond
μs µs* us | microsecond
ms* | millisecond
s sec secs | second
min mins | minute
h hr hrs | hour
d | day
wk wks | week
mo mos | month
yr yrs | year
pcs* | piece
pp pps | percentage point
`;

const UNITS = new Map<string, Unit>(
  LIST.trim()
    .split("\n")
    .flatMap((line) => {
      const [written = "", one = "", many] = line.split("|").map((part) => part.trim());
      return written
        .split(" ")
        .map((name): [string, Unit] => [
          name.replace(/\*$/, ""),
          {one, many: many || `${one}s`, also: name.endsWith("*")},
        ]);
    }),
);

const escaped = (name: string): string => name.replace(/[\^/]/g, "\\$&");
const longestFirst = (names: string[]): string =>
  names
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join("|");
const ANY = longestFirst([...UNITS.keys()]);
const ALONE = longestFirst([...UNITS].filter(([, {also}]) => also).map(([name]) => name));
const PER = `(?:/(?<per>${ANY}|year|month|day|week|unit|item|order|person|customer|user)(?![\\p{L}\\p{N}^]))?`;
const END = "(?![\\p{L}\\p{N}^_'])";

const TIME = "h|hr|hrs|hours?|min|mins|minutes?|s|sec|secs|seconds?|ms|d|days?|m";
const TIMED: Record<string, string> = {h: "hour", d: "day", s: "second", ms: "millisecond", m: "minute"};

/** Durations and quantities: "2 h 5 min" is "two hours and five minutes", "350 ms" its milliseconds. */
export const UNIT_RULES: readonly Rule[] = [
  {
    of: new RegExp(`\\s?[([](?<unit>${ANY})[)\\]]`, "gu"),
    say: ({groups: {unit = ""}}) => ` in ${UNITS.get(unit)?.many} `,
  },
  {
    of: new RegExp(
      `(?<![\\p{L}\\p{N}.,])(?<parts>\\d+(?:\\.\\d+)?\\s?(?:d|days?|h|hr|hrs|hours?|min|mins|m)(?:,?\\s?\\d+(?:\\.\\d+)?\\s?(?:${TIME})(?!\\p{L}))+)(?!\\p{L})`,
      "gu",
    ),
    say: ({groups: {parts = ""}}) => durationWords(parts),
  },
  {
    of: /(?<![\p{L}\p{N}.,])(?<hours>\d{1,2})h(?<minutes>[0-5]\d)(?![\p{L}\p{N}])/gu,
    say: ({groups: {hours, minutes}}) => durationWords(`${hours}h ${minutes}min`),
  },
  {
    of: new RegExp(
      `(?<![\\p{N}\\p{L}.])(?<from>${SIGN}${NUMBER})\\s?(?:[-\\u2013\\u2014]|\\sto\\s)\\s?(?<to>-?${NUMBER})\\s?(?<unit>${ANY})${END}`,
      "gu",
    ),
    say: ({groups: {from = "", to = "", unit = ""}}) =>
      `${numberWords(from)} to ${numberWords(to)} ${UNITS.get(unit)?.many}`,
  },
  {
    of: new RegExp(
      `(?<number>${SIGN}${NUMBER})(?<scale>(?:k|M|bn)(?=\\s)|\\s(?:thousand|million|billion|trillion))?(?<space>\\s?)(?<unit>${ANY})${PER}${END}`,
      "gu",
    ),
    say: sayQuantity,
  },
  {
    of: new RegExp(`(?<![\\p{L}\\p{N}_/.-])(?<unit>${ALONE})(?<rest>)${PER}${END}(?!/)`, "gu"),
    say: ({groups: {unit = "", per}}) => `${UNITS.get(unit)?.many}${perWords(per)}`,
  },
];

function sayQuantity({
  groups: {number = "", scale, space, unit = "", per},
  before,
}: Found): string | undefined {
  const known = UNITS.get(unit);
  // "grade 5 B", "5 K": letters that are as likely a name.
  if (!known || (/^[BKVWLt]$/.test(unit) && space !== "" && /[A-Za-z]\s$/.test(before) && unit !== "W"))
    return undefined;
  // "7B", "5K": billions and thousands.
  if (/^[KB]$/.test(unit) && space === "") return undefined;
  const isSingle = isOne(number, scale);
  const said = scaledWords(number, scale?.trim());
  return `${said} ${isSingle ? known.one : known.many}${perWords(per)}`;
}

function perWords(per: string | undefined): string {
  return per === undefined ? "" : ` per ${UNITS.get(per)?.one ?? per}`;
}

/** "2h 5min" -> "two hours and five minutes" */
function durationWords(text: string): string {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s?(\p{L}+)/gu)].map(([, number = "", unit = ""]) => {
    const one = TIMED[unit] ?? UNITS.get(unit)?.one ?? unit.replace(/s$/, "");
    const digits = number.replace(/^0+(?=\d)/, "");
    return `${numberWords(digits)} ${digits === "1" ? one : `${one}s`}`;
  });
  const last = parts.pop();
  return parts.length === 0 ? `${last}` : `${parts.join(", ")} and ${last}`;
}
