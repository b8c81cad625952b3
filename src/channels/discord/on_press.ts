import type {ButtonInteraction, StringSelectMenuInteraction} from "discord.js";
import type {Shown} from "../chat/desk.ts";
import {type Bot, defer, targetOf, visitorOf} from "./bot.ts";
import {actionOf} from "./custom_id.ts";
import {formModal} from "./form.ts";
import {showOutcome, tellError, tellUnknown} from "./tell.ts";

type Press = ButtonInteraction | StringSelectMenuInteraction;

/** Discord takes a form only as the first thing that it hears, within three seconds. */
const FORM_WITHIN_MS = 2_200;
const EPHEMERAL = 64;

/** A button was pressed, or an entry of a list picked. */
export async function onPress(bot: Bot, interaction: Press): Promise<void> {
  const pressed = interaction.isStringSelectMenu() ? (interaction.values[0] ?? "") : interaction.customId;
  const action = actionOf(pressed);
  if (action === undefined) return tellUnknown(interaction);
  const isForOne = interaction.message.flags.has(EPHEMERAL);
  const asks = /^(choice|ask):/.test(action);
  const target = targetOf(interaction, {
    // What is asked by a button is answered to whoever could see the button; anything else to whoever pressed.
    isEphemeral: asks ? isForOne : true,
    ...(asks && {asked: labelOf(interaction, pressed)}),
  });
  const visitor = visitorOf(interaction, isForOne);
  if (/^(fix|down):/.test(action)) return openForm(bot, interaction, {action, visitor, isForOne});
  await defer(interaction, target.isEphemeral);
  try {
    await showOutcome(bot, target, await bot.desk.press(visitor, action, target));
  } catch (error) {
    await tellError(bot, target, error);
  }
}

async function openForm(
  bot: Bot,
  interaction: Press,
  {action, visitor, isForOne}: {action: string; visitor: ReturnType<typeof visitorOf>; isForOne: boolean},
): Promise<void> {
  const target = targetOf(interaction, {isEphemeral: true});
  const answerTarget = targetOf(interaction, {isEphemeral: isForOne});
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), FORM_WITHIN_MS);
  });
  const pressing = bot.desk.press(visitor, action, answerTarget).then(
    (shown) => ({shown}),
    (error: unknown) => ({error}),
  );
  const first = await Promise.race([pressing, late]);
  clearTimeout(timer);
  if (first !== "late" && "shown" in first && first.shown.kind === "form") {
    await interaction.showModal(formModal(first.shown.form));
    return;
  }
  await defer(interaction, true);
  const came: {shown: Shown} | {error: unknown} = first === "late" ? await pressing : first;
  if ("error" in came) await tellError(bot, target, came.error);
  else await showOutcome(bot, target, came.shown);
}

function labelOf(interaction: Press, pressed: string): string {
  if (interaction.isStringSelectMenu())
    return interaction.component?.options.find(({value}) => value === pressed)?.label ?? "";
  // discord.js finds none where the id was made by hand.
  const component: unknown = interaction.component;
  const label =
    typeof component === "object" && component !== null && "label" in component && component.label;
  return typeof label === "string" ? label : "";
}
