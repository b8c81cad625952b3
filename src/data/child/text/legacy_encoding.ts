import {analyse} from "chardet";

/** The encodings in which two bytes make a sign, with what their scripts look like once decoded. */
const MULTIBYTE: {name: string; label: string; usual: RegExp}[] = [
  {
    name: "shift_jis",
    label: "shift_jis",
    usual: /[\u3040-\u30ff\u4e00-\u9fff\u3000-\u303f\uff01-\uff5e\uffe5]/g,
  },
  {name: "euc-jp", label: "euc-jp", usual: /[\u3040-\u30ff\u4e00-\u9fff\u3000-\u303f\uff01-\uff5e\uffe5]/g},
  {name: "euc-kr", label: "euc-kr", usual: /[\uac00-\ud7a3]/g},
  {name: "gb18030", label: "gb18030", usual: /[\u4e00-\u9fff\u3000-\u303f\uff01-\uff5e]/g},
  {name: "big5", label: "big5", usual: /[\u4e00-\u9fff\u3000-\u303f\uff01-\uff5e]/g},
];

/** Letters of Western Europe and the signs that go with numbers: what windows-1252 is mostly made of. */
const WESTERN =
  /[àâäáãåæçèéêëìíîïñòóôöõøœùúûüýÿßÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØŒÙÚÛÜÝ€£¥§°²³µ½¼¾±×·–—‘’“”„«»…©®™¿¡ªº\u00a0]/;
/** Letters that stand for symbols in windows-1252: inside of words they tell windows-1250. */
const CENTRAL = /\p{L}[¹³¿ŸêæñøìèùïåòÈØÏ]|[¹³¿£¯]\p{L}/gu;
const CENTRAL_ONLY = /\p{L}[¹³¿¥]\p{L}|\p{L}[¹³¿](?=$|[\s,;])|[³¿£¯]\p{Ll}|\p{Lu}[£¯]\p{Lu}|¯\p{Lu}/gu;

/** The encodings of one byte a letter for other scripts, with the letters that make most of their texts. */
const SCRIPTS: {name: string; letters: RegExp; common: RegExp}[] = [
  {name: "windows-1251", letters: /\p{Script=Cyrillic}/u, common: /[оеаинтсрвлкмді]/u},
  {name: "koi8-r", letters: /\p{Script=Cyrillic}/u, common: /[оеаинтсрвлкм]/u},
  {name: "ibm866", letters: /\p{Script=Cyrillic}/u, common: /[оеаинтсрвлкм]/u},
  {name: "iso-8859-5", letters: /\p{Script=Cyrillic}/u, common: /[оеаинтсрвлкм]/u},
  {name: "windows-1253", letters: /\p{Script=Greek}/u, common: /[αοιετσνηυρκπς]/u},
  {name: "windows-1255", letters: /\p{Script=Hebrew}/u, common: /[יוהאלרתבמשנ]/u},
  {name: "windows-1256", letters: /\p{Script=Arabic}/u, common: /[اليمونترةبد]/u},
  {name: "windows-874", letters: /\p{Script=Thai}/u, common: /[านรอกเงมยลว่้]/u},
];

export interface Legacy {
  name: string;
  doubt: boolean;
  other?: string;
  /** Of Latin script. */
  latin: boolean;
}

/**
 * The likeliest encoding of lines that are not UTF-8. Text in Chinese, Japanese and Korean is told by what it decodes
 * to, Latin script by the letters that its high bytes are, other scripts by their common
 * letters, languages of Latin script by the frequencies of letters (chardet).
 */
export function guessLegacy(bytes: Buffer): Legacy {
  const multibyte = MULTIBYTE.map((of) => ({name: of.name, score: plausible(bytes, of.label, of.usual)}))
    .filter(({score}) => score > 0)
    .sort((a, b) => b.score - a.score);
  const western = westernShare(bytes);
  const runs = runShare(bytes);
  const best = multibyte[0];
  if (best && best.score > 0.8 && (runs > 0.5 || western < 0.5)) {
    const next = multibyte[1];
    return {
      name: best.name,
      doubt: next !== undefined && next.score > best.score - 0.1,
      ...(next && {other: next.name}),
      latin: false,
    };
  }
  const ranked = analyse(bytes).filter(({name}) => /^(windows|iso-8859|koi8)/i.test(name));
  if (runs > 0.5) {
    const scripts = SCRIPTS.map(({name, letters, common}) => ({
      name,
      score: scriptScore(bytes, name, letters, common),
    })).sort((a, b) => b.score - a.score);
    const [first, second] = scripts;
    if (first!.score > 0.4)
      return {
        name: first!.name,
        doubt: second!.score > 0.85 * first!.score,
        other: second!.name,
        latin: false,
      };
  }
  const text = new TextDecoder("windows-1252").decode(bytes);
  const central = text.match(CENTRAL_ONLY)?.length ?? 0;
  const maybe = text.match(CENTRAL)?.length ?? 0;
  const high = (text.match(/\P{ASCII}/gu) ?? []).length;
  const first = ranked[0];
  if (central > 0.1 * high || (maybe > 0.5 * high && /8859-2|1250/.test(first?.name ?? "")))
    return {name: "windows-1250", doubt: central <= 0.1 * high, other: "windows-1252", latin: true};
  if (/8859-9|1254/.test(first?.name ?? "") && /[þðýÞÐÝ]/.test(text))
    return {name: "windows-1254", doubt: false, other: "windows-1252", latin: true};
  return {
    name: "windows-1252",
    doubt: western < 0.8,
    other: western < 0.8 ? "cp850" : "windows-1250",
    latin: true,
  };
}

/** How well bytes read as words of a script: its letters, the common ones, and capitals where words begin. */
function scriptScore(bytes: Buffer, label: string, letters: RegExp, common: RegExp): number {
  const text = new TextDecoder(label).decode(bytes);
  let beyond = 0;
  let own = 0;
  let usual = 0;
  let odd = 0;
  let before = "";
  for (const sign of text) {
    if (sign > "\u007f") {
      beyond++;
      if (letters.test(sign)) own++;
      if (common.test(sign.toLowerCase())) usual++;
      if (sign !== sign.toLowerCase() && before !== before.toUpperCase()) odd++;
    }
    before = sign;
  }
  if (beyond === 0) return 0;
  return (own / beyond) * (0.4 + (0.6 * usual) / beyond) * (1 - odd / beyond);
}

/** The share of the signs beyond ASCII that are usual in the script; 0 where the bytes are not of the encoding. */
function plausible(bytes: Buffer, label: string, usual: RegExp): number {
  try {
    const text = new TextDecoder(label, {fatal: true}).decode(bytes);
    const beyond = text.match(/\P{ASCII}/gu) ?? [];
    if (beyond.length === 0) return 0;
    const share = (text.match(usual)?.length ?? 0) / beyond.length;
    if (label === "shift_jis" && /[\uff66-\uff9f]/.test(text)) {
      const half = (text.match(/[\uff66-\uff9f]/g) ?? []).length / beyond.length;
      return Math.max(0, share + (half > 0.5 ? 0 : half) - 0.01);
    }
    if (label === "gb18030") return share * commonPairs(bytes);
    if (label === "big5") return share * 0.9;
    if (label === "euc-jp") return /[\u3040-\u30ff]/.test(text) ? share : share * 0.7;
    return share;
  } catch {
    return 0;
  }
}

/** The share of pairs of high bytes that are among the 3,755 usual characters of Chinese (rows B0 to D7), and signs. */
function commonPairs(bytes: Buffer): number {
  let pairs = 0;
  let common = 0;
  for (let at = 0; at + 1 < bytes.length; at++) {
    const first = bytes[at]!;
    if (first < 0x81) continue;
    pairs++;
    if ((first >= 0xb0 && first <= 0xd7 && bytes[at + 1]! >= 0xa1) || first === 0xa1 || first === 0xa3)
      common++;
    at++;
  }
  return pairs === 0 ? 0 : 0.85 + (0.15 * common) / pairs - (common / pairs < 0.6 ? 0.3 : 0);
}

/** The share of high bytes that are usual letters and signs of Western Europe, read as windows-1252. */
function westernShare(bytes: Buffer): number {
  const text = new TextDecoder("windows-1252").decode(bytes);
  const beyond = text.match(/\P{ASCII}/gu) ?? [];
  return beyond.length === 0 ? 1 : beyond.filter((sign) => WESTERN.test(sign)).length / beyond.length;
}

/** The share of high bytes that stand beside another: near 1 in scripts other than Latin. */
function runShare(bytes: Buffer): number {
  let high = 0;
  let beside = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at]! < 0x80) continue;
    high++;
    if ((bytes[at - 1] ?? 0) >= 0x80 || (bytes[at + 1] ?? 0) >= 0x80) beside++;
  }
  return high === 0 ? 0 : beside / high;
}
