/** What the short words of names stand for, wherever they stand. */
const SHORT = said(`
tot total|rev revenue|usd dollars|eur euros|gbp pounds|qty quantity|avg average|cust customer|custs customers|amt amount|pct percent|perc percent
num number|nbr number|cnt count|id ID|ids IDs|dt date|yr year|yrs years|mth month|mnth month|wk week|wks weeks|hr hour|hrs hours|mins minutes|secs seconds
std standard deviation|stdev standard deviation|prod product|desc description|addr address|acct account|dept department|emp employee|mgr manager
txn transaction|pmt payment|curr current|prev previous|prv previous|lon longitude|lng longitude|precip precipitation|wt weight|ht height|hgt height
dist distance|cntry country|ctry country|tel telephone|fname first name|lname last name|dob date of birth|src source|dst destination|dest destination
orig original|fcst forecast|bdgt budget|diff difference|chg change|grp group|lvl level|cd code|nm name|vals values|msg message|usr user|pwd password|ts timestamp
ytd year to date|mtd month to date|qtd quarter to date|yoy year over year|qoq quarter over quarter|fy fiscal year|sku SKU|url URL|ip IP|api API|sql SQL|csv CSV|vat VAT
gdp GDP|cogs cost of goods sold|arr ARR|mrr MRR|roi ROI|kpi KPI|crm CRM|uk UK|eu EU|nps NPS|csat customer satisfaction|sla SLA|gmv GMV|aov average order value
ltv lifetime value|clv customer lifetime value|cac customer acquisition cost|ctr click through rate|cpc cost per click|mpg miles per gallon|cyl cylinders
freq frequency|mfr manufacturer|mfg manufacturing|whse warehouse|shpd shipped|deliv delivery|upd updated|crt created|lat latitude|wday weekday|dow day of week
max maximum|min minimum|temp temperature|inv invoice|trans transaction|loc location|med median|lbs pounds|kpis KPIs|skus SKUs|cat category|org organization
`);

/** Short words that are also words of their own: only where the name is joined by underscores or capitals. */
const JOINED = said(`
no number|mo month|sec second|dev deviation|acc account|ord order|bal balance|cur current|st state|hum humidity|vol volume|len length|dur duration|reg region
ph phone|est estimated|exp expected|act actual|var variance|val value|ref reference|mom month over month|q quarter|us US|hp horsepower|disp displacement
accel acceleration|misc miscellaneous|info information|wh warehouse|disc discount|comm commission|sal salary|ship shipping|del delivery|cost cost|n number of|nr number|ct count
`);

/** What the last part of a name says of its unit. */
const UNITS = said(`
usd dollars|dollars dollars|eur euros|euros euros|gbp pounds|jpy yen|chf Swiss francs|cad Canadian dollars|aud Australian dollars|inr rupees|kg kilograms|kgs kilograms|g grams
mg milligrams|lb pounds|lbs pounds|oz ounces|km kilometers|m meters|cm centimeters|mm millimeters|mi miles|miles miles|ft feet|ms milliseconds|s seconds|sec seconds
secs seconds|seconds seconds|min minutes|mins minutes|minutes minutes|h hours|hr hours|hrs hours|hours hours|kwh kilowatt hours|mwh megawatt hours|kw kilowatts|mw megawatts|c degrees Celsius
degc degrees Celsius|celsius degrees Celsius|f degrees Fahrenheit|degf degrees Fahrenheit|fahrenheit degrees Fahrenheit|kmh kilometers per hour|kph kilometers per hour|mph miles per hour
kb kilobytes|mb megabytes|gb gigabytes|tb terabytes|bytes bytes|m2 square meters|sqm square meters|sqft square feet|m3 cubic meters|l liters|ml milliliters|hpa hectopascals|kcal kilocalories
`);

const SIGNS: Record<string, string> = {$: "dollars", "€": "euros", "£": "pounds"};

/** Words before which "min" at the end is a length of time, and no least value. */
const TIMED =
  /^(?:time|duration|length|delay|wait|waiting|session|call|trip|ride|travel|response|down|downtime|runtime|lead|handling|resolution|flight|dep|arr|delivery|idle|age)$/;
/** Words that stand first when they are said. */
const FIRST = new Set(["total", "average", "maximum", "minimum", "median", "mean"]);

/**
 * A name of the data in words that can be read, its digits as they are: "tot_rev_usd" is "total revenue in dollars", "custId" is
 * "customer ID". Names of plain words stay as they are.
 */
export function readableName(identifier: string): string {
  const known = SHORT.get(identifier.toLowerCase());
  if (known !== undefined || /^\d+\p{Lu}$/u.test(identifier)) return known ?? identifier;
  const isJoined = /_|\p{Ll}\p{Lu}/u.test(identifier) || /^\p{Lu}+-\p{Lu}/u.test(identifier);
  const isOneWord = /^[\p{L}\p{M}\p{N}]+$/u.test(identifier);
  const cells = unitInBrackets(identifier);
  if (!isJoined && !isOneWord) return `${plainWords(cells.name)}${inUnit(cells.unit)}`.trim() || identifier;
  const words = cells.name
    .normalize("NFC")
    .replace(/(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, " ")
    .split(/[\s_]+|(?<=\p{L})-(?=\p{L})/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const unit = cells.unit ?? unitAtEnd(words);
  const body = unit !== undefined && cells.unit === undefined ? words.slice(0, -1) : words;
  const saidWords = body.map((word) => wordOf(word, isJoined));
  const last = saidWords.at(-1) ?? "";
  const ordered =
    saidWords.length > 1 && FIRST.has(last) && !FIRST.has(saidWords[0]!)
      ? [last, ...saidWords.slice(0, -1)]
      : saidWords;
  const name = ordered
    .join(" ")
    .replace(/^number (?=\p{Ll}+s\b)/u, "number of ")
    .replace(/\b(standard deviation) deviation\b/, "$1");
  return `${unit === undefined ? name : name.replace(/ in$/, "")}${inUnit(unit)}`.trim() || identifier;
}

/** A unit in brackets at a name's end: "Weight (kg)", "Price [USD]". */
function unitInBrackets(name: string): {name: string; unit?: string} {
  const [, before, inside] = /^(.*\S)\s*[([]\s*([^()[\]]{1,12}?)\s*[)\]]$/u.exec(name) ?? [];
  const [, named, sign] = /^(.*\S)\s+([$€£])$/u.exec(name) ?? [];
  if (named !== undefined && sign !== undefined) return {name: named, unit: SIGNS[sign]!};
  const unit = UNITS.get(inside?.toLowerCase() ?? "") ?? (inside === "%" ? "percent" : undefined);
  return before !== undefined && unit !== undefined ? {name: before, unit} : {name};
}

function unitAtEnd(words: readonly string[]): string | undefined {
  if (words.length < 2 || !words.slice(0, -1).some((word) => /\p{L}/u.test(word))) return undefined;
  const [before, last] = [words.at(-2)!.toLowerCase(), words.at(-1)!.toLowerCase()];
  if (last === "min" && !TIMED.test(before)) return undefined;
  // "shift_s", "plan_c": one letter is a unit of what is measured in it.
  if (last === "c" || last === "f")
    return /^(?:temp|temperature|max|min|avg|mean|deg)$/.test(before) ? UNITS.get(last) : undefined;
  if (before === "per") return undefined;
  return UNITS.get(last);
}

function inUnit(unit: string | undefined): string {
  return unit === undefined ? "" : ` in ${unit}`;
}

function wordOf(word: string, isJoined: boolean): string {
  const lower = word.toLowerCase();
  const long = SHORT.get(lower) ?? (isJoined ? JOINED.get(lower) : undefined);
  if (long !== undefined) return long;
  const [, letters, digits] = /^(\p{L}+)(\d+)$/u.exec(word) ?? [];
  if (letters === undefined) return word;
  const known = SHORT.get(letters.toLowerCase()) ?? JOINED.get(letters.toLowerCase()) ?? letters;
  return `${known} ${digits}`;
}

/** A name with spaces: short words in it are written out, everything else stays. */
function plainWords(name: string): string {
  return name.replace(
    /(?<![\p{L}\p{N}'&.])\p{L}+(?![\p{L}\p{N}'&.])/gu,
    (word) => SHORT.get(word.toLowerCase()) ?? word,
  );
}

function said(list: string): Map<string, string> {
  const pairs = list.trim().split(/[|\n]/);
  return new Map(
    pairs.map((one): [string, string] => {
      const [short = "", ...words] = one.trim().split(" ");
      return [short, words.join(" ")];
    }),
  );
}
