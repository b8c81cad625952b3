import {type Binding, Unclear} from "./binding.ts";
import {pairOf} from "./pair_of_columns.ts";

/** What the model of the text is of, and from what; a logarithm where the text sets one in place of its column. */
export function modelColumns(binding: Binding): {target: string; features: string[]} {
  const {target, features} = plainColumns(binding);
  const {variant} = binding.scene;
  const logged = (name: string): string => (name === variant?.column ? variant.name : name);
  return {target: logged(target), features: features.map(logged)};
}

function plainColumns(binding: Binding): {target: string; features: string[]} {
  const {scene} = binding;
  const {whole, text} = scene;
  const names = (piece: string | undefined): string[] =>
    piece === undefined
      ? []
      : [...piece.matchAll(/⟨c(\d+)⟩/g)].flatMap(([, at]) => {
          const mention = text.mentions[Number(at)];
          return mention?.kind === "column" ? [mention.name] : [];
        });
  const LIST = "(?:⟨c\\d+⟩(?:[^.;\\n⟨]{0,40})?)+";
  const TARGET = "\\b(?:target|dependent|response|outcome)\\b";
  const target =
    names(new RegExp(`(⟨c\\d+⟩)[^.\\n⟨]{0,20}\\b(?:is|as)\\b[^.\\n⟨]{0,15}${TARGET}`).exec(whole)?.[1])[0] ??
    names(new RegExp(`${TARGET}(?: variable)?[^.\\n⟨]{0,30}(⟨c\\d+⟩)`).exec(whole)?.[1])[0] ??
    names(/\bpredict\w*\s+(?:the\s+)?(?:[\w'-]+\s+){0,7}?\(?(⟨c\d+⟩)/.exec(whole)?.[1])[0];
  const SOURCES = [
    `\\b(?:predictors?|features?|independent|explanatory|input)\\b(?: variables?| features?)?[^.\\n⟨]{0,30}(${LIST})`,
    `(${LIST})(?:are|is|as)\\b[^.\\n⟨]{0,15}\\b(?:predictors?|features?|independent|explanatory)\\b`,
    `\\bpredict\\w*[^.\\n]*?\\b(?:based on|using|from|given|with|by)\\b[^.\\n⟨]{0,40}(${LIST})`,
    `\\bpredict\\w*[^\\n]*?\\b(?:based on|using|from|given|with|by)\\b[^.\\n⟨]{0,40}(${LIST})`,
  ];
  let features: string[] = [];
  for (const pattern of SOURCES) {
    const found = names(new RegExp(pattern).exec(whole)?.[1]).filter((one) => one !== target);
    if (found.length > features.length && features.length === 0) features = found;
  }
  const regressed =
    /\bregress(?:ion|ed|ing|es)?\b(?:\s+(?:of|for))?\s+(?:the\s+)?(⟨c\d+⟩)[^.\n⟨]{0,20}\b(?:on|against|by|from|with|using)\b[^.\n⟨]{0,45}((?:⟨c\d+⟩[^.;\n⟨]{0,12})+)/.exec(
      whole,
    );
  if (regressed && features.length === 0)
    return {target: names(regressed[1])[0]!, features: [...new Set(names(regressed[2]))]};
  const unique = [...new Set(features)];
  if (target !== undefined && unique.length > 0) return {target, features: unique};
  if (
    target !== undefined &&
    scene.focus.every((one) => one === target) &&
    !/\b(?:based on|using|from|given)\s+(?:the\s+)?⟨/.test(whole)
  )
    return {target, features: []};
  const pair = pairOf(binding);
  if (
    pair &&
    target === undefined &&
    unique.length === 0 &&
    !/\bregress\w*\b[^.\n]*\bon(?:to)?\b/.test(whole)
  )
    return {target: pair[1], features: [pair[0]]};
  if (pair && target !== undefined && unique.length === 0 && pair.includes(target))
    return {target, features: pair.filter((one) => one !== target)};
  throw new Unclear("The text does not say surely what the model foretells, and from which columns.");
}
