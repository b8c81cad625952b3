/** Text of Slack's as plain Markdown. */
export interface DecodedText {
  text: string;
  /** The bot itself was named. */
  isNamed: boolean;
  /** Ids of the other people who were named, in order. */
  named: string[];
  /** The channels that are mentioned. */
  channels: {id: string; name: string}[];
}

const REFERENCE = /<([^<>\n]{1,4000})>/g;

/**
 * Reads Slack's `text` (https://docs.slack.dev/messaging/formatting-message-text): references become what a person sees,
 * the bot's own mention goes away.
 * @param nameOf what somebody is called, where that is known
 */
export function decodeSlackText(
  given: string,
  botUser: string,
  nameOf: (user: string) => string | undefined = () => undefined,
): DecodedText {
  const named: string[] = [];
  const channels: DecodedText["channels"] = [];
  let isNamed = false;
  const text = given
    .replace(REFERENCE, (whole, inside: string) => {
      const [target = "", ...labels] = inside.split("|");
      const label = labels.join("|");
      const user = /^@([UW][A-Z0-9]{1,30})$/.exec(target)?.[1];
      if (user === botUser) {
        isNamed = true;
        return " ";
      }
      if (user !== undefined) {
        if (!named.includes(user)) named.push(user);
        return `@${nameOf(user) ?? (label || user)}`;
      }
      if (/^#[CGD][A-Z0-9]{1,30}$/.test(target)) {
        const [id, name] = [target.slice(1), label || target.slice(1)];
        if (!channels.some((one) => one.id === id)) channels.push({id, name});
        return `#${name}`;
      }
      if (/^!date\^/.test(target)) return label;
      if (/^!subteam\^/.test(target)) return label || "@group";
      if (/^![a-z]+/.test(target)) return label || `@${target.slice(1)}`;
      if (/^(https?|mailto|tel|ftp):/i.test(target)) return asLink(target, label);
      return whole;
    })
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replace(/[^\S\n]{2,}/g, " ")
    .trim();
  return {text, isNamed, named, channels};
}

/** Slack makes links of what people typed as `orders.csv` or `a@b.c`: those stay as they were typed. */
function asLink(target: string, label: string): string {
  if (label === "" || label === target) return target.replace(/^mailto:/i, "");
  const bare = target.replace(/^(https?:\/\/|mailto:|tel:)/i, "").replace(/\/$/, "");
  return bare === label ? label : `${label} (${target})`;
}

/** Text for where Slack reads its own markup (`text`, `mrkdwn`): nothing in it is a reference any more. */
export function escapeSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
