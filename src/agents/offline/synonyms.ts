/** Words that people use for each other in column names and values. One cluster a line; order does not matter. */
const CLUSTERS = `
revenue sales turnover takings proceeds
gross takings earnings revenue
profit earnings
price cost fare fee charge ticket
cost expense spend spending expenditure
salary pay wage wages income compensation earnings
quantity qty units volume pieces
amount total value sum
amount sales revenue
customer client buyer purchaser shopper
gender sex
country nation
movie film title
car vehicle auto automobile model
mpg mileage economy efficiency gallon fuel\u00a0economy fuel\u00a0efficiency gas\u00a0mileage
weight mass heaviness wt
sqft area space footage size
amount amt
address addr
manager mgr
distance dist
latitude lat
longitude lon long lng
count cnt
horsepower hp power
acceleration accel
temperature temp
precipitation rain rainfall
wind windspeed
city town
state province
category type kind class segment
class pclass
rating score stars review
rescue callout incident job
genre style
department dept division
employee staff worker personnel
employment jobs
max maximum highest high peak
min minimum lowest low
product item sku article goods
population pop inhabitants residents people
lifespan life
fertility births
duration length runtime running
year yr
month mth
date day
age years
survived alive survivor
deaths fatalities casualties dead died killed
school college university
student pupil
teacher instructor
hospital clinic
company firm manufacturer maker brand
director filmmaker
distributor studio
percent pct percentage
average avg mean
number num no
description desc
region area territory
discount rebate disc
order purchase
store shop branch outlet
supplier vendor seller
shipping freight delivery shipment
height tall elevation altitude
speed velocity
name called
displacement engine
cylinders cyl
bill beak
flipper wing
experience tenure
budget cost
language tongue
airport airfield
airline carrier operator
stock share ticker symbol
points pts
goals scored
f first
l last
fname first\u00a0name forename given\u00a0name
lname last\u00a0name surname family\u00a0name
dob date\u00a0of\u00a0birth birth\u00a0date birthday
`;

/** What stands for the values of a column: "women" for female. */
const VALUE_CLUSTERS = `
male man men males boy boys gentleman gentlemen m
female woman women females girl girls lady ladies f
usa america american americans us u.s. u.s.a. united\u00a0states
europe european europeans
japan japanese
china chinese
germany german germans
france french
uk british britain united\u00a0kingdom england
india indian
canada canadian
australia australian
brazil brazilian
italy italian
spain spanish
mexico mexican
asia asian
africa african
yes true y
no false n
rain rainy rained raining
sun sunny
snow snowy snowed snowing
fog foggy
drizzle drizzly drizzling
first 1st
second 2nd
third 3rd
refund refunded refunds
return returned returns
cancel cancelled canceled cancellations cancellation
smoker smoking smokes
`;

const index = (clusters: string): Map<string, Set<string>> => {
  const map = new Map<string, Set<string>>();
  for (const line of clusters.trim().split("\n")) {
    const words = line.split(" ").map((word) => word.replaceAll("\u00a0", " "));
    for (const word of words)
      map.set(word, new Set([...(map.get(word) ?? []), ...words.filter((other) => other !== word)]));
  }
  return map;
};

const NAMES = index(CLUSTERS);
const VALUES = index(VALUE_CLUSTERS);
const NONE: ReadonlySet<string> = new Set();

/** Other words for a word of a column's name. */
export const nameSynonyms = (word: string): ReadonlySet<string> => NAMES.get(word) ?? NONE;

/** Other words for a value. */
export const valueSynonyms = (value: string): ReadonlySet<string> => VALUES.get(value) ?? NONE;
