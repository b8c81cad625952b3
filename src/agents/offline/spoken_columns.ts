/**
 * How people speak of what a column holds: words of the column's name, a bar, and what is said. It goes one way: who asks for takings
 * may mean a column of bills, but who asks for bills does not mean takings.
 */
const SPOKEN = `
bill check | takings spend spent tab revenue
amount value total_amount line_total | takings revenue spend spent money
sales revenue turnover | takings income
money_out debit withdrawal paid_out out_amount | spend spent spending outgoings payments expenditure
money_in credit deposit paid_in in_amount | income received receipts earnings
cost expense charge | spend spent spending
price fee fare rate | cost
covers guests pax party_size party head_count headcount | heads head diners guests people party parties cover
guest visitor diner | visitor diner customer
handled_by assignee assigned_to assigned agent owner rep handler operator advisor | agent agents rep reps handler advisor staff
salesperson sales_rep seller account_manager | rep reps salesperson seller
via source medium channel origin | channel channels medium source route
first_reply 1st_reply first_response response_time reply response | answer response reply
prio priority severity | urgency priority severity
csat satisfaction nps stars | satisfaction rating score happiness
details description merchant payee narrative | merchant shop shops vendor payee place
holder cardholder account_holder | cardholder person
machine asset equipment device unit | machine machines equipment kit
down_min downtime down_time stoppage_minutes minutes_lost | downtime lost stopped
tech technician engineer mechanic | technician engineer fitter
parts_cost parts spares | parts spares
salary pay wage compensation base_pay | pay salary wage wages earnings money
median_salary median_pay median_earnings | pay salary earnings
sick_days absence absence_days sickness days_off | sick sickness absence absences ill
home site location branch premises | site home branch
team unit dept department division | team department
births newborns | babies born births
deaths fatalities | deaths
emissions co2 carbon ghg | emissions pollution emitted
per_capita | head person
population pop | people inhabitants population
killed injured casualties | casualties
budget allocation allowance | budget funded
enrolment enrollment students pupils | students pupils enrolled
attendance attendees visitors footfall | visitors attendance visits
views impressions reach | views seen impressions
clicks ctr | clicks
conversions conversion | conversions converted
leads prospects | leads
campaign ad advert | campaign ad
units qty quantity pieces volume | units pieces items volume
stock inventory on_hand | stock inventory
rating stars score review_score | rating score stars
duration length time_taken elapsed runtime minutes mins | duration length
km miles | distance
kg | weight
gender sex | gender sex
attending doctor clinician physician consultant gp | doctor clinician
ward clinic department | ward clinic
patient | patient patients
condition diagnosis | condition diagnosis
major degree course subject | major degree course subject
teacher lecturer instructor | teacher
author writer | author writer
artist band singer | artist band
publisher label | publisher
species breed animal animal_type animal_group | animal animals species breed
occupation profession job job_title role | job occupation profession role
nationality citizenship | nationality
postcode zip zip_code postal_code | postcode zip
outcome result status state | outcome result status
cause reason root_cause | cause reason
category type kind class group | category type kind
temp | temperature
rainfall precipitation rain | rain rainfall
wind_speed | wind
`;

const key = (phrase: string): string => phrase.replaceAll("_", " ");

const SAID: ReadonlyMap<string, readonly string[]> = new Map(
  SPOKEN.trim()
    .split("\n")
    .flatMap((line) => {
      const [names = "", said = ""] = line.split(" | ");
      return names.split(" ").map((name) => [name, said.split(" ")] as const);
    })
    .reduce((all, [name, said]) => {
      const words = [...(all.get(key(name)) ?? []), ...said].filter((word) => word !== key(name));
      return all.set(key(name), [...new Set(words)]);
    }, new Map<string, readonly string[]>()),
);

/** What people say for a column's whole name, or for one word of it. */
export const spokenFor = (phrase: string): readonly string[] => SAID.get(phrase) ?? [];
