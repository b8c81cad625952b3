-- The raw files as views, run from this folder. K tickets, B bookings, C card, E stoppages, S staff, F funded posts.
create view K as select "Ticket #" id, "Opened"::timestamp opened, "1st Reply"::timestamp reply, "Closed"::timestamp closed, "Company" co, "Product Area" area,
  "Prio" prio, "Via" via, case lower("Handled By") when 'priya n' then 'Priya N' else "Handled By" end agent, "Status" status, "Reopened?" reop, "CSAT (1-5)"::double csat
  from read_csv('data/helpdesk_dump.csv', header=true, all_varchar=true);
create view B as select "Ref" ref, strptime("Date", '%d/%m/%Y')::date d, "Time" t, "Covers"::int covers, "Guest" guest,
  case "Source" when 'web site' then 'Website' else "Source" end source, "Area" area, strptime("Booked On", '%d/%m/%Y')::date booked,
  replace("Deposit", '£', '')::double deposit, replace(replace("Bill", '£', ''), ',', '')::double bill, "Outcome" outcome
  from read_csv('data/bookings 2025.csv', header=true, all_varchar=true) where "Ref" <> 'Grand total';
create view C as select strptime("Trans. Date", '%d-%m-%Y')::date d, strptime("Post Date", '%d-%m-%Y')::date post, "Details" shop,
  case "Category" when 'groceries' then 'Groceries' else "Category" end cat, "Holder" who, "Money Out"::double paid, "Money In"::double back
  from read_csv('data/card_4471.csv', skip=3, header=true, all_varchar=true);
create view E as select "Evt ID" id, "Machine" m, "Type" kind, "Yr Built"::int built, strptime("Start (m/d/y)", '%m/%d/%Y %H:%M') st, "Down Min"::int down,
  "Stop Class" cls, case trim(lower("Cause")) when 'jam' then 'Jam' else "Cause" end cause, "Shift" shift, "Tech" tech, nullif("Peak Temp C"::double, -999) temp,
  "Vib mm/s"::double vib, "Parts $"::double parts from read_csv('data/stoppages.csv', header=true, all_varchar=true);
create view S as select "Emp No" id, "Name" name, "Dept" dept, case "Home" when 'Oak Hse' then 'Oak House' else "Home" end home,
  strptime("Start", '%d.%m.%Y')::date st, strptime("Left", '%d.%m.%Y')::date gone, "Why Left" why, replace("Salary (FTE)", ',', '')::double pay, "FTE"::double fte,
  "M/F" sex, "Sick Days 12m"::double sick from read_csv('data/staff list.csv', header=true, all_varchar=true);
create view F as select "Department" dept, "Posts Funded"::int posts, "Pay Budget"::double budget, "Head" head from read_csv('data/dept_budget.csv', header=true, all_varchar=true);
