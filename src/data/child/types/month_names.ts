const NAMES = [
  "january jan janv janvier januar jän jänner enero ene gennaio gen janeiro januari",
  "february feb febr février fevrier fév févr fevr februar febrero febbraio fevereiro fev februari",
  "march mar mars märz maerz mär mrz marzo março marco maart mrt",
  "april apr avril avr abril abr aprile",
  "may mai mayo maggio mag maio mei",
  "june jun juin juni junio giugno giu junho",
  "july jul juil juillet juli julio luglio lug julho",
  "august aug août aout agosto ago ag augustus",
  "september sep sept septembre septiembre set settembre setembro",
  "october oct octobre oktober okt octubre ottobre ott outubro out",
  "november nov novembre noviembre novembro",
  "december dec déc décembre decembre dezember dez diciembre dic dicembre dezembro december",
];

/** Further languages whose months the runtime knows; those that call another month by a name above are left out. */
const LOCALES = [
  "ru",
  "uk",
  "pl",
  "cs",
  "sk",
  "hu",
  "ro",
  "tr",
  "sv",
  "da",
  "nb",
  "fi",
  "el",
  "bg",
  "et",
  "lv",
  "id",
];

function namesOf(locale: string, month: number): string[] {
  const date = new Date(Date.UTC(2024, month, 15));
  const written = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, {timeZone: "UTC", ...options})
      .formatToParts(date)
      .find(({type}) => type === "month")?.value ?? "";
  // With a day many languages inflect the name.
  const forms = (["long", "short"] as const).flatMap((length) => [
    written({month: length}),
    written({month: length, day: "numeric"}),
  ]);
  return forms
    .map((form) => form.toLowerCase().replace(/\.$/, ""))
    .filter((form) => /^\p{L}{3,}$/u.test(form));
}

const found = new Map(
  NAMES.flatMap((names, index) => names.split(" ").map((name) => [name, index + 1] as const)),
);
for (const locale of LOCALES)
  for (let month = 0; month < 12; month++)
    for (const name of namesOf(locale, month)) if (!found.has(name)) found.set(name, month + 1);

/** The number of a month by its name, whole or cut short: of Western Europe, and of the languages above. */
export const MONTHS: ReadonlyMap<string, number> = found;

/** A pattern of every name, the longest first. */
export const MONTH_PATTERN = [...MONTHS.keys()].sort((a, b) => b.length - a.length).join("|");
