/** Adjectives that rank or compare, with the words that the column they speak of may have in its name. */
export interface Adjective {
  forms: {base: string[]; comparative: string[]; superlative: string[]};
  direction: "max" | "min";
  /** Words of column names, best first; empty: any measure. */
  hints: string[];
  /** For dates: earliest and latest. */
  date?: boolean;
}

const age = ["age", "birth", "born", "years"];
const money = ["price", "fare", "cost", "fee", "amount", "budget", "salary", "value"];
const duration = [
  "duration",
  "length",
  "runtime",
  "running",
  "time",
  "minutes",
  "hours",
  "long",
  "tenure",
  "distance",
];
const heat = ["temperature", "temp", "celsius", "fahrenheit", "tmax", "tmin"];
const size = ["size", "population", "area", "amount", "total", "value"];

const regular = (
  word: string,
  er: string,
  est: string,
  direction: "max" | "min",
  hints: string[],
): Adjective => ({
  forms: {base: [word], comparative: [er], superlative: [est]},
  direction,
  hints,
});

export const ADJECTIVES: Adjective[] = [
  {
    forms: {
      base: ["high"],
      comparative: ["higher", "more", "greater"],
      superlative: [
        "highest",
        "most",
        "greatest",
        "largest",
        "biggest",
        "top",
        "maximum",
        "max",
        "peak",
        "high point",
        "highest point",
        "best",
        "strongest",
        "hightest",
        "highst",
      ],
    },
    direction: "max",
    hints: [],
  },
  {
    forms: {
      base: ["low"],
      comparative: ["lower", "less", "fewer", "smaller"],
      superlative: [
        "lowest",
        "least",
        "fewest",
        "smallest",
        "bottom",
        "minimum",
        "min",
        "low point",
        "lowest point",
        "trough",
        "worst",
        "weakest",
        "lowst",
      ],
    },
    direction: "min",
    hints: [],
  },
  regular("old", "older", "oldest", "max", age),
  regular("young", "younger", "youngest", "min", age),
  {
    forms: {
      base: ["expensive", "costly", "pricey"],
      comparative: ["more expensive", "costlier", "pricier"],
      superlative: ["most expensive", "priciest", "costliest", "dearest"],
    },
    direction: "max",
    hints: money,
  },
  {
    forms: {
      base: ["cheap"],
      comparative: ["cheaper", "less expensive"],
      superlative: ["cheapest", "least expensive"],
    },
    direction: "min",
    hints: money,
  },
  regular("long", "longer", "longest", "max", duration),
  regular("short", "shorter", "shortest", "min", [...duration, "height"]),
  regular("heavy", "heavier", "heaviest", "max", ["weight", "mass", "kg", "lbs", "body"]),
  regular("light", "lighter", "lightest", "min", ["weight", "mass", "kg", "lbs", "body"]),
  regular("tall", "taller", "tallest", "max", ["height", "elevation"]),
  regular("fast", "faster", "fastest", "max", ["speed", "velocity", "pace"]),
  regular("slow", "slower", "slowest", "min", ["speed", "velocity", "pace"]),
  regular("hot", "hotter", "hottest", "max", heat),
  regular("warm", "warmer", "warmest", "max", heat),
  regular("cold", "colder", "coldest", "min", heat),
  regular("cool", "cooler", "coolest", "min", heat),
  regular("wet", "wetter", "wettest", "max", ["precipitation", "rain", "rainfall"]),
  regular("rainy", "rainier", "rainiest", "max", ["precipitation", "rain", "rainfall"]),
  regular("dry", "drier", "driest", "min", ["precipitation", "rain", "rainfall"]),
  regular("windy", "windier", "windiest", "max", ["wind"]),
  regular("rich", "richer", "richest", "max", ["income", "gdp", "wealth", "salary", "revenue"]),
  regular("poor", "poorer", "poorest", "min", ["income", "gdp", "wealth", "salary"]),
  regular("powerful", "more powerful", "most powerful", "max", ["horsepower", "power"]),
  {
    forms: {
      base: ["efficient", "economical"],
      comparative: ["more efficient", "more economical"],
      superlative: ["most efficient", "most economical", "most fuel efficient"],
    },
    direction: "max",
    hints: ["mpg", "gallon", "efficiency", "economy", "mileage"],
  },
  {
    forms: {
      base: ["populous", "populated"],
      comparative: ["more populous"],
      superlative: ["most populous", "most populated"],
    },
    direction: "max",
    hints: ["population", "pop"],
  },
  {
    forms: {base: ["profitable"], comparative: ["more profitable"], superlative: ["most profitable"]},
    direction: "max",
    hints: ["profit", "margin"],
  },
  {
    forms: {base: ["deadly"], comparative: ["deadlier"], superlative: ["deadliest", "most deadly"]},
    direction: "max",
    hints: ["deaths", "fatalities", "death"],
  },
  {
    forms: {
      base: ["rated"],
      comparative: ["better rated", "higher rated"],
      superlative: ["highest rated", "best rated", "top rated"],
    },
    direction: "max",
    hints: ["rating", "score", "stars", "imdb"],
  },
  {
    forms: {base: ["rated "], comparative: ["lower rated"], superlative: ["lowest rated", "worst rated"]},
    direction: "min",
    hints: ["rating", "score", "stars", "imdb"],
  },
  {
    forms: {base: ["large", "big"], comparative: ["larger", "bigger"], superlative: ["largest in size"]},
    direction: "max",
    hints: size,
  },
  {
    forms: {
      base: ["recent", "late", "new"],
      comparative: ["later", "newer", "more recent"],
      superlative: ["latest", "most recent", "newest"],
    },
    direction: "max",
    hints: ["date", "year", "time"],
    date: true,
  },
  {
    forms: {base: ["early"], comparative: ["earlier"], superlative: ["earliest", "first ever"]},
    direction: "min",
    hints: ["date", "year", "time"],
    date: true,
  },
  {
    forms: {
      base: ["common", "frequent", "popular"],
      comparative: ["more common", "more frequent", "more popular", "more often", "more likely", "likelier"],
      superlative: ["most common", "most frequent", "most popular", "commonest", "most often", "predominant"],
    },
    direction: "max",
    hints: ["#count"],
  },
  {
    forms: {
      base: ["rare", "uncommon"],
      comparative: ["rarer", "less common", "less frequent", "less often", "less likely"],
      superlative: ["rarest", "least common", "least frequent", "least popular", "least often"],
    },
    direction: "min",
    hints: ["#count"],
  },
  {
    forms: {
      base: ["paid"],
      comparative: ["better paid", "higher paid", "better paying"],
      superlative: ["best paid", "highest paid", "top paid", "best paying", "highest earning", "top earning"],
    },
    direction: "max",
    hints: ["salary", "wage", "pay", "earnings", "income"],
  },
  {
    forms: {
      base: ["paid "],
      comparative: ["worse paid"],
      superlative: ["worst paid", "lowest paid", "lowest earning"],
    },
    direction: "min",
    hints: ["salary", "wage", "pay", "earnings", "income"],
  },
  {
    forms: {base: ["busy"], comparative: ["busier"], superlative: ["busiest"]},
    direction: "max",
    hints: ["#traffic"],
  },
  {
    forms: {base: ["quiet"], comparative: ["quieter"], superlative: ["quietest"]},
    direction: "min",
    hints: ["#traffic"],
  },
  {
    forms: {
      base: ["northern"],
      comparative: ["further north"],
      superlative: ["northernmost", "most northern"],
    },
    direction: "max",
    hints: ["latitude", "lat"],
  },
  {
    forms: {
      base: ["southern"],
      comparative: ["further south"],
      superlative: ["southernmost", "most southern"],
    },
    direction: "min",
    hints: ["latitude", "lat"],
  },
];
