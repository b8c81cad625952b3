import {setFlagsFromString} from "node:v8";
import {runInNewContext} from "node:vm";

let collect: (() => void) | undefined;

/**
 * Frees what stopped queries hold. DuckDB keeps the memory of a result until its JavaScript object is collected, which a small heap
 * puts off for long: the next query would then be told that there is none left.
 */
export function letGo(): void {
  if (!collect) {
    setFlagsFromString("--expose-gc");
    collect = runInNewContext("gc") as () => void;
  }
  collect();
}
