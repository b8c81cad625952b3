import type {LocalDiscord} from "../../test/channels/discord/local/local_discord.ts";
import type {LocalMessage} from "../../test/channels/discord/local/state.ts";
import {avatar, escaped, inlinePng, markdownHtml, timeOf} from "./html.ts";

// biome-ignore lint/suspicious/noExplicitAny: payloads of Discord, drawn as they are.
type Json = any;

const STYLE = `
body{margin:0;padding:16px 20px;background:#fff;color:#2e3338;font:15px/1.4 "gg sans","Noto Sans",sans-serif;width:640px;box-sizing:border-box}
.message{display:flex;gap:14px;margin:0 0 14px}.only{background:#f2f3fb;margin:0 -20px 14px;padding:8px 20px}
.avatar{flex:none;width:38px;height:38px;border-radius:50%;color:#fff;font-weight:700;display:grid;place-items:center}
.body{flex:1;min-width:0}.name{font-weight:600;color:#060607}.badge{background:#5865f2;color:#fff;font-size:10px;font-weight:600;padding:1px 4px;border-radius:3px;margin-left:4px}
.time,small{color:#5c5e66;font-size:12px;margin-left:6px}small{margin:0;display:block}.eyes{color:#5c5e66;font-size:12px}
p{margin:2px 0}h1,h2,h3{margin:6px 0 2px;font-size:17px}ul,ol{margin:2px 0;padding-left:22px}code{background:#e8e9ec;border-radius:3px;font:13px "Noto Sans Mono","DejaVu Sans Mono",monospace;padding:1px 3px}
pre{background:#f2f3f5;border:1px solid #e3e5e8;border-radius:4px;padding:8px;margin:4px 0;font:13px/1.35 "Noto Sans Mono","DejaVu Sans Mono",monospace;white-space:pre-wrap;overflow-wrap:anywhere}pre code{background:none;padding:0;font-size:13px}
.container{border:1px solid #e1e2e4;border-left:4px solid #5865f2;border-radius:8px;padding:10px 14px;margin:4px 0;background:#fafafa}.container>*{margin:4px 0}
.buttons{display:flex;flex-wrap:wrap;gap:8px}.button{border-radius:4px;padding:5px 14px;font-size:14px;font-weight:500;background:#e3e5e8;color:#2e3338}.b1{background:#5865f2;color:#fff}.b3{background:#248046;color:#fff}.b4{background:#da373c;color:#fff}
.select{border:1px solid #c4c9ce;border-radius:4px;padding:7px 10px;color:#5c5e66}.file{border:1px solid #e3e5e8;background:#f2f3f5;border-radius:8px;padding:10px 14px;margin:4px 0;display:inline-block;color:#006ce7}
img.picture{max-width:100%;border-radius:6px;display:block}hr{border:0;border-top:1px solid #e1e2e4}.mention{background:#dee0fc;color:#505cdc;border-radius:3px;padding:0 2px}`;

/** What is photographed of Discord: messages of a channel as one person sees them. */
export interface DiscordScene {
  discord: LocalDiscord;
  messages: readonly LocalMessage[];
}

/** Messages in the look of Discord's light theme. */
export function discordPage({discord, messages}: DiscordScene): string {
  const shown = messages.map((message, at) => messageHtml(discord, message, at));
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><body>${shown.join("")}</body>`;
}

function messageHtml(discord: LocalDiscord, {wire, onlyFor}: LocalMessage, at: number): string {
  const isBot = wire.author.id === discord.bot.id;
  const name = isBot ? "Tabletalk" : (wire.author.global_name ?? wire.author.username);
  const files = new Map(
    wire.attachments.map((one: Json) => [
      one.url,
      {name: one.filename, bytes: discord.state.files.get(one.id)?.content},
    ]),
  );
  const shownFiles = new Set<string>();
  const file = (url: string): string => {
    const found = files.get(url) ?? [...files.values()].find((one) => url === `attachment://${one.name}`);
    if (!found?.bytes) return `<div class="file">${escaped(url)}</div>`;
    shownFiles.add(found.name);
    if (found.name.endsWith(".png")) return `<img class="picture" src="${inlinePng(found.bytes)}">`;
    return `<div class="file">${escaped(found.name)} <small>${Math.ceil(found.bytes.length / 1000)} kB</small></div>`;
  };
  const components = (wire.components ?? []).map((one: Json) => componentHtml(one, file)).join("");
  const embeds = (wire.embeds ?? []).map(
    (one: Json) =>
      `<div class="container">${one.title ? `<b>${escaped(one.title)}</b>` : ""}${one.description ? textHtml(one.description) : ""}${(one.fields ?? []).map((field: Json) => `<p><b>${escaped(field.name)}</b><br>${textHtml(field.value)}</p>`).join("")}${one.image ? file(one.image.url) : ""}${one.footer ? `<small>${escaped(one.footer.text)}</small>` : ""}</div>`,
  );
  const others = wire.attachments
    .filter((one: Json) => !shownFiles.has(one.filename))
    .map((one: Json) => file(one.url));
  const head = `<span class="name">${escaped(name)}</span>${isBot ? '<span class="badge">APP</span>' : ""}<span class="time">Today at ${timeOf(at)}</span>`;
  const only = onlyFor ? '<div class="eyes">Only you can see this</div>' : "";
  const text = wire.content ? textHtml(wire.content.replace(/<@\d+>/g, "@Tabletalk")) : "";
  return `<div class="message${onlyFor ? " only" : ""}">${avatar(name, isBot ? "#5865f2" : "#e67e22")}<div class="body"><div>${head}</div>${text}${embeds.join("")}${components}${others.join("")}${only}</div></div>`;
}

/** Discord's Markdown: `-# ` is small print. */
function textHtml(text: string): string {
  const parts = text.split(/(^```[\s\S]*?^```$|^-# .*$)/m);
  return parts
    .map((part) =>
      part.startsWith("-# ") ? `<small>${markdownHtml(part.slice(3))}</small>` : markdownHtml(part),
    )
    .join("");
}

function componentHtml(one: Json, file: (url: string) => string): string {
  const children = () => (one.components ?? []).map((child: Json) => componentHtml(child, file)).join("");
  switch (one.type) {
    case 1:
      return `<div class="buttons">${children()}</div>`;
    case 2:
      return `<span class="button b${one.style}">${escaped(one.emoji?.name ?? "")} ${escaped(one.label ?? "")}</span>`;
    case 3:
      return `<div class="select">${escaped(one.placeholder ?? "Make a selection")}</div>`;
    case 9:
      return `${children()}${one.accessory ? componentHtml(one.accessory, file) : ""}`;
    case 10:
      return `<div>${textHtml(one.content)}</div>`;
    case 12:
      return one.items.map((item: Json) => file(item.media.url)).join("");
    case 13:
      return file(one.file.url);
    case 14:
      return "<hr>";
    case 17:
      return `<div class="container">${children()}</div>`;
    default:
      return `<pre>${escaped(JSON.stringify(one))}</pre>`;
  }
}
