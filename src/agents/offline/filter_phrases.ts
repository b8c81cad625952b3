import {byLoss, byMinors, byMoney, byOnlyAmount, byPeople, byUnit, byVerb} from "./filter_hints.ts";
import {byAverage, byColumns, byHintedAverage, byNumber, byOrdinal} from "./filter_numbers.ts";
import {byFate, byFlag, byMissing, byOpposite, byText, byValue} from "./filter_values.ts";
import {either, type Rule} from "./parser.ts";
import type {FilterPhrase} from "./phrase.ts";
import {byDefinition} from "./talk/defined_edges.ts";

/** Every way to say a condition. */
export const filterPhrase: Rule<FilterPhrase> = either(
  byDefinition,
  byValue,
  byNumber,
  byAverage,
  byHintedAverage,
  byUnit,
  byLoss,
  byPeople,
  byVerb,
  byMissing,
  byText,
  byFlag,
  byFate,
  byMinors,
  byMoney,
  byOnlyAmount,
  byOpposite,
  byOrdinal,
  byColumns,
);
