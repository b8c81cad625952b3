const STATES =
  "AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,DC District of Columbia,FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,ND North Dakota,OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,VT Vermont,VA Virginia,WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming,PR Puerto Rico";

/** Names of countries that people write beside the one of Unicode's CLDR. */
const OTHER_NAMES: Record<string, string[]> = {
  US: ["USA", "U.S.", "U.S.A.", "United States of America", "America"],
  GB: ["UK", "U.K.", "Great Britain", "Britain"],
  AE: ["UAE"],
  KR: ["Korea", "Republic of Korea"],
  RU: ["Russian Federation"],
  CZ: ["Czech Republic"],
  NL: ["Holland", "The Netherlands"],
  TR: ["Turkey"],
  CI: ["Ivory Coast"],
  VN: ["Viet Nam"],
};

let groups: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/**
 * Other names of a place, in lower case: states of the US and countries by name, by two-letter code and by what else people
 * call them ("ca" gives "california" and "canada"; "california" gives "ca"). Names from Unicode's CLDR, by Intl.
 */
export function otherPlaceNames(text: string): string[] {
  groups ??= placeGroups();
  const wanted = text.trim().toLowerCase();
  return [...(groups.get(wanted) ?? [])].filter((name) => name !== wanted);
}

function placeGroups(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const together = (names: readonly string[]) => {
    const lower = names.map((name) => name.toLowerCase());
    for (const name of lower) found.set(name, new Set([...(found.get(name) ?? []), ...lower]));
  };
  for (const state of STATES.split(",")) together([state.slice(0, 2), state.slice(3)]);
  const regions = new Intl.DisplayNames(["en"], {type: "region", fallback: "none"});
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
    const name = regions.of(code);
    if (name && !/^(EU|EZ|UN|ZZ|XA|XB|QO)$/.test(code)) together([code, name, ...(OTHER_NAMES[code] ?? [])]);
  }
  return found;
}
