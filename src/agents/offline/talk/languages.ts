/** Languages that are told apart, by their own word for themselves. */
export interface Language {
  english: string;
  /** What is said in it: that questions are read in English, and how to get a model. */
  says: string;
}

interface Known extends Language {
  /** Words that sentences are made of and English does not have. */
  words?: ReadonlySet<string>;
  script?: RegExp;
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(" "));
const MODEL = "TABLETALK_MODEL=anthropic/… (docs/hosted.md)";

const KNOWN: readonly Known[] = [
  {
    english: "German",
    words: words(
      "wie viele viel welche welcher welches wieviele wieviel der das und ist sind nach pro für mit von den dem des ein eine einen im zum zur nicht ohne zeige zeig mir gib durchschnitt umsatz kunden monat jahr letzten letztes warum wo wann bitte gesamt auf über aus alle",
    ),
    says: `Offline lese ich nur Englisch. Mit einem Modell verstehe ich Deutsch: ${MODEL}.`,
  },
  {
    english: "French",
    words: words(
      "combien quel quelle quels quelles est sont les des une par avec sans dans pour sur mois année dernier dernière clients ventes moyenne montre moi affiche donne pourquoi où quand du au aux et le la leur chiffre affaires plus moins y-a-t-il",
    ),
    says: `Hors ligne, je ne lis que l'anglais. Avec un modèle, je comprends le français : ${MODEL}.`,
  },
  {
    english: "Spanish",
    words: words(
      "cuántos cuantos cuántas cuantas cuánto cuanto cuál cual cuáles qué quién los las una por con sin para el del ventas clientes promedio mes año último última muestra muéstrame dame hay son es están donde dónde cuándo y más en la de",
    ),
    says: `Sin conexión solo leo inglés. Con un modelo entiendo español: ${MODEL}.`,
  },
  {
    english: "Portuguese",
    words: words(
      "quantos quantas quanto qual quais os uma por com sem para vendas clientes média mês ano último última mostre mostra há são não onde quando e mais do da dos das em no na",
    ),
    says: `Sem ligação, só leio inglês. Com um modelo entendo português: ${MODEL}.`,
  },
  {
    english: "Italian",
    words: words(
      "quanti quante quanto quale quali gli una per con senza il lo della delle degli dei vendite clienti media mese anno ultimo ultima mostra mostrami dammi ci sono perché dove quando e più nel nella di",
    ),
    says: `Offline leggo solo l'inglese. Con un modello capisco l'italiano: ${MODEL}.`,
  },
  {
    english: "Dutch",
    words: words(
      "hoeveel welke welk wat het een van per met zonder voor zijn er klanten omzet gemiddelde maand jaar laatste toon laat zien geef waarom waar wanneer de en naar op",
    ),
    says: `Zonder model lees ik alleen Engels. Met een model begrijp ik Nederlands: ${MODEL}.`,
  },
  {
    english: "Polish",
    words: words(
      "ile jaki jaka jakie jest są według przez bez dla sprzedaż klientów średnia miesiąc rok ostatni pokaż dlaczego gdzie kiedy i w na z",
    ),
    says: `Bez modelu czytam tylko po angielsku. Z modelem rozumiem polski: ${MODEL}.`,
  },
  {
    english: "Turkish",
    words: words(
      "kaç hangi ne kadar nedir göre ile için satış müşteri ortalama ay yıl geçen son göster neden nerede ve toplam var",
    ),
    says: `Çevrimdışıyken yalnızca İngilizce okurum. Bir modelle Türkçe de anlarım: ${MODEL}.`,
  },
  {
    english: "Swedish",
    words: words(
      "hur många mycket vilken vilka vilket och är per med utan för kunder försäljning genomsnitt månad år senaste visa varför var när det som",
    ),
    says: `Utan modell läser jag bara engelska. Med en modell förstår jag svenska: ${MODEL}.`,
  },
  {
    english: "Japanese",
    script: /[\p{Script=Hiragana}\p{Script=Katakana}]/u,
    says: `オフラインでは英語だけを読みます。モデルがあれば日本語も読めます: ${MODEL}。`,
  },
  {english: "Chinese", script: /\p{Script=Han}/u, says: `离线时我只读英文。有了模型就能读中文：${MODEL}。`},
  {
    english: "Korean",
    script: /\p{Script=Hangul}/u,
    says: `오프라인에서는 영어만 읽습니다. 모델이 있으면 한국어도 읽습니다: ${MODEL}.`,
  },
  {
    english: "Russian",
    script: /\p{Script=Cyrillic}/u,
    says: `Без модели я читаю только по-английски. С моделью понимаю по-русски: ${MODEL}.`,
  },
  {
    english: "Arabic",
    script: /\p{Script=Arabic}/u,
    says: `بدون نموذج أقرأ الإنجليزية فقط. مع نموذج أفهم العربية: ${MODEL}.`,
  },
  {
    english: "Hebrew",
    script: /\p{Script=Hebrew}/u,
    says: `ללא מודל אני קורא רק אנגלית. עם מודל אני מבין עברית: ${MODEL}.`,
  },
  {
    english: "Greek",
    script: /\p{Script=Greek}/u,
    says: `Χωρίς μοντέλο διαβάζω μόνο αγγλικά. Με μοντέλο καταλαβαίνω ελληνικά: ${MODEL}.`,
  },
  {
    english: "Hindi",
    script: /\p{Script=Devanagari}/u,
    says: `बिना मॉडल के मैं केवल अंग्रेज़ी पढ़ता हूँ। मॉडल के साथ हिन्दी भी समझता हूँ: ${MODEL}.`,
  },
  {english: "Thai", script: /\p{Script=Thai}/u, says: `หากไม่มีโมเดล ฉันอ่านได้เฉพาะภาษาอังกฤษ: ${MODEL}`},
  {english: "Ukrainian", script: /[іїєґ]/iu, says: `Без моделі я читаю лише англійською: ${MODEL}.`},
];

const ENGLISH = words(
  "how many much what which who when where why is are was were the of by per for in on with without and or not show me give chart list total average count number all have has do does did can than top most last this that from to a an it i we you",
);
/** Words that stand in names too: "de la Rosa". */
const IN_NAMES = words(
  "de la le les el los las di da das do dos del della der den des du van en e i y a o na no se il",
);
const LEAST_WORDS = 2;
const LEAST_SHARE = 0.34;
const LEAST_LETTERS = 0.5;

/** The language of a message that is not in English; undefined for English, for names alone and where it cannot be told. */
export function languageOf(text: string): Language | undefined {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return undefined;
  const written = KNOWN.filter(
    ({script}) => script && (text.match(new RegExp(script, "gu"))?.length ?? 0) > 0,
  );
  const foreign = text.match(/[^\p{Script=Latin}\P{L}]/gu)?.length ?? 0;
  if (foreign / letters >= LEAST_LETTERS)
    return written.find(({english}) => english === "Ukrainian") ?? written[0];
  const said = text.toLowerCase().match(/[\p{L}\p{M}]+(?:-[\p{L}]+)*/gu) ?? [];
  const english = said.filter((word) => ENGLISH.has(word)).length;
  const scored = KNOWN.flatMap((language) => {
    const hit = said.filter((word) => language.words?.has(word));
    return hit.some((word) => !IN_NAMES.has(word)) ? [{language, hits: hit.length}] : [];
  }).sort((a, b) => b.hits - a.hits);
  const [best] = scored;
  if (!best || best.hits < LEAST_WORDS || best.hits <= english) return undefined;
  return best.hits / said.length >= LEAST_SHARE ? best.language : undefined;
}

/** That the planner without a model reads English, in the other language and in English. */
export const sayOtherLanguage = ({english, says}: Language): string =>
  `${says}\nWithout a model I read English only; this looks like ${english}. With a model I answer in it: set ${MODEL}. In English I can answer, for example:`;
