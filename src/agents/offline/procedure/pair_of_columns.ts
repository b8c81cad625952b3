import {type Binding, focusOf, type OutputWords, Unclear} from "./binding.ts";
import {asVariant} from "./variants.ts";

/** The two columns of a correlation. */
export function pairFor(output: OutputWords, binding: Binding): [string, string] {
  const [x, y] = plainPair(output, binding);
  const {variant} = binding.scene;
  return [asVariant(x, output, variant), asVariant(y, output, variant)];
}

function plainPair(output: OutputWords, binding: Binding): [string, string] {
  const {scene} = binding;
  const own = output.columns;
  if (own.length === 2) return [own[0]!, own[1]!];
  if (own.length === 1) {
    const made = scene.made.map((one) => one.name).filter((one) => one !== own[0]);
    const others = scene.focus.filter((one) => one !== own[0]);
    const sure = others.filter((one) => scene.sure.has(one));
    const other =
      others.length === 1 ? others[0] : sure.length === 1 ? sure[0] : made.length === 1 ? made[0] : undefined;
    if (other !== undefined) return [own[0]!, other];
  }
  const pair = pairOf(binding);
  if (pair) return pair;
  throw new Unclear(`“${output.words.join(" ")}” needs two columns, and the text does not say surely which.`);
}

/** The two columns that a text is about: its only two, or those that it sets one against the other. */
export function pairOf(binding: Binding): [string, string] | undefined {
  const {scene} = binding;
  const two = focusOf(binding, 2);
  if (two.length === 2) return [two[0]!, two[1]!];
  const between =
    /\b(?:between|of|for)\s+(?:the\s+)?(?:[\w'-]+\s+){0,4}?(⟨c\d+⟩)(?:\s+of\s+(?:an?|the|each|every|all)\s+⟨c\d+⟩)?[^.\n⟨]{0,50}?\b(?:and|with|&)\b[^.\n⟨]{0,40}?(⟨c\d+⟩)/.exec(
      scene.whole,
    );
  if (!between) return undefined;
  const names = [between[1]!, between[2]!].map((mark) => {
    const mention = scene.text.mentions[Number(mark.replace(/\D/g, ""))];
    return mention?.kind === "column" ? mention.name : undefined;
  });
  const rest = scene.focus.filter((one) => scene.sure.has(one) && !names.includes(one));
  return names[0] !== undefined && names[1] !== undefined && names[0] !== names[1] && rest.length === 0
    ? [names[0], names[1]]
    : undefined;
}
