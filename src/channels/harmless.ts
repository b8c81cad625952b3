import type {Answer, Choice, RenderedChart, TurnEvent} from "./channel.ts";

/**
 * Control signs (line ends and tabs stay), signs that turn the direction of text, and ones that are not seen and hide in names:
 * without width, tags, fillers, and variation selectors beyond those of pictures.
 */
const HIDDEN =
  /(?!\n|\r|\t|\u200c|\u200d|\ufe0e|\ufe0f)[\p{Cc}\p{DI}\u2028\u2029\ufff9-\ufffb]|(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}])(?:\u200c|\u200d)/gu;
/** A link or picture in Markdown, which only a file's own text can bring into a reply: in place, or by a reference. */
const LINK = /(?<=\])\((?=\s*<?[a-z][a-z0-9+.-]*:)/gi;
const REFERENCE = /(?<=^[ \t]{0,3}\[[^\]\n]{1,200}\]):(?=[ \t]*<?[a-z][a-z0-9+.-]*:)/gim;
/** A tag of HTML: one that does something, has an attribute, or closes. */
const TAG =
  /<(?=!--|\/[a-z]+[\s>]|(?:script|style|iframe|object|embed|img|svg|video|audio|link|meta|base|form|input|button|body|html|a|b|i|u|p|br|div|span|table)\b[^<]{0,2000}>|[a-z]+\s+[\w-]+=)/gi;
/** What calls everybody in a chat, and Slack's own signs for it. */
const CALL = /@(?=(?:everyone|here|channel)\b)/gi;
const SLACK = /<(?=[!@#][A-Za-z0-9^|_-]+>)/g;

/**
 * A reply's text without what a file may have hidden in its cells and names. Each sign gives way to as many signs, so that places in
 * the text stay what they were.
 */
export function harmless(text: string): string {
  return text
    .replace(HIDDEN, (sign) => "\ufffd".repeat(sign.length))
    .replaceAll(LINK, "❨")
    .replaceAll(REFERENCE, "∶")
    .replaceAll(TAG, "‹")
    .replaceAll(SLACK, "‹")
    .replaceAll(CALL, "＠");
}

/** An event as it may be shown: every text that a channel prints is harmless. Tables and files stay what they are. */
export function harmlessEvent(event: TurnEvent): TurnEvent {
  switch (event.type) {
    case "status":
    case "text":
      return {...event, text: harmless(event.text)};
    case "step":
      return {
        ...event,
        ...(event.message !== undefined && {message: harmless(event.message)}),
        ...(event.purpose !== undefined && {purpose: harmless(event.purpose)}),
        ...(event.doing !== undefined && {doing: harmless(event.doing)}),
      };
    case "table":
      return {...event, title: harmless(event.title)};
    case "chart":
      return {...event, chart: harmlessChart(event.chart)};
    case "choices":
      return {...event, question: harmless(event.question), choices: event.choices.map(harmlessChoice)};
    case "answer":
      return {...event, answer: harmlessAnswer(event.answer)};
    case "error":
      return {...event, message: harmless(event.message), next: harmless(event.next)};
    default:
      return event;
  }
}

/** An answer as it may be shown: its text, reading, choices, reasons and titles. Artifacts and the plan stay what they are. */
export function harmlessAnswer(answer: Answer): Answer {
  const {reading, declined, confidence, parts} = answer;
  return {
    ...answer,
    answer: harmless(answer.answer),
    ...(reading !== undefined && {reading: harmless(reading)}),
    choices: answer.choices.map(harmlessChoice),
    charts: answer.charts.map(harmlessChart),
    ...(declined && {
      declined: {
        reason: harmless(declined.reason),
        suggestions: declined.suggestions.map(harmless),
        unplaced: declined.unplaced.map(harmless),
      },
    }),
    ...(confidence && {confidence: {...confidence, reasons: confidence.reasons.map(harmless)}}),
    ...(parts && {parts: parts.map(harmlessAnswer)}),
  };
}

function harmlessChoice(choice: Choice): Choice {
  return {...choice, said: harmless(choice.said)};
}

function harmlessChart(chart: RenderedChart): RenderedChart {
  return {
    ...chart,
    title: harmless(chart.title),
    altText: harmless(chart.altText),
    ...(chart.warnings && {warnings: chart.warnings.map(harmless)}),
  };
}
