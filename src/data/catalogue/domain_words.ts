/** What a table is about, as far as its names tell. */
export const DOMAINS = [
  "sales",
  "people",
  "finance",
  "web",
  "support",
  "logistics",
  "health",
  "education",
  "weather",
  "sports",
  "travel",
  "energy",
  "manufacturing",
  "property",
  "media",
  "marketing",
  "science",
  "food",
  "surveys",
  "geography",
] as const;
export type Domain = (typeof DOMAINS)[number];

/** Words (in the singular) of columns and tables that speak for a domain: first those that hardly mean anything else. */
export const DOMAIN_WORDS: Readonly<Record<Domain, {strong: string; weak: string}>> = {
  sales: {
    strong:
      "order customer product refund customer_id revenue sale sku basket cart checkout retailer upsell discount coupon quantity_ordered unit_price order_date order_id salesperson deal quote purchase reseller storefront",
    weak: "product price quantity qty store amount region profit subtotal total item category client unit brand seller channel segment turnover",
  },
  people: {
    strong:
      "employee salary hire payroll headcount staff manager_id department job_title tenure hr hired overtime wage days_off working_hour attrition leave",
    weak: "department manager position bonus gender age title name birth level contract team performance",
  },
  finance: {
    strong:
      "invoice exchange fx usd_eur transaction balance account debit credit iban ledger loan interest principal portfolio dividend ticker stock fiscal budget expense tax asset liability equity cashflow mortgage currency_pair bank payment payable receivable",
    weak: "amount currency due paid open close high low volume rate fee vat cost date counterparty",
  },
  web: {
    strong:
      "session pageview page_view click url referrer visitor user_agent bounce impression utm landing cookie browser ip_address http host request response_time device_type path hit status_code useragent",
    weak: "page device event visit duration conversion view user os timestamp bytes method",
  },
  support: {
    strong:
      "ticket agent resolution csat nps escalation sla helpdesk complaint first_response issue_type satisfaction incident resolved resolver reopened case_number",
    weak: "priority status severity channel opened closed subject category queue assignee response created",
  },
  logistics: {
    strong:
      "shipment carrier warehouse tracking scan delivery freight parcel consignment dispatch inventory stock_level reorder pallet container eta shipped delivered courier bin supplier lead_time",
    weak: "origin destination weight quantity route stock location sku vehicle distance transit",
  },
  health: {
    strong:
      "patient diagnosis hospital bmi glucose cholesterol blood_pressure heart_rate insulin symptom treatment icd dose medication clinic admission discharge physician doctor vaccine mortality disease systolic diastolic pregnancy smoker ward",
    weak: "age sex weight height outcome visit test result condition drug pressure pulse",
  },
  education: {
    strong:
      "student course enrollment enrolment grade teacher school gpa exam semester lesson classroom university professor credit_hours lecture pupil sat_score tuition faculty degree",
    weak: "score subject class term attendance credit instructor level mark",
  },
  weather: {
    strong:
      "precipitation rainfall humidity wind windspeed dew_point temp_max temp_min temperature tmin tmax weather snowfall snow barometer cloud_cover uv_index sunshine gust rain dewpoint forecast_temp",
    weak: "station pressure date temp visibility cloud",
  },
  sports: {
    strong:
      "team player match goal home_team away_team league season_points win loss tournament athlete coach medal race_time innings assist rebound referee championship stadium batting_average touchdown lap scorer",
    weak: "season score point position rank game club event year draw round",
  },
  travel: {
    strong:
      "flight airline airport departure arrival passenger hotel booking reservation trip fare check_in check_out guest itinerary cabin taxi pickup dropoff gate boarding tourist",
    weak: "origin destination duration distance delay night room seat city country route",
  },
  energy: {
    strong:
      "kwh mwh electricity meter consumption_kwh solar generation power_kw turbine grid voltage megawatt emission co2 tariff fuel_type consumption inverter",
    weak: "load power capacity plant demand current fuel",
  },
  manufacturing: {
    strong:
      "machine defect batch production_line scrap oee downtime assembly yield_rate work_order tolerance operator torque plant_code spindle sensor_reading inspection",
    weak: "line shift part quality sensor temperature vibration cycle lot",
  },
  property: {
    strong:
      "bedroom bathroom sqft listing rent tenant landlord property house_price lot_size floor_area square_feet zillow apartment lease built year_built zoning real_estate",
    weak: "price address city zip room floor condition view area",
  },
  media: {
    strong:
      "movie film artist album track genre song director actor imdb box_office episode playlist book author publisher isbn lyric gross runtime subscriber",
    weak: "title rating release year studio vote language duration review",
  },
  marketing: {
    strong:
      "campaign impression ad ctr cpc cpa adgroup lead open_rate click_rate newsletter subscriber unsubscribe utm_campaign conversion_rate ad_spend roas audience creative",
    weak: "spend click conversion channel budget reach cost segment source",
  },
  science: {
    strong:
      "species specimen sepal petal flipper culmen bill_length island sample_id experiment assay concentration wavelength genome protein molecule magnitude epicenter telescope planet star orbital latitude_deg replicate taxon habitat",
    weak: "mass measurement depth ph control replicate observation sample length width",
  },
  food: {
    strong:
      "recipe ingredient calorie protein_g carb nutrition restaurant menu dish cuisine serving sodium fiber sugar_g meal allergen vitamin fat",
    weak: "sugar portion taste course rating",
  },
  surveys: {
    strong:
      "respondent questionnaire survey likert q1 q2 q3 q4 answer_1 response_id strongly_agree feedback_score",
    weak: "answer question response age gender agree satisfaction",
  },
  geography: {
    strong: "continent capital population gdp iso2 iso3 territory census municipality",
    weak: "country region city area latitude longitude density",
  },
};
