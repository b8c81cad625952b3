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

/** The number of a month by its name: English, German, French, Spanish, Italian, Portuguese and Dutch, whole or cut short. */
export const MONTHS: ReadonlyMap<string, number> = new Map(
  NAMES.flatMap((names, index) => names.split(" ").map((name) => [name, index + 1] as const)),
);

/** A pattern of every name, the longest first. */
export const MONTH_PATTERN = [...MONTHS.keys()].sort((a, b) => b.length - a.length).join("|");
