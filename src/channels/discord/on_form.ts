import type {ModalSubmitInteraction} from "discord.js";
import type {ReplyField} from "../chat/reply.ts";
import {type Bot, defer, targetOf, visitorOf} from "./bot.ts";
import {actionOf} from "./custom_id.ts";
import {asTheFieldSays, typedValues, valuesOf} from "./form.ts";
import {isAnalyseForm, onAnalyse} from "./on_menu.ts";
import {showOutcome, tellError, tellUnknown} from "./tell.ts";

const EPHEMERAL = 64;

/** A form was sent. */
export async function onForm(bot: Bot, interaction: ModalSubmitInteraction): Promise<void> {
  if (isAnalyseForm(interaction.customId)) return onAnalyse(bot, interaction);
  const form = actionOf(interaction.customId);
  // The form is asked for again below, which for any other id would be pressing a button.
  if (form === undefined || !/^(fix|down):/.test(form)) return tellUnknown(interaction);
  const isForOne = interaction.message?.flags.has(EPHEMERAL) ?? false;
  await defer(interaction, isForOne);
  const target = targetOf(interaction, {isEphemeral: isForOne});
  const visitor = visitorOf(interaction, isForOne);
  try {
    const {values, typed} = valuesOf(interaction);
    // A modal does not come back with its fields: the form says what they were.
    const shown = await bot.desk.press(visitor, form, target);
    const fields = new Map<string, ReplyField>(
      shown.kind === "form" ? shown.form.fields.map((field) => [field.id, field]) : [],
    );
    const read = new Map<string, string | readonly string[]>();
    for (const [id, value] of values) read.set(id, asTheFieldSays(fields.get(id), value));
    for (const [id, said] of typed) {
      const field = fields.get(id);
      read.set(id, field ? typedValues(field, said) : said);
    }
    await showOutcome(bot, target, await bot.desk.submit(visitor, form, read, target));
  } catch (error) {
    await tellError(bot, target, error);
  }
}
