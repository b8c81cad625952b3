const CODES =
  "USD EUR GBP JPY CNY CHF CAD AUD NZD SEK NOK DKK PLN CZK HUF RON BGN TRY RUB UAH INR PKR BDT LKR IDR MYR SGD THB PHP VND KRW HKD TWD ZAR NGN KES EGP MAD AED SAR QAR ILS BRL MXN ARS CLP COP PEN ISK";
const SIGNS = [
  "US$",
  "A$",
  "AU$",
  "C$",
  "CA$",
  "NZ$",
  "HK$",
  "S$",
  "R$",
  "NT$",
  "Mex$",
  "kr.",
  "kr",
  "Fr.",
  "SFr.",
  "zł",
  "Kč",
  "Ft",
  "lei",
  "TL",
  "Rs.",
  "Rs",
  "руб.",
  "руб",
  "元",
  "円",
  "원",
];
const UNITS =
  "kg g mg µg μg t lb lbs oz st km m cm mm µm mi mile miles ft in yd nmi m² m2 qm sqm km² km2 ha ac acres sqft ft² m³ m3 l L ml mL cl dl hl gal h hr hrs hour hours Std min mins minute minutes s sec secs second seconds ms day days Tage week weeks month months yr yrs year years °C °F °C. K V mV kV A mA W kW MW GW kWh MWh GWh Wh Hz kHz MHz GHz KB kB MB GB TB KiB MiB GiB bar mbar psi Pa hPa kPa MPa N kN Nm J kJ MJ kcal cal mol ppm ppb dB px pt rpm bpm mph km/h kph m/s kt kn pcs pc Stk Stk. Stück ud u. units pp bps ‰ ° mmHg mg/dl mg/dL mmol/l mmol/L g/l";

/** Counters and units that stand right behind their number. */
const EASTERN = new Set(
  "℃ ℉ 歳 才 岁 円 元 块 원 圓 個 个 件 人 名 枚 本 台 冊 册 箱 瓶 張 张 回 次 点 點 分 秒 時間 小时 時 日 天 週間 周 ヶ月 か月 个月 年 千克 公斤 克 吨 噸 米 公里 公尺 厘米 升 毫升 平米 平方米 立方米 세 개 명 건 회 년 월 일 시간 대 권 병".split(
    " ",
  ),
);

const currencies = new Set([...CODES.split(" "), ...SIGNS]);
const units = new Set(UNITS.split(" "));

/** One spelling of a unit. */
const SAME: Record<string, string> = {"￥": "¥", "＄": "$", "￡": "£", μg: "µg", "％": "%", L: "l", mL: "ml"};

export const isCurrency = (affix: string): boolean => /^\p{Sc}$/u.test(affix) || currencies.has(affix);

/** One unit over another: "mg/L", "µS/cm", "€/kg". */
const COMPOUND = /^[\p{L}\p{Sc}µ°%][\p{L}²³]{0,4}\/[\p{L}²³]{1,5}$/u;

/** The unit that stands behind a number, or undefined where it is none that we hold for one. */
export function unitAfter(affix: string, spaced: boolean): string | undefined {
  const unit = SAME[affix] ?? affix;
  if (unit === "%" || isCurrency(unit)) return unit;
  if (units.has(unit)) return spaced || unit.length > 1 || /[glmhst°‰]/.test(unit) ? unit : undefined;
  if (EASTERN.has(unit)) return unit;
  return spaced && (/^\p{Ll}{3,12}$/u.test(unit) || COMPOUND.test(unit)) ? unit : undefined;
}

/** The currency that stands before a number. */
export function unitBefore(affix: string): string | undefined {
  const unit = SAME[affix] ?? affix;
  return isCurrency(unit) ? unit : undefined;
}
