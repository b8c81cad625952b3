import {toolOfMethods} from "./methods.ts";
import {binMethod} from "./prepare_data/bin.ts";
import {castMethod} from "./prepare_data/cast.ts";
import {cleanTextMethod} from "./prepare_data/clean_text.ts";
import {datePartsMethod} from "./prepare_data/date_parts.ts";
import {deduplicateMethod} from "./prepare_data/deduplicate.ts";
import {deriveMethod} from "./prepare_data/derive.ts";
import {duplicatesMethod} from "./prepare_data/duplicates.ts";
import {encodeMethod} from "./prepare_data/encode.ts";
import {extractMethod} from "./prepare_data/extract.ts";
import {fillMissingMethod} from "./prepare_data/fill_missing.ts";
import {filterMethod} from "./prepare_data/filter.ts";
import {groupMethod} from "./prepare_data/group.ts";
import {joinMethod} from "./prepare_data/join.ts";
import {labelMethod} from "./prepare_data/label.ts";
import {matchValuesMethod} from "./prepare_data/match_values.ts";
import {outliersMethod} from "./prepare_data/outliers.ts";
import {pivotMethod} from "./prepare_data/pivot.ts";
import {recodeMethod} from "./prepare_data/recode.ts";
import {renameMethod} from "./prepare_data/rename.ts";
import {replaceMethod} from "./prepare_data/replace.ts";
import {resampleMethod} from "./prepare_data/resample.ts";
import {sampleMethod} from "./prepare_data/sample.ts";
import {scaleMethod} from "./prepare_data/scale.ts";
import {selectMethod} from "./prepare_data/select.ts";
import {sortMethod} from "./prepare_data/sort.ts";
import {splitColumnMethod} from "./prepare_data/split_column.ts";
import {transformMethod} from "./prepare_data/transform.ts";
import {unionMethod} from "./prepare_data/union.ts";
import {unpivotMethod} from "./prepare_data/unpivot.ts";
import {windowMethod} from "./prepare_data/window.ts";
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
    replaceMethod,
    deduplicateMethod,
    fillMissingMethod,
    outliersMethod,
    scaleMethod,
    transformMethod,
    binMethod,
    labelMethod,
    encodeMethod,
    recodeMethod,
    datePartsMethod,
    joinMethod,
    unionMethod,
    pivotMethod,
    unpivotMethod,
    groupMethod,
    windowMethod,
    resampleMethod,
    sampleMethod,
    splitColumnMethod,
    extractMethod,
    matchValuesMethod,
  ],
);
