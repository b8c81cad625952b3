import {toolOfMethods} from "./methods.ts";
import {castMethod} from "./prepare_data/cast.ts";
import {cleanTextMethod} from "./prepare_data/clean_text.ts";
import {deduplicateMethod} from "./prepare_data/deduplicate.ts";
import {deriveMethod} from "./prepare_data/derive.ts";
import {duplicatesMethod} from "./prepare_data/duplicates.ts";
import {filterMethod} from "./prepare_data/filter.ts";
import {renameMethod} from "./prepare_data/rename.ts";
import {selectMethod} from "./prepare_data/select.ts";
import {sortMethod} from "./prepare_data/sort.ts";

/** Rows, taken, cleaned, put together and in order. What a method makes is a table that later steps can name. */
export const prepareDataTool = toolOfMethods(
  "prepare_data",
  'Makes a new table of another and says what changed. `select` and `duplicates` show rows; the other methods store a table that later steps read as `{"$step": id}`.',
  [
    selectMethod,
    duplicatesMethod,
    filterMethod,
    sortMethod,
    deriveMethod,
    renameMethod,
    castMethod,
    cleanTextMethod,
    deduplicateMethod,
  ],
);
