import type {ColumnProfile, TableProfile} from "../../data/profile.ts";
import type {Cell} from "../../data/table.ts";

const personalName =
  /(^|[\s_.-])(e?-?mail|phone|mobile|fax|tel|telephone|address|street|postcode|zip|ssn|passport|iban|bic|account|card|ip|dob|birth|birthday|birthdate|surname|firstname|lastname|fullname|username|login|password|token|secret|signature)([\s_.-]|$)/i;
const nameOfSomeone =
  /(first|last|middle|full|maiden|customer|client|patient|employee|person|passenger|user|contact|owner|member|student|guest|sur)[\s_.-]?name/i;
const aboutPeople = /^(sex|gender|age|dob|birth.*|e-?mail|phone|salary|marital.*|passenger.*|patient.*)$/i;
const personalValue = /^[^\s@]+@[^\s@]+\.[a-z]{2,}$|^\+?[\d\s().-]{9,18}$|^\d{3}-\d{2}-\d{4}$/i;

/** Whether a column's name says that it holds something about one person. `tax_id2` and camelCase are read as words. */
export function isPersonalName(name: string): boolean {
  const spaced = name.replaceAll(/([a-z\d])([A-Z])/g, "$1_$2");
  return personalName.test(spaced) || nameOfSomeone.test(spaced);
}

/** Whether a value looks like an e-mail address, a phone number or the like. Dates do not. */
export function isPersonalValue(value: Cell): boolean {
  return typeof value === "string" && personalValue.test(value) && !/^\d{4}-\d{2}-\d{2}/.test(value);
}

/** Whether the values of a column must not be shown to a model: by its name, its values, or its company. */
export function isPersonal(column: ColumnProfile, profile: TableProfile): boolean {
  if (isPersonalName(column.name)) return true;
  if (column.type !== "text") return false;
  if (column.top.slice(0, 20).some(({value}) => isPersonalValue(value))) return true;
  return /^name$/i.test(column.name) && profile.columns.some((one) => aboutPeople.test(one.name));
}
