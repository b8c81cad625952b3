import type {TableProfile} from "../../data/profile.ts";
import {nameParts} from "../../data/roles.ts";
import type {Domain} from "./spec.ts";

/** What data of a domain is about. `words` are of column names; `figures` are its numbers, most telling first. */
interface Trade {
  words: RegExp;
  figures: RegExp[];
  /** Values that only such data has. */
  values?: RegExp;
  /** Of the main number: how a dashboard of it is called. */
  title: string;
}

export const TRADES: Readonly<Record<Exclude<Domain, "general">, Trade>> = {
  sales: {
    words:
      /^(?:sales?|revenue|order|orders|customer|product|sku|discount|profit|quantity|qty|invoice|store|price|category|cart|purchase|segment|ship|basket|item|items|unit|units|region|channel|refund|margin|net|gross|amount)$/,
    figures: [
      /\b(?:sales|revenue|turnover)\b/,
      /\b(?:net|gross)\b.*\bamount\b|\btotal\b|\bamount\b/,
      /\bprofit\b/,
      /\bmargin\b/,
      /\b(?:quantity|qty|units)\b/,
      /\bdiscount\b/,
      /\bprice\b/,
    ],
    values: /^(?:consumer|corporate|online|retail|wholesale|refunded|shipped|standard class)$/i,
    title: "Sales",
  },
  finance: {
    words:
      /^(?:account|balance|transaction|transactions|debit|credit|loan|interest|stock|ticker|symbol|close|open|high|low|volume|adj|dividend|portfolio|budget|expense|expenses|income|cost|costs|asset|assets|ledger|currency|payment|payments|fund|cash)$/,
    figures: [
      /\bincome\b|\brevenue\b/,
      /\bclose\b/,
      /\b(?:price|balance)\b/,
      /\b(?:expenses?|costs?|budget|spend)\b/,
      /\b(?:volume|amount)\b/,
    ],
    values: /^(?:debit|credit|usd|eur|aapl|msft|goog|amzn)$/i,
    title: "Finance",
  },
  web: {
    words:
      /^(?:page|pages|pageviews|views|visits|visitors|sessions?|bounce|clicks?|impressions|conversions?|ctr|cpc|campaign|source|medium|browser|device|url|referrer|utm|landing|users|signups?|churn|retention|subscribers)$/,
    figures: [
      /\b(?:sessions|visits|visitors|users|views|pageviews)\b/,
      /\bconversions?|signups?\b/,
      /\bclicks\b/,
      /\bimpressions\b/,
      /\bbounce\b/,
      /\bduration|time\b/,
    ],
    values: /^(?:mobile|desktop|tablet|organic|direct|referral|chrome|safari|firefox)$/i,
    title: "Web",
  },
  people: {
    words:
      /^(?:employee|employees|salary|department|dept|hire|hired|hiring|job|title|manager|attrition|tenure|headcount|absence|overtime|performance|position|staff|wage|wages|bonus|training)$/,
    figures: [
      /\b(?:headcount|employees)\b/,
      /\b(?:salary|wage|wages|income|pay)\b/,
      /\btenure|years\b/,
      /\battrition|absence\b/,
      /\b(?:rating|satisfaction|performance)\b/,
    ],
    values: /^(?:human resources|hr|engineering|marketing|full-time|part-time)$/i,
    title: "People",
  },
  health: {
    words:
      /^(?:patient|patients|diagnosis|disease|hospital|deaths?|cases|cured|recovered|treatment|blood|glucose|insulin|bmi|cholesterol|pressure|heart|life|expect|expectancy|fertility|mortality|infant|vaccinated|dose|symptom|admission|obesity|cause|infected|wounds)$/,
    figures: [
      /\b(?:life|expectancy|expect)\b/,
      /\b(?:cases|patients|admissions)\b/,
      /\bdeaths?|mortality\b/,
      /\b(?:stay|days)\b/,
      /\b(?:glucose|bmi|pressure|fertility)\b/,
    ],
    title: "Health",
  },
  sport: {
    words:
      /^(?:team|teams|player|goals?|match|matches|league|season|points|score|wins?|losses|home|away|game|games|tournament|race|medal|athlete|coach|referee|club|assists)$/,
    figures: [/\bpoints\b/, /\bgoals?\b/, /\bscore\b/, /\bwins?\b/, /\bassists\b/],
    title: "Sport",
  },
  weather: {
    words:
      /^(?:temp|temperature|precipitation|precip|rain|wind|humidity|pressure|snow|weather|forecast|dew|cloud|sunshine|visibility|station|tmin|tmax)$/,
    figures: [
      /\b(?:temp|temperature|tmax)\b.*max|\btmax\b|\bmax.*temp/,
      /\b(?:temp|temperature)\b/,
      /\b(?:precip|precipitation|rain|rainfall)\b/,
      /\bwind\b/,
      /\b(?:humidity|pressure|snow)\b/,
    ],
    values: /^(?:sun|rain|fog|drizzle|snow|sunny|cloudy)$/i,
    title: "Weather",
  },
  survey: {
    words:
      /^(?:question|answer|response|respondent|satisfaction|agree|likert|survey|nps|opinion|recommend|feedback|q\d+)$/,
    figures: [/\b(?:satisfaction|nps|score|rating)\b/, /\bresponses?\b/],
    values: /^(?:(?:strongly )?(?:dis)?agree|neutral|very (?:un)?satisfied)$/i,
    title: "Survey",
  },
  logistics: {
    words:
      /^(?:shipment|shipments|delivery|deliveries|carrier|warehouse|freight|route|distance|delay|delays|arrival|departure|origin|destination|flight|flights|airline|airport|truck|driver|inventory|stock|lead|tracking|cargo|trip|trips|fare)$/,
    figures: [
      /\bdelay\b/,
      /\b(?:shipments|deliveries|flights|trips)\b/,
      /\bdistance\b/,
      /\b(?:cost|freight|fare)\b/,
      /\b(?:weight|stock|inventory)\b/,
    ],
    title: "Logistics",
  },
  education: {
    words:
      /^(?:student|students|school|grade|grades|gpa|exam|course|teacher|class|enrollment|university|attendance|test|math|reading|writing|marks)$/,
    figures: [
      /\b(?:score|grade|gpa|marks)\b/,
      /\b(?:math|reading|writing)\b/,
      /\b(?:students|enrollment)\b/,
      /\battendance\b/,
    ],
    title: "Education",
  },
  energy: {
    words:
      /^(?:energy|electricity|kwh|mwh|consumption|generation|solar|wind|fuel|emissions?|co2|power|renewable|gas|coal|nuclear|barrels?|meter)$/,
    figures: [
      /\b(?:generation|consumption|energy|electricity)\b/,
      /\bnet\b/,
      /\b(?:emissions?|co2)\b/,
      /\bpower\b/,
    ],
    values: /^(?:fossil fuels|nuclear energy|renewables|solar|wind|hydro)$/i,
    title: "Energy",
  },
  films: {
    words:
      /^(?:movie|movies|film|films|imdb|rotten|tomatoes|genre|director|gross|mpaa|distributor|box|actor|rating|votes|running|release|dvd|episode|seasons)$/,
    figures: [
      /\b(?:worldwide|world)\b.*\bgross\b/,
      /\bgross\b/,
      /\bimdb\b.*\brating\b/,
      /\bbudget\b/,
      /\brating\b/,
    ],
    values: /^(?:drama|comedy|action|horror|thriller\/suspense|pg-13)$/i,
    title: "Films",
  },
  vehicles: {
    words:
      /^(?:car|cars|mpg|miles|gallon|cylinders|horsepower|displacement|acceleration|engine|make|model|transmission|mileage|vehicle|gears?)$/,
    figures: [/\bmpg\b|\bmiles per gallon\b/, /\bhorsepower\b/, /\bprice\b/, /\bmileage\b/, /\bweight\b/],
    title: "Cars",
  },
  property: {
    words:
      /^(?:house|houses|property|rent|bedrooms?|bathrooms?|sqft|listing|listings|neighbourhood|neighborhood|host|airbnb|apartment|mortgage|lot|garage)$/,
    figures: [/\b(?:price|rent|value)\b/, /\b(?:sqft|area)\b/, /\bbedrooms?\b/, /\breviews?\b/],
    title: "Property",
  },
};

/** How many of its words have to be found before a domain is believed. */
const LEAST = 2;

/** What a table is about, by the names and values of its columns; "general" where nothing says it. */
export function inferDomain(profile: TableProfile): Domain {
  const scores = Object.entries(TRADES).map(([domain, {words, values}]) => {
    const named = new Set(
      profile.columns.flatMap(({name}) => nameParts(name)).filter((word) => words.test(word)),
    );
    const table = nameParts(profile.table).some((word) => words.test(word)) ? 0.5 : 0;
    const valued = profile.columns.filter(
      (column) =>
        column.role === "category" && values && column.top.some(({value}) => values.test(String(value))),
    ).length;
    return {domain: domain as Domain, score: named.size + table + valued};
  });
  const [best] = scores.sort((a, b) => b.score - a.score);
  return best && best.score >= LEAST ? best.domain : "general";
}

const UP =
  /\b(?:sales|revenue|profit|margin|income|rating|score|satisfaction|conversions?|conversion|users|visitors|visits|sessions|views|clicks|orders|customers|subscribers|signups|attendance|wins|goals|expectancy|gross|retention|nps|productivity)\b/;
const DOWN =
  /\b(?:costs?|expenses?|churn(?:ed)?|defects?|errors?|bounce|delays?|deaths?|cases|injur\w+|unemployment|latency|returns|returned|refunds?|refunded|complaints?|attrition|absence|mortality|emissions?|co2|downtime|incidents?|accidents?|debt|cancell?ed|cancell?ations?|failed|failures?)\b/;

/** Which way is better for a number of this name; undefined where nobody can say. */
export function goodDirection(name: string): "up" | "down" | undefined {
  const phrase = nameParts(name).join(" ");
  if (DOWN.test(phrase)) return "down";
  return UP.test(phrase) ? "up" : undefined;
}
