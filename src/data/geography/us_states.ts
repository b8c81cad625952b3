/** A state of the United States, or its federal district. */
export interface UsState {
  /** The two letters of the post. */
  code: string;
  name: string;
}

const STATES: readonly UsState[] =
  "AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming|PR Puerto Rico"
    .split("|")
    .map((entry) => ({code: entry.slice(0, 2), name: entry.slice(3)}));

const BY_NAME = new Map(STATES.map((state) => [state.name.toLowerCase(), state]));
const BY_CODE = new Map(STATES.map((state) => [state.code, state]));

/** The state that a text names: by name in any case, or by its code in capitals. */
export function usStateOf(text: string): (UsState & {by: "name" | "code"}) | undefined {
  const trimmed = text.trim();
  const named = BY_NAME.get(trimmed.toLowerCase().replace(/\s+/g, " "));
  if (named) return {...named, by: "name"};
  const coded = BY_CODE.get(trimmed);
  return coded && {...coded, by: "code"};
}
