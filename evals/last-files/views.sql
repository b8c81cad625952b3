-- The raw files as views, run from this folder. H reservations, S stock movements, D donations, C candidate visits; HD, SD, DD, CD without exact repeats.
create view H as select "Res #" res, strptime("Booked", '%d/%m/%Y')::date booked, strptime("Arrive", '%d/%m/%Y')::date arrive, strptime("Depart", '%d/%m/%Y')::date depart,
  "Nts"::int nts, "Guest" guest, "Market" market, case "Channel" when 'direct' then 'Direct' else "Channel" end channel, "Room" room, "Adults"::int adults, "Kids"::int kids,
  replace("Rate", '£', '')::double rate, replace(replace("Room Total", '£', ''), ',', '')::double total, "Extras £"::double extras, "State" state, "Review /10"::double score
  from read_csv('data/riverside_reservations.csv', header=true, all_varchar=true);
create view HD as select distinct * from H;
create view HS as select * from H where state = 'Stayed';
create view HSD as select * from HD where state = 'Stayed';
create view HN as select * from H where state <> 'Cancelled';
create view HND as select * from HD where state <> 'Cancelled';
create view S as select "Move ID"::int id, "When"::timestamp ts, upper(trim("Site"))[1] || lower(trim("Site"))[2:] site, "SKU" sku, "Item" item, "Category" cat, "Type" kind,
  "Qty +/-"::int qty, "Unit Cost"::double as cost, "By" who, "Reason" why, "Supplier" supplier
  from read_csv('data/stock_moves.csv', skip=2, header=true, all_varchar=true);
create view SD as select distinct * from S;
create view D as select "Owner" o, "Team" t, "League" l, "Recipient" r, replace(replace(trim("Amount"), '$', ''), ',', '')::double v, "Election Year"::int y,
  nullif("Party", 'N/A') p from read_csv('data/sports-political-donations.csv', header=true, all_varchar=true);
create view DD as select distinct * from D;
create view C as select "Candidate name" cand, strptime("Date", '%m/%d/%Y')::date d, "City" city, "State" st, "Primary Purpose" why, "Host organization" host, "Notes" notes
  from read_csv('data/candidate_visits.csv', header=true, all_varchar=true);
create view CD as select distinct * from C;
