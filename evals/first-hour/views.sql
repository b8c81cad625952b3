-- The tables that the sql of the questions names (DuckDB, run in evals/first-hour).
-- O order lines without the TOTAL row; OD the same without exact repeats; M members; D deliveries; T takings; P products; L store list.
create or replace view O as
select "Order No." as order_no, "Ln"::int as ln, strptime("Order Date", '%d/%m/%Y')::date as order_date,
  try_strptime("Desp. Date", '%d/%m/%Y')::date as desp_date, "Acct" as acct, "Customer" as customer, nullif("Sales Region", '') as region,
  "Item Code" as item, "Item Desc" as descr, "Qty"::int as qty, "Unit Price"::double as unit, "Disc %"::double as disc,
  replace("Gross £", ',', '')::double as gross, replace("Net £", ',', '')::double as net, "Status" as status, nullif("Rep", '') as rep
from read_csv('data/orders_export.csv', all_varchar = true, header = true) where "Order No." <> 'TOTAL';
create or replace view OD as select distinct * from O;
create or replace view M as
select "Account ID" as id, "Company" as company, "Contact Email" as email, "Country" as country, "Plan" as plan, "Billing" as billing,
  "Seats"::int as seats, "MRR (USD)"::double as mrr, "Signup Date"::date as signup, nullif("Cancel Date", '')::date as cancel,
  nullif("Churned?", '') as churned, "Last Login"::date as login, "Tickets 90d"::int as tickets, nullif("NPS", '')::double as nps, nullif("Acct Mgr", '') as mgr
from read_csv('data/members.csv', all_varchar = true, header = true);
create or replace view D as
select job_ref, depot, driver, account, strptime(booked_at, '%Y-%m-%d %H:%M') as booked_at, strptime(collected_at, '%Y-%m-%d %H:%M') as collected_at,
  try_strptime(delivered_at, '%Y-%m-%d %H:%M') as delivered_at, nullif(mins, '')::double as mins, km::double as km, kg::double as kg,
  fee_gbp::double as fee, outcome, nullif(on_time, '') as on_time, nullif(rating, '')::double as rating
from read_csv('data/deliveries.csv', all_varchar = true, header = true);
create or replace view T as
select "Store" as store, strptime("Bus. Date", '%m/%d/%Y')::date as d, "Txns"::int as txns, "Items Sold"::int as items, nullif("Footfall", '')::double as footfall,
  regexp_replace("Gross Takings", '[$,]', '', 'g')::double as gross, regexp_replace("Refunds", '[$,]', '', 'g')::double as refunds,
  regexp_replace("Net Takings", '[$,]', '', 'g')::double as net, nullif("Avg Item Price", '')::double as price, "Promo" as promo, nullif("Notes", '') as notes
from read_csv('data/store_takings.csv', all_varchar = true, header = true, skip = 3);
create or replace view P as
select "SKU" as sku, "Description" as descr, "Category" as category, "Supplier" as supplier, "Cost Price"::double as cost
from read_csv('data/products.csv', all_varchar = true, header = true);
create or replace view L as
select "Store Code" as code, "Store Name" as name, "City" as city, "State" as state, "Sq Ft"::int as sqft
from read_csv('data/store_list.csv', all_varchar = true, header = true);
