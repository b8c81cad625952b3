/** The hundred that are tried first, as the published lists of leaked passwords agree on them. */
const COMMON: ReadonlySet<string> = new Set(
  `123456 password 12345678 qwerty 123456789 12345 1234 111111 1234567 dragon 123123 baseball abc123 football monkey
  letmein 696969 shadow master 666666 qwertyuiop 123321 mustang 1234567890 michael 654321 superman 1qaz2wsx 7777777
  121212 000000 qazwsx 123qwe killer trustno1 jordan jennifer zxcvbnm asdfgh hunter buster soccer harley batman andrew
  tigger sunshine iloveyou charlie robert thomas hockey ranger daniel starwars klaster 112233 george computer michelle
  jessica pepper 1111 zxcvbn 555555 11111111 131313 freedom 777777 pass maggie 159753 aaaaaa ginger princess joshua
  cheese amanda summer love ashley nicole chelsea biteme matthew access yankees 987654321 dallas austin thunder taylor
  matrix welcome admin passw0rd changeme secret login qwerty123 tabletalk correcthorsebatterystaple asdfghjkl q1w2e3r4t5
  1q2w3e4r5t iloveyou1 administrator football1 baseball1`
    .split(/\s+/)
    .filter((word) => word !== ""),
);

/** Whether a lower-cased password is a common one, as it is, said twice, with digits and signs after it, or one sign. */
export function isCommonPassword(lower: string): boolean {
  const signs = new Set(lower);
  if (signs.size <= 2) return true;
  const bare = lower.replace(/[\d\W_]+$/u, "");
  const half = lower.slice(0, lower.length / 2);
  return COMMON.has(lower) || COMMON.has(bare) || (half + half === lower && COMMON.has(half)) || isRun(lower);
}

/** One step up or down the keyboard's digits or the alphabet all the way: 12345678901, abcdefghijk. */
function isRun(text: string): boolean {
  const steps = [...text].map((sign, at, all) => {
    const before = all[at - 1];
    return before === undefined ? undefined : (sign.codePointAt(0)! - before.codePointAt(0)! + 10) % 10;
  });
  const first = steps[1];
  return (first === 1 || first === 9) && steps.slice(1).every((step) => step === first);
}
