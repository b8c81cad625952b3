import {afterAll, describe, expect, test} from "vitest";
import type {Vocabulary} from "../../../src/voice/speech/vocabulary.ts";
import {asTyped} from "../../../src/voice/words/as_typed.ts";
import {talkOver} from "../../agents/offline/asks/conversation_over.ts";
import {everyNth} from "../../sweep.ts";

const SALES = `order_id,order_date,region,product,qty,tot_rev_usd
1,2023-01-03,North,Widget,3,1200.50
2,2023-01-15,South,Gadget,1,340.00
3,2023-12-03,North,Gadget,7,2210.10
4,2024-02-20,West,Widget,2,810.25
5,2024-03-02,East,Gizmo,9,4120.00
6,2024-03-15,South,Widget,4,1610.40
7,2024-04-01,North,Gizmo,5,2900.75
8,2024-05-18,West,Gadget,6,1999.99
`;
const VOCABULARY: Vocabulary = {
  terms: [
    {written: "sales", said: "sales", kind: "table"},
    {written: "order_id", said: "order ID", kind: "column"},
    {written: "order_date", said: "order date", kind: "column"},
    {written: "region", said: "region", kind: "column"},
    {written: "product", said: "product", kind: "column"},
    {written: "qty", said: "quantity", kind: "column"},
    {written: "tot_rev_usd", said: "total revenue in dollars", kind: "column"},
    ...["North", "South", "West", "East", "Widget", "Gadget", "Gizmo", "Chinstrap", "Torgersen"].map(
      (value): Vocabulary["terms"][number] => ({written: value, said: value.toLowerCase(), kind: "value"}),
    ),
    {written: "S01", said: "s zero one", kind: "value"},
    {written: "Seven Eleven", said: "seven eleven", kind: "value"},
    {written: "3M", said: "three m", kind: "value"},
    {written: "Second Cup", said: "second cup", kind: "value"},
    {written: "1st", said: "first", kind: "value"},
    {written: "weather", said: "weather", kind: "column"},
    {written: "net", said: "profit after tax", kind: "column"},
    {written: "net_2", said: "profit after tax", kind: "column"},
  ],
};

const HEARD: Record<string, readonly (readonly [heard: string, typed: string])[]> = {
  numbers: [
    ["top five regions", "top 5 regions"],
    ["more than twenty one orders", "more than 21 orders"],
    ["over one hundred and fifty", "over 150"],
    ["between one hundred and two hundred", "between 100 and 200"],
    ["between two hundred and five hundred", "between 200 and 500"],
    ["between ten and twenty", "between 10 and 20"],
    ["one million two hundred thousand", "1200000"],
    ["one hundred fifty million", "150 million"],
    ["four point two million", "4.2 million"],
    ["more than zero point five", "more than 0.5"],
    ["five hundred k", "500k"],
    ["half a million", "500000"],
    ["two and a half million", "2.5 million"],
    ["more than one and a half", "more than 1.5"],
    ["orders over one fifty", "orders over 150"],
    ["under two twenty five", "under 225"],
    ["one hundred and one fifty", "100 and 150"],
    ["top five twenty twenty four", "top 5 2024"],
    ["sixty second calls", "60 second calls"],
    ["thirty second timeout orders", "30 second timeout orders"],
    ["the sixty second order", "the 62nd order"],
    ["a hundred orders", "100 orders"],
    ["zero zero seven", "007"],
    ["order one two three four", "order 1234"],
    ["minus five", "-5"],
    ["twenty-five orders", "25 orders"],
    ["two thousand orders", "2000 orders"],
    ["last thirty days", "last 30 days"],
    ["the twenty first order", "the 21st order"],
    ["list the four products", "list the four products"],
    ["which one is the best", "which one is the best"],
    ["the one with the most sales", "the one with the most sales"],
    ["first order of each customer", "first order of each customer"],
  ],
  "percentages and money": [
    ["ten percent", "10%"],
    ["more than two point five percent", "more than 2.5%"],
    ["ten per cent", "10%"],
    ["over five dollars", "over $5"],
    ["under fifty euros", "under €50"],
    ["above one thousand dollars", "above $1000"],
  ],
  "years, quarters and dates": [
    ["in twenty twenty four", "in 2024"],
    ["in two thousand and ten", "in 2010"],
    ["in two thousand twenty three", "in 2023"],
    ["nineteen ninety nine", "1999"],
    ["nineteen oh five", "1905"],
    ["the year two thousand", "the year 2000"],
    ["the nineteen nineties", "the 1990s"],
    ["q three", "Q3"],
    ["sales in q three twenty twenty four", "sales in Q3 2024"],
    ["q one versus q two", "Q1 versus Q2"],
    ["q to", "Q2"],
    ["q for", "Q4"],
    ["first of may", "1 May"],
    ["the third of march twenty twenty four", "3 March 2024"],
    ["march fifth", "5 March"],
    ["twenty first of june", "21 June"],
    ["june twenty first twenty twenty four", "21 June 2024"],
    ["may first twenty twenty four", "1 May 2024"],
    ["sales in may", "sales in May"],
    ["from january to march", "from January to March"],
    ["third quarter", "third quarter"],
  ],
  "words that sound like numbers, and numbers that sound like words": [
    ["top for regions", "top 4 regions"],
    ["top to products by quantity", "top 2 products by quantity"],
    ["sales for october", "sales for October"],
    ["sales four october", "sales for October"],
    ["sales for the north", "sales for the North"],
    ["compared to march", "compared to March"],
    ["from one region to another", "from one region to another"],
    ["sales buy region", "sales by region"],
    ["sales buy order date", "sales by order date"],
    ["did north buy more than south", "did North buy more than South"],
    ["how many people buy tea", "how many people buy tea"],
    ["who did buy products", "who did buy products"],
    ["the some of sales", "the sum of sales"],
    ["the top of the list", "the top of the list"],
  ],
  names: [
    ["total revenue in dollars by region", "tot_rev_usd by region"],
    ["by order date", "by order date"],
    ["north and south", "North and South"],
    ["sales of store s zero one", "sales of store S01"],
    ["north south and west", "North, South and West"],
    ["chin strap penguins", "Chinstrap penguins"],
    ["torgerson island", "Torgersen island"],
    ["gismo sales", "Gizmo sales"],
    ["widgets and gadgets", "widgets and gadgets"],
    ["whether it rose", "whether it rose"],
    ["weather by month", "weather by month"],
    ["profit after tax", "profit after tax"],
    ["south korea", "South korea"],
    ["sales at seven eleven", "sales at Seven Eleven"],
    ["seven eleven hundred", "7 1100"],
    ["revenue from three m", "revenue from 3M"],
    ["second cup sales", "Second Cup sales"],
    ["from a t v source", "from a TV source"],
  ],
  "sounds and politeness": [
    ["um total sales uh by region", "total sales by region"],
    ["can you tell me the total sales please", "the total sales"],
    ["could you please show me a chart of sales", "show me a chart of sales"],
    ["okay so how many orders were there", "how many orders were there"],
    ["i would like to know the total sales", "the total sales"],
    ["hey tabletalk what are sales by region", "what are sales by region"],
    ["uh", "uh"],
    ["", ""],
    ["please", "please"],
  ],
  "what is typed already": [
    ["Top 5 regions in 2024?", "Top 5 regions in 2024?"],
    ["What was the total in March 2024?", "What was the total in March 2024?"],
    ["sum(qty) by region, please don't round", "sum(qty) by region, don't round"],
    ["売上は", "売上は"],
    ["Umsatz in Köln", "Umsatz in Köln"],
  ],
};

describe.each(Object.entries(HEARD))("%s", (_, cases) => {
  test.each(cases)("%s is typed: %s", (heard, typed) => {
    expect(asTyped(heard, VOCABULARY)).toBe(typed);
  });
});

test("hostile words break nothing", () => {
  for (const text of [
    "one ".repeat(5000),
    "and ".repeat(5000),
    "\u0000\u202e".repeat(100),
    "zero point ".repeat(2000),
    "constructor __proto__ toString",
  ])
    expect(typeof asTyped(text, VOCABULARY)).toBe("string");
  expect(asTyped("constructor by region", VOCABULARY)).toBe("constructor by region");
});

describe("the planner answers what was heard as what is typed", () => {
  const talk = talkOver({"sales.csv": SALES});
  afterAll(() => talk.end());
  test.each(
    everyNth(
      [
        ["um what is the total revenue in dollars by region please", "total tot_rev_usd by region"],
        ["top to regions by total revenue in dollars", "top 2 regions by tot_rev_usd"],
        ["how many orders in twenty twenty four", "how many orders in 2024"],
        ["total quantity in q one twenty twenty four", "total qty in Q1 2024"],
        ["orders with a quantity of more than five", "orders with qty more than 5"],
        ["average total revenue in dollars of gismo", "average tot_rev_usd of Gizmo"],
        ["total quantity buy product", "total qty by product"],
        ["total quantity of north and west", "total qty of North and West"],
      ],
      2,
    ),
  )("%s", async (heard, typed) => {
    const [one, two] = [await talk.say(asTyped(heard, VOCABULARY)), await talk.say(typed)];
    expect(two.values.length).toBeGreaterThan(0);
    expect(one.values.map(({value}) => value)).toEqual(two.values.map(({value}) => value));
  });
});
