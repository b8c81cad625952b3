"""Writes files/ and expected.json. python3.11 with openpyxl 3.1, xlwt 1.3, msoffcrypto-tool 6.1.
Everything in the files is made up."""
import datetime as dt, io, json, os, random
import openpyxl, xlwt
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from messy_lib import *

K = Corpus(os.path.dirname(os.path.abspath(__file__)))
ID = ["integer", "text"]


def seed(n):
    random.seed(f"messy-{n}")
    return random


# 01 German orders: cp1252, semicolons, decimal comma, euro amounts, sum row
r = seed(1)
towns = [("Dresden", "01067"), ("Leipzig", "04109"), ("Köln", "50667"), ("München", "80331"), ("Nürnberg", "90402"), ("Halle", "06108")]
firms = ["Müller & Söhne", "Bäckerei Öztürk", "Gärtnerei Grünwald", "Schloßhotel Weiß", "Fahrrad Jäger"]
clean = []
for i in range(24):
    t = r.choice(towns)
    q, p = r.randint(1, 40), r.randint(250, 9990) / 100
    clean.append([f"B-2024-{i+1:04d}", dt.date(2024, 1 + i // 4, r.randint(1, 28)), r.choice(firms), t[0], t[1], q, p, round(q * p, 2), r.random() < .7])
m = [["Bestell-Nr", "Datum", "Kunde ", "Ort", "PLZ", "Menge", "Einzelpreis", "Betrag", "Bezahlt"]]
for i, c in enumerate(clean):
    m.append([c[0], c[1].strftime("%d.%m.%Y"), c[2] + ("  " if i % 5 == 2 else ""), c[3], c[4], c[5], eu(c[6]), "€ " + eu(c[7]), "ja" if c[8] else "nein"])
m.append(["Summe", "", "", "", "", sum(c[5] for c in clean), "", "€ " + eu(sum(c[7] for c in clean)), ""])
K.add(1, "Bestellungen_2024.csv", "German CSV: cp1252, semicolons, decimal comma, '€ 1.200,50', dd.mm.yyyy, postcodes with leading zero, trailing spaces, sum row at the end",
      sv(m, ";").encode("cp1252"),
      [table([C("Bestell-Nr", "text"), C("Datum", "date"), C("Kunde", "text"), C("Ort", "text"), C("PLZ", "text"), C("Menge", "integer"), C("Einzelpreis", "number"), C("Betrag", "number"), C("Bezahlt", ["boolean", "text"])], clean,
             [("sum", "Betrag"), ("sum", "Menge"), ("sum", "Einzelpreis"), ("val", 2, "Kunde"), ("val", 0, "Datum"), ("val", 5, "PLZ"), ("distinct", "Kunde"), ("distinct", "Ort")])])

# 02 UK bank statement: metadata, header in row 7, trailing minus, closing lines
r = seed(2)
clean, bal, d = [], 2310.55, dt.date(2024, 4, 2)
for i in range(31):
    inc = i % 6 == 0
    a = round(r.uniform(900, 2900), 2) if inc else -round(r.uniform(4, 640), 2)
    bal = round(bal + a, 2)
    clean.append([d, "BGC" if inc else r.choice(["DD", "DEB", "SO", "FPO"]), r.choice(["HOLLIN TIMBER LTD", "COUNCIL TAX", "ACME TOOL HIRE, LEEDS", "PAYROLL", "WATER RATES", "FUEL 0044"]) if not inc else "INVOICE " + str(8100 + i), a, bal])
    d += dt.timedelta(days=r.randint(1, 5))
gb = lambda x: us(abs(x)) + ("-" if x < 0 else "")
m = [["Account Name:", "Larkfield Joinery Ltd"], ["Account Number:", "****4471"], ["Statement period:", "01/04/2024 to 31/07/2024"], ["Currency:", "GBP (£)"], ["Opening balance:", "£2,310.55"], [],
     ["Date", "Type", "Description", "Amount", "Balance"]]
m += [[c[0].strftime("%d/%m/%Y"), c[1], c[2], gb(c[3]), gb(c[4])] for c in clean]
m += [[], ["Closing balance", "", "", "", "£" + us(bal)], ["This statement is for information only and is not a tax document."]]
K.add(2, "statement_q2.csv", "bank statement: six lines of metadata, header in row 7, cp1252, dd/mm/yyyy, '45.20-' negatives, closing balance and note below",
      sv(m).encode("cp1252"),
      [table([C("Date", "date"), C("Type", "text"), C("Description", "text"), C("Amount", "number"), C("Balance", "number")], clean,
             [("sum", "Amount"), ("sum", "Balance"), ("val", 0, "Date"), ("val", 1, "Amount"), ("val", 30, "Balance"), ("distinct", "Type")])])

# 03 sensors: UTF-16LE, tabs, units row, time zone, missing marks
r = seed(3)
clean, lines = [], ["Timestamp\tStation\tTemp\tHumidity\tPressure\tStatus", "\t\t°C\t%\thPa\t"]
tz = dt.timezone(dt.timedelta(hours=2))
t0 = dt.datetime(2024, 6, 14, 0, 0, tzinfo=tz)
for i in range(48):
    c = [t0 + dt.timedelta(minutes=30 * (i // 2)), ["Süd-1", "Nord-2"][i % 2], round(r.uniform(9, 27), 1), r.randint(38, 96), round(r.uniform(996, 1021), 1), r.choice(["OK", "OK", "OK", "low battery"])]
    miss = {7: (2, "-"), 8: (2, "N/A"), 19: (3, "N/A"), 20: (3, ""), 33: (4, "-"), 41: (2, "-")}.get(i)
    w = [c[0].isoformat(), c[1], c[2], c[3], c[4], c[5]]
    if miss:
        c[miss[0]] = None
        w[miss[0]] = miss[1]
    clean.append(c)
    lines.append("\t".join(map(str, w)))
t = table([C("Timestamp", "timestamp"), C("Station", "text"), C("Temp", "number"), C("Humidity", "number"), C("Pressure", "number"), C("Status", "text")], clean,
          [("sum", "Temp"), ("nulls", "Temp"), ("nulls", "Humidity"), ("nulls", "Pressure"), ("sum", "Humidity"), ("val", 0, "Timestamp"), ("val", 47, "Timestamp"), ("distinct", "Station")])
alts = [[renamed(t, {"Temp": "Temp" + f % "°C", "Humidity": "Humidity" + f % "%", "Pressure": "Pressure" + f % "hPa"})] for f in (" (%s)", " [%s]", " %s")]
K.add(3, "klima_export.txt", "UTF-16LE tab-separated sensor export, units row under the header, ISO times with +02:00, '-', 'N/A' and empty for missing",
      b"\xff\xfe" + ("\r\n".join(lines) + "\r\n").encode("utf-16-le"), [t], either=alts)

# 04 CRM with pipes, quoted newlines, doubled quotes, emoji
r = seed(4)
names = ["Ines Hartwell", "Tomas Brandvold", "Priya Okonjo", "Leo Castellane", "Maja Wrenfield", "Otis Calloway", "Hana Veldkamp", "Ruth Ashgrove", "Emil Sandqvist"]
cos = ["Blue Fern Labs", "Northgate Freight", "Copperleaf Café", "Tidewater Dental", "Quill & Sparrow"]
notes = ["Met at the fair 🎉", "Said: \"call me after the 1st\"", "Two offices\nBoston and Salem", "prefers e-mail", "", "Wants a quote | urgent 🔥", "Asked about the \"Pro\" plan\n\nFollow up in July", "left voicemail"]
clean, m = [], [["Contact ID", "Company", "Contact", "Phone", "ZIP", "Notes", "Last Contact", "Opt-in", "Deal value"]]
for i in range(20):
    n = notes[i % len(notes)]
    d = dt.date(2024, r.randint(1, 6), r.randint(1, 28))
    c = [f"0030000{r.randint(10**10, 10**11 - 1)}", r.choice(cos), r.choice(names), f"(617) 555-01{r.randint(0, 99):02d}", r.choice(["02108", "01970", "04101", "10013", "02139"]), n or None, d, r.random() < .5, r.randint(5, 900) * 50]
    clean.append(c)
    m.append([c[0], c[1], c[2], c[3], c[4], n, f"{d.day} {d.strftime('%b %Y')}", "Yes" if c[7] else "No", f"${c[8]:,.2f}"])
K.add(4, "crm_contacts.csv", "pipe-separated CRM export with newlines, pipes and doubled quotes inside quotes, emoji, ids of 18 digits, ZIP codes with leading zero, '14 Jun 2024'",
      sv(m, "|", "\n"),
      [table([C("Contact ID", "text"), C("Company", "text"), C("Contact", "text"), C("Phone", "text"), C("ZIP", "text"), C("Notes", "text"), C("Last Contact", "date"), C("Opt-in", ["boolean", "text"]), C("Deal value", "number")], clean,
             [("sum", "Deal value"), ("val", 0, "Contact ID"), ("val", 1, "Notes"), ("val", 5, "Notes"), ("val", 19, "Last Contact"), ("nulls", "Notes"), ("distinct", "ZIP"), ("distinct", "Contact ID")])])

# 05 HR list with one unbalanced quote
r = seed(5)
clean, lines = [], ["Emp ID,Name,Department,Hire date,Salary,Remote"]
fn = ["Petra", "Milo", "Sanna", "Derek", "Ayo", "Lucia", "Bram", "Noor"]
ln = ["Kessel", "Tarrow", "Lindqvist", "Obata", "Fenwick", "Marlowe", "Juric"]
for i in range(30):
    c = [f"E-{1001+i}", f"{r.choice(fn)} {r.choice(ln)}", r.choice(["Finance", "Sales", "IT", "Warehouse"]), dt.date(r.randint(2012, 2023), r.randint(1, 12), r.randint(1, 28)), r.randint(380, 990) * 100, r.choice("YN")]
    clean.append(c)
    nm = f'"{c[1]}' if i == 16 else f'"{c[1]}"' if i % 4 == 1 else c[1]
    lines.append(f"{c[0]},{nm},{c[2]},{c[3].strftime('%m/%d/%Y')},{c[4]},{c[5]}")
K.add(5, "hr_employees.csv", "a quote opened in one row and never closed (the rows after it are sound), mm/dd/yyyy, Y/N",
      "\n".join(lines) + "\n",
      [table([C("Emp ID", "text"), C("Name", "text"), C("Department", "text"), C("Hire date", "date"), C("Salary", "integer"), C("Remote", ["boolean", "text"])], clean,
             [("sum", "Salary"), ("val", 29, "Hire date"), ("val", 17, "Name"), ("val", 16, "Department"), ("distinct", "Emp ID"), ("distinct", "Department")])])

# 06 ragged inventory
r = seed(6)
clean, lines = [], ["SKU,Item,Category,Qty,Unit price,Location"]
extra = {9: "moved 3/12", 21: "count again"}
wide = []
for i in range(28):
    c = [f"{r.randint(100, 9999):06d}", r.choice(["Hex bolt M8", "Wood screw 4x40", "Cable tie", "Paint roller", "Masking tape", "LED lamp E27", "Door hinge"]), r.choice(["Hardware", "Electrical", "Paint"]), r.randint(0, 480), r.randint(5, 4000) / 100, f"A{r.randint(1, 9)}-{r.randint(1, 40):02d}"]
    w = [c[0], c[1], c[2], str(c[3]), f"{c[4]:.2f}", c[5]]
    if i in (4, 17):
        c[5] = None
        w = w[:5]
    if i == 12:
        c[4] = c[5] = None
        w = w[:4]
    if i in extra:
        w.append(extra[i])
    clean.append(c)
    wide.append(c + [extra.get(i)])
    lines.append(",".join(w))
cols = [C("SKU", "text"), C("Item", "text"), C("Category", "text"), C("Qty", "integer"), C("Unit price", "number"), C("Location", "text")]
chk = [("sum", "Qty"), ("sum", "Unit price"), ("nulls", "Location"), ("nulls", "Unit price"), ("val", 0, "SKU"), ("val", 13, "Location"), ("distinct", "Item")]
K.add(6, "inventory.csv", "ragged rows: three end early, two have a cell too many; SKUs with leading zeros",
      "\n".join(lines) + "\n", [table(cols + [C(None, "text")], wide, chk + [("val", 9, 6)])], either=[[table(cols, clean, chk)]])

# 07 trial balance as printed
r = seed(7)
acc = ["Cash at bank", "Trade receivables", "Inventory", "Prepaid rent", "Equipment", "Accumulated depreciation", "Trade payables", "Accrued wages", "Loan, First Harbor", "Share capital", "Retained earnings", "Sales revenue", "Cost of goods sold", "Wages expense", "Rent expense", "Interest expense"]
credit = {5, 6, 7, 8, 9, 10, 11}
clean = []
for i, a in enumerate(acc):
    v = round(r.uniform(800, 98000), 2)
    p = round(r.uniform(-4000, 90000), 2) if i % 5 else round(-r.uniform(500, 9000), 2)
    clean.append([1000 + 100 * i, a, 0 if i in credit else v, v if i in credit else 0, p])
dif = round(sum(c[2] for c in clean) - sum(c[3] for c in clean), 2)
clean[10][3] = round(clean[10][3] + dif, 2) if clean[10][3] + dif > 0 else clean[10][3]
ac = lambda x: "-" if x == 0 else f"({us(-x)})" if x < 0 else us(x)
pad = ["", "", "", ""]
m = [["Brightwater Supplies Inc."] + pad, ["Trial Balance"] + pad, ["As of December 31, 2023"] + pad, [""] + pad, ["Account No.", "Account", "Debit", "Credit", "Prior year"]]
m += [[c[0], c[1], ac(c[2]), ac(c[3]), ac(c[4])] for c in clean]
m += [["", "Total", us(sum(c[2] for c in clean)), us(sum(c[3] for c in clean)), ac(round(sum(c[4] for c in clean), 2))], [""] + pad, ["Unaudited. Prior year as reported."] + pad]
K.add(7, "trial_balance_2023.csv", "three title rows, '(1,234.00)' negatives, '-' for zero, total row, note below",
      sv(m), [table([C("Account No.", ID), C("Account", "text"), C("Debit", "number"), C("Credit", "number"), C("Prior year", "number")], clean,
                    [("sum", "Debit"), ("sum", "Credit"), ("sum", "Prior year"), ("val", 0, "Prior year"), ("val", 8, "Account"), ("distinct", "Account")])])

# 08 subtotals inside
r = seed(8)
clean, m = [], [["Region", "Rep", "Order date", "Units", "Revenue"]]
g = [0, 0]
for reg, n in (("North", 7), ("South", 9), ("West", 6)):
    s = [0, 0]
    for i in range(n):
        d = dt.date(2024, r.randint(1, 6), r.choice([3, 9, 14, 17, 22, 26, 28]))
        c = [reg, r.choice(["Dahl", "Quigley", "Soto", "Aldous"]), d, r.randint(3, 1900), r.randint(900, 99000)]
        clean.append(c)
        s[0] += c[3]; s[1] += c[4]
        m.append([reg, c[1], d.strftime("%d/%m/%y"), us(c[3], 0), "£" + us(c[4], 0)])
    m.append([reg + " Total", "", "", us(s[0], 0), "£" + us(s[1], 0)])
    g[0] += s[0]; g[1] += s[1]
m.append(["Grand Total", "", "", us(g[0], 0), "£" + us(g[1], 0)])
K.add(8, "sales_by_region.csv", "a subtotal after each region and a grand total, '1,234' thousands, two-digit years dd/mm/yy",
      sv(m), [table([C("Region", "text"), C("Rep", "text"), C("Order date", "date"), C("Units", "number"), C("Revenue", "number")], clean,
                    [("sum", "Units"), ("sum", "Revenue"), ("distinct", "Region"), ("val", 0, "Order date"), ("val", 21, "Order date"), ("val", 7, "Units")])])

# 09 comments, blank lines, epoch seconds
r = seed(9)
clean, lines = [], ["# device: PX-204 rev C", "# firmware 1.8.2", "#", "ts,node,volts,amps,ok,state"]
ts = 1717243200
for i in range(40):
    c = [ts + 300 * i, f"n{r.randint(1, 4)}", round(r.uniform(11.2, 13.9), 2), round(r.uniform(.1, 4.8), 3), r.randint(0, 9) > 0, r.choice(["run", "idle", "charge"])]
    w = [str(c[0]), c[1], str(c[2]), str(c[3]), str(int(c[4])), c[5]]
    if i in (6, 29):
        c[2] = None; w[2] = "NULL"
    if i in (11, 12, 30):
        c[3] = None; w[3] = "none" if i == 12 else "NULL"
    clean.append(c)
    lines.append(",".join(w))
    if i in (9, 24):
        lines.append("")
    if i == 24:
        lines += ["# battery swapped, clock kept", ""]
lines += ["", "# end of log"]
K.add(9, "power_nodes.csv", "comment lines (#) above, inside and below, blank lines, epoch seconds, NULL and none for missing, 0/1 flag",
      "\n".join(lines) + "\n",
      [table([C("ts", ["timestamp", "integer"]), C("node", "text"), C("volts", "number"), C("amps", "number"), C("ok", ["boolean", "integer"]), C("state", "text")], clean,
             [("sum", "volts"), ("sum", "amps"), ("nulls", "volts"), ("nulls", "amps"), ("distinct", "ts"), ("distinct", "state"), ("val", 25, "volts")])])

# 10 no header
r = seed(10)
clean = [[dt.date(2024, 3, 1) + dt.timedelta(days=i // 2), f"Store {r.randint(1, 9):02d}", r.choice(["cash", "card", "voucher"]), r.randint(150, 9900) / 100, r.randint(1, 7)] for i in range(26)]
K.add(10, "tills.csv", "no header: the first line is data",
      sv([[str(c[0]), c[1], c[2], f"{c[3]:.2f}", c[4]] for c in clean], ",", "\n"),
      [table([C(None, "date"), C(None, "text"), C(None, "text"), C(None, "number"), C(None, "integer")], clean,
             [("sum", 3), ("sum", 4), ("val", 0, 0), ("val", 0, 1), ("distinct", 2)])])

# 11 BOM, blank and repeated headers, delimiter at the end of each line
r = seed(11)
clean, lines = [], ["Pupil,Class,Score,Score,,Absences,"]
for i in range(22):
    c = [f"{r.choice(fn)} {r.choice('ABCDEFGHKLM')}.", r.choice(["7a", "7b", "8c"]), r.randint(31, 100), r.randint(28, 100), r.choice(["good", "late work", "excellent", None]), r.randint(0, 9)]
    clean.append(c)
    lines.append(",".join("" if v is None else str(v) for v in c) + ",")
K.add(11, "marks.csv", "UTF-8 BOM, a blank header over a filled column, the header 'Score' twice, a delimiter at the end of every line",
      "\ufeff" + "\r\n".join(lines) + "\r\n",
      [table([C("Pupil", "text"), C("Class", "text"), C("Score", "integer"), C(None, "integer"), C(None, "text"), C("Absences", "integer")], clean,
             [("sum", "Score"), ("sum", 3), ("sum", "Absences"), ("nulls", 4), ("distinct", "Class")])])

# 12 two-row header in CSV
r = seed(12)
clean = []
for st in ["Aldermoor", "Bexhollow", "Cray Hill", "Dunmarsh", "Eastwick", "Fernley", "Gorse Bay", "Highmoor", "Ivelstone"]:
    clean.append([st, r.choice(["Hub", "Outlet"])] + [v for q in range(3) for v in (r.randint(20000, 990000) / 100, r.randint(40, 2200))])
m = [["Store", "Format", "Q1", "", "Q2", "", "Q3", ""], ["", "", "Sales", "Units", "Sales", "Units", "Sales", "Units"]] + clean
K.add(12, "quarters.csv", "two header rows: quarter over measure, the quarter written once per pair",
      sv(m), [table([C("Store", "text"), C("Format", "text")] + [C(f"Q{q} {x}", "number" if x == "Sales" else "integer") for q in (1, 2, 3) for x in ("Sales", "Units")], clean,
                    [("sum", "Q1 Sales"), ("sum", "Q2 Units"), ("sum", "Q3 Sales"), ("val", 0, "Q1 Units"), ("val", 8, "Store")])])

# 13 two tables one under the other
r = seed(13)
a = [[r.choice(["Wrenfield", "Calloway", "Veldkamp"]), dt.date(2024, 5, 6 + i), r.choice(["Site A", "Office", "Site B"]), r.randint(8, 18) / 2] for i in range(14)]
b = [[f"X{i+1:03d}", r.choice(["Fuel", "Lodging", "Tools"]), r.randint(800, 42000) / 100, r.choice(["paid", "open"]), r.choice(["Wrenfield", "Calloway"])] for i in range(8)]
m = [["Hours worked"], ["Person", "Day", "Place", "Hours"]] + [[c[0], str(c[1]), c[2], c[3]] for c in a] + [[], [], ["Expenses"], ["Receipt", "Category", "Amount", "State", "Claimed by"]] + [[c[0], c[1], f"{c[2]:.2f}", c[3], c[4]] for c in b]
K.add(13, "timesheet_may.csv", "two tables one under the other, each with a title line, two blank lines between",
      sv(m), [table([C("Person", "text"), C("Day", "date"), C("Place", "text"), C("Hours", "number")], a, [("sum", "Hours"), ("val", 13, "Day"), ("distinct", "Place")]),
              table([C("Receipt", "text"), C("Category", "text"), C("Amount", "number"), C("State", "text"), C("Claimed by", "text")], b, [("sum", "Amount"), ("val", 0, "Receipt"), ("distinct", "Category")])])

# 14 two tables side by side
r = seed(14)
a = [[f"Tea {x}", r.randint(0, 300), r.randint(290, 1900) / 100] for x in ["Assam", "Darjeeling", "Sencha", "Rooibos", "Oolong", "Mint", "Chai", "Earl Grey", "Pu-erh", "Matcha", "Fennel", "Camomile"]]
b = [[s, c, r.randint(3, 40)] for s, c in [("Hill Gardens", "India"), ("Kyomizu", "Japan"), ("Cape Leaf", "South Africa"), ("Pine & Dew", "China"), ("Kräuterhof", "Austria"), ("Old Wharf", "UK"), ("Lotus Row", "Sri Lanka")]]
m = [["Product", "Stock", "Price", "", "Supplier", "Country", "Lead days"]] + [a[i] + [""] + (b[i] if i < len(b) else ["", "", ""]) for i in range(12)]
K.add(14, "tea_stock.csv", "two tables side by side, a blank column between, of different length",
      sv(m), [table([C("Product", "text"), C("Stock", "integer"), C("Price", "number")], a, [("sum", "Stock"), ("sum", "Price"), ("distinct", "Product")]),
              table([C("Supplier", "text"), C("Country", "text"), C("Lead days", "integer")], b, [("sum", "Lead days"), ("nulls", "Supplier"), ("val", 4, "Supplier")])])

# 15 Shift-JIS
r = seed(15)
clean = []
for i in range(25):
    q, p = r.randint(1, 30), r.choice([120, 350, 980, 1480, 12800])
    clean.append([dt.date(2024, 6, 1) + dt.timedelta(days=i), r.choice(["渋谷店", "梅田店", "札幌店"]), r.choice(["緑茶", "弁当", "おにぎり", "ソフト表示灯", "タオル"]), q, q * p])
m = [["日付", "店舗", "商品", "数量", "金額"]] + [[c[0].strftime("%Y/%m/%d"), c[1], c[2], c[3], "￥" + us(c[4], 0)] for c in clean] + [["合計", "", "", sum(c[3] for c in clean), "￥" + us(sum(c[4] for c in clean), 0)]]
K.add(15, "uriage_2024-06.csv", "Shift-JIS with Japanese headers, yyyy/mm/dd, '￥12,300', total row (合計)",
      sv(m).encode("cp932"),
      [table([C("日付", "date"), C("店舗", "text"), C("商品", "text"), C("数量", "integer"), C("金額", "number")], clean,
             [("sum", "金額"), ("sum", "数量"), ("val", 0, "店舗"), ("val", 24, "日付"), ("distinct", "商品")])])

# 16 one latin-1 line in UTF-8
r = seed(16)
clean, out = [], "Réf;Client;Ville;Date;Montant\r\n".encode()
for i in range(27):
    c = [f"F{240100+i}", r.choice(["Société Générique", "Café Lumière", "Hôtel du Chêne", "Boulangerie Noël", "Garage Desprès"]), r.choice(["Orléans", "Besançon", "Nîmes", "Lyon"]), dt.date(2024, r.randint(1, 9), r.randint(1, 28)), r.randint(2000, 900000) / 100]
    if i == 13:
        c[1] = "Pâtisserie Fénelon"
    clean.append(c)
    out += (";".join([c[0], c[1], c[2], c[3].strftime("%d/%m/%Y"), group(c[4], NB, ",")]) + "\r\n").encode("latin-1" if i == 13 else "utf-8")
K.add(16, "factures.csv", "UTF-8 but for one line in Latin-1, '1 234,56' with no-break space, dd/mm/yyyy, semicolons",
      out, [table([C("Réf", "text"), C("Client", "text"), C("Ville", "text"), C("Date", "date"), C("Montant", "number")], clean,
                  [("sum", "Montant"), ("val", 13, "Client"), ("val", 12, "Client"), ("val", 26, "Date"), ("distinct", "Client"), ("distinct", "Ville")])])

# 17 Arabic headers, direction marks
r = seed(17)
clean, m = [], [["رقم الطلب", "التاريخ", "\u200fالعميل\u200f", "المدينة", "المبلغ", "مدفوع"]]
for i in range(18):
    c = [5001 + i, dt.date(2024, 2, 1) + dt.timedelta(days=3 * i), r.choice(["متجر الواحة", "مكتبة النخيل", "مطعم الياسمين"]), r.choice(["عمّان", "تونس", "الرباط"]), r.randint(1000, 480000) / 100, r.choice(["نعم", "لا"])]
    clean.append(c)
    m.append([c[0], str(c[1]), c[2] + ("\u200f" if i == 3 else ""), c[3], us(c[4]), c[5]])
K.add(17, "talabat.csv", "right-to-left (Arabic) headers and text, with invisible direction marks around a header and a value, BOM",
      "\ufeff" + sv(m),
      [table([C("رقم الطلب", ID), C("التاريخ", "date"), C("العميل", "text"), C("المدينة", "text"), C("المبلغ", "number"), C("مدفوع", ["boolean", "text"])], clean,
             [("sum", "المبلغ"), ("distinct", "العميل"), ("distinct", "المدينة"), ("val", 17, "التاريخ")])])

# 18 pandas export
r = seed(18)
clean, lines = [], [",experiment,rate,converted,active,flag,user_id,score"]
for i in range(32):
    c = [i, r.choice(["control", "blue button", "long form"]), r.randint(0, 1000) / 10, r.random() < .4, r.choice("YN"), r.randint(0, 1), str(r.randint(10**18, 9 * 10**18)), round(r.uniform(-2, 2), 4)]
    w = [c[0], c[1], f"{c[2]}%", str(c[3]).upper(), c[4], c[5], c[6], c[7]]
    for k, mark in {3: "N/A", 8: "n/a", 15: "NULL", 16: "", 25: "NaN"}.items():
        if i == k:
            c[7] = None; w[7] = mark
    if i in (10, 20):
        c[2] = None; w[2] = "#DIV/0!"
    clean.append(c)
    lines.append(",".join(map(str, w)))
cols = [C(None, "integer"), C("experiment", "text"), C("rate", "number", percent=True), C("converted", "boolean"), C("active", ["boolean", "text"]), C("flag", ["boolean", "integer"]), C("user_id", "text"), C("score", "number")]
chk = [("val", 0, "rate"), ("nulls", "rate"), ("nulls", "score"), ("sum", "score"), ("val", 0, "user_id"), ("val", 1, "converted"), ("distinct", "user_id"), ("distinct", "experiment")]
K.add(18, "ab_results.csv", "pandas export: index column without header, '12.5%', TRUE/FALSE, Y/N, 0/1, ids of 19 digits, N/A, n/a, NULL, NaN, #DIV/0!",
      "\n".join(lines) + "\n", [table(cols, clean, chk)], either=[[table(cols[1:], [c[1:] for c in clean], chk)]])

# 19 mixed date orders
r = seed(19)
clean, m = [], [["Invoice", "Date", "Client", "Net", "VAT", "Gross"]]
for i in range(24):
    d = dt.date(2024, r.randint(1, 9), r.randint(1, 28))
    n = r.randint(5000, 400000) / 100
    v = round(n * .2, 2)
    w = d.strftime("%d/%m/%Y" if i % 3 else "%m/%d/%Y") if i % 8 else f"{d.day} {d.strftime('%b %Y')}"
    if i == 1: w = "25/03/2024"
    if i == 3: w = "03/28/2024"
    if i == 4: w = "04/05/2024"
    clean.append([f"INV-{700+i}", w, r.choice(["Osprey Ltd", "Fjord & Co", "Marl Studio"]), n, v, round(n + v, 2)])
    m.append(clean[-1][:3] + [us(n), us(v), us(round(n + v, 2))])
K.add(19, "invoices_merged.csv", "dates of both orders (25/03/2024 and 03/28/2024) and some as '14 Jun 2024' in one column: the ambiguous ones cannot be settled",
      sv(m), [table([C("Invoice", "text"), C("Date", ["date", "text"]), C("Client", "text"), C("Net", "number"), C("VAT", "number"), C("Gross", "number")], clean,
                    [("sum", "Net"), ("sum", "VAT"), ("sum", "Gross"), ("distinct", "Invoice"), ("distinct", "Client")])], doubt_ok=True)

# 20 Swiss flats
r = seed(20)
clean, m = [], [["Objekt", "Adresse", "PLZ", "Wohnfläche", "Zimmer", "Miete CHF", "Bezug ab"]]
for i in range(21):
    c = [f"W{i+1:02d}", f"{r.choice(['Lindenweg', 'Seestrasse', 'Mühlegasse'])} {r.randint(1, 90)}", r.choice([8001, 3011, 4051, 6003]), r.randint(38, 160), r.randint(3, 11) / 2, r.randint(19000, 480000) // 5 * 5 / 100, dt.date(2024, r.choice([7, 8, 9, 10]), r.choice([1, 15]))]
    clean.append(c)
    m.append([c[0], c[1], c[2], f"{c[3]} m²", c[4], group(c[5], "'" if i % 4 else "’", "."), c[6].strftime("%d.%m.%Y")])
K.add(20, "mietobjekte.csv", "Swiss numbers 1'234.50 (straight and curly apostrophe), unit in the cells ('85 m²'), semicolons with decimal point",
      sv(m, ";"), [table([C("Objekt", "text"), C("Adresse", "text"), C("PLZ", ID), C("Wohnfläche", "number"), C("Zimmer", "number"), C("Miete CHF", "number"), C("Bezug ab", "date")], clean,
                         [("sum", "Wohnfläche"), ("sum", "Zimmer"), ("sum", "Miete CHF"), ("val", 0, "Bezug ab"), ("val", 4, "Miete CHF"), ("val", 20, "Adresse")])])

# 21 workbook: title, cached formulas, an empty sheet, a hidden one
r = seed(21)
wb = openpyxl.Workbook()
ws = wb.active
ws.title = "Orders"
ws["A1"] = "Order book, first half of 2024"
ws["A1"].font = Font(bold=True, size=14)
ws.merge_cells("A1:F1")
ws.append([])
ws.append(["Order", "Customer no", "Ordered", "Qty", "Unit price", "Total"])
orders, cache = [], {}
for i in range(19):
    q, p = r.randint(1, 60), r.randint(200, 8000) / 100
    row = 4 + i
    o = [f"SO{i+1:04d}", f"{r.randint(1, 6):05d}", dt.date(2024, r.randint(1, 6), r.randint(1, 28)), q, p, round(q * p, 2)]
    orders.append(o)
    ws.append(o[:5] + [f"=ROUND(D{row}*E{row},2)"])
    ws.cell(row, 3).number_format = "dd/mm/yyyy"
    cache[f"F{row}"] = o[5]
wb.create_sheet("Notes")
ws3 = wb.create_sheet("Customers")
cust = [[f"{i:05d}", n, c, i % 2 == 0] for i, (n, c) in enumerate([("Alder & Ash", "UK"), ("Brisa Sur", "Spain"), ("Corvid Print", "UK"), ("Dalgaard", "Denmark"), ("Esk Mills", "UK"), ("Foglia", "Italy")], 1)]
ws3.append(["Customer no", "Name", "Country", "Active"])
for c in cust:
    ws3.append(c)
ws4 = wb.create_sheet("_lists")
hid = [["UK", "GBP"], ["Spain", "EUR"], ["Denmark", "DKK"], ["Italy", "EUR"]]
ws4.append(["Country", "Currency"])
for c in hid:
    ws4.append(c)
ws4.sheet_state = "hidden"
to = table([C("Order", "text"), C("Customer no", "text"), C("Ordered", "date"), C("Qty", "number"), C("Unit price", "number"), C("Total", "number")], orders, [("sum", "Qty"), ("sum", "Total"), ("val", 0, "Ordered"), ("val", 0, "Customer no"), ("distinct", "Customer no")], "Orders")
tc = table([C("Customer no", "text"), C("Name", "text"), C("Country", "text"), C("Active", "boolean")], cust, [("val", 0, "Customer no"), ("val", 1, "Active"), ("distinct", "Country")], "Customers")
th = table([C("Country", "text"), C("Currency", "text")], hid, [("distinct", "Currency")], "_lists")
K.add(21, "order_book.xlsx", "several sheets: a merged title above the header, formulas with stored values, an empty sheet between, a hidden list sheet",
      xlsx(wb, {"sheet1": cache}), [to, tc], either=[[to, tc, th]])

# 22 merged headers and merged labels
r = seed(22)
wb = openpyxl.Workbook()
ws = wb.active
ws.title = "Plan"
ws.append(["Region", "Product", "Q1", None, "Q2", None])
ws.append([None, None, "Plan", "Actual", "Plan", "Actual"])
for ref in ("A1:A2", "B1:B2", "C1:D1", "E1:F1"):
    ws.merge_cells(ref)
clean, row = [], 3
for reg, n in (("Coast", 4), ("Valley", 3), ("Highlands", 5)):
    for i in range(n):
        c = [reg, ["Seed", "Feed", "Tools", "Fencing", "Hire"][i]] + [r.randint(100, 9000) for _ in range(4)]
        clean.append(c)
        ws.append([reg if i == 0 else None] + c[1:])
    ws.merge_cells(start_row=row, end_row=row + n - 1, start_column=1, end_column=1)
    row += n
ws.append(["Total", None] + [sum(c[k] for c in clean) for k in range(2, 6)])
K.add(22, "plan_actual.xlsx", "two-row header with merged cells, region labels merged downwards, total row",
      xlsx(wb), [table([C("Region", "text"), C("Product", "text"), C("Q1 Plan", "number"), C("Q1 Actual", "number"), C("Q2 Plan", "number"), C("Q2 Actual", "number")], clean,
                       [("nulls", "Region"), ("distinct", "Region"), ("val", 5, "Region"), ("val", 11, "Region"), ("sum", "Q1 Plan"), ("sum", "Q2 Actual")])])

# 23 stacked tables on one sheet
r = seed(23)
wb = openpyxl.Workbook()
ws = wb.active
ws.title = "Board pack"
a = [[d, r.randint(40, 900) * 1000, r.randint(40, 900) * 1000] for d in ["Marketing", "Research", "Support", "Legal", "Facilities"]]
b = [[dt.date(2024, k, 1), d, r.randint(3, 60)] for k in (1, 2, 3) for d in ["Marketing", "Research", "Support"]]
ws.append(["Budget by department"])
ws.append(["Department", "Budget", "Spent"])
for c in a:
    ws.append(c)
ws.append([]); ws.append([])
ws.append([None, "Headcount"])
ws.append([None, "Month", "Team", "People"])
for c in b:
    ws.append([None] + c)
    ws.cell(ws.max_row, 2).number_format = "mmm-yy"
K.add(23, "board_pack.xlsx", "two tables one under the other on one sheet, the second begins a column further right, each with a title, months as real dates shown as 'Jan-24'",
      xlsx(wb), [table([C("Department", "text"), C("Budget", "number"), C("Spent", "number")], a, [("sum", "Budget"), ("sum", "Spent")]),
                 table([C("Month", "date"), C("Team", "text"), C("People", "number")], b, [("sum", "People"), ("val", 8, "Month"), ("distinct", "Team")])])

# 24 numbers as text, error cells, formulas without values
r = seed(24)
wb = openpyxl.Workbook()
ws = wb.active
ws.title = "Margins"
ws.append(["Article", "Qty", "Unit price", "Margin", "Supplier code", "Line total"])
clean = []
for i in range(17):
    c = [f"A-{i+1:03d}", r.randint(1, 90), r.randint(100, 250000) / 100, round(r.uniform(.05, .6), 3), f"{r.randint(1, 99):04d}", None]
    w = [c[0], str(c[1]), us(c[2]), c[3], c[4], f"=B{i+2}*C{i+2}"]
    if i in (3, 9):
        c[3] = None; w[3] = "#DIV/0!"
    if i == 14:
        c[3] = None; w[3] = "#N/A"
    clean.append(c)
    ws.append(w)
K.add(24, "margins.xlsx", "numbers stored as text ('1,250.00'), error cells (#DIV/0!, #N/A), codes with leading zeros, a formula column without stored values",
      xlsx(wb, shared=False), [table([C("Article", "text"), C("Qty", "number"), C("Unit price", "number"), C("Margin", "number"), C("Supplier code", "text"), C("Line total", ANY)], clean,
                       [("sum", "Qty"), ("sum", "Unit price"), ("sum", "Margin"), ("nulls", "Margin"), ("val", 0, "Supplier code"), ("distinct", "Article")])])

# 25 1904 dates, times of day, durations
r = seed(25)
wb = openpyxl.Workbook()
wb.epoch = CALENDAR_MAC_1904
ws = wb.active
ws.title = "Week 24"
ws.append(["Date", "Employee", "Start", "End", "Duration", "Job no"])
clean = []
for i in range(18):
    s, e = 420 + 5 * r.randint(0, 24), 900 + 5 * r.randint(0, 30)
    c = [dt.date(2024, 6, 10 + i // 3), ["Juric", "Fenwick", "Obata"][i % 3], dt.time(s // 60, s % 60), dt.time(e // 60, e % 60), dt.timedelta(minutes=e - s), r.randint(4000, 4100)]
    clean.append(c)
    ws.append(c)
    for k, f in ((1, "yyyy-mm-dd"), (3, "hh:mm"), (4, "hh:mm"), (5, "[h]:mm")):
        ws.cell(ws.max_row, k).number_format = f
K.add(25, "timesheet_w24.xlsx", "workbook with 1904 dates, times of day and durations",
      xlsx(wb), [table([C("Date", "date"), C("Employee", "text"), C("Start", ["time", "text"]), C("End", ["time", "text"]), C("Duration", ["time", "number", "text"]), C("Job no", ID + ["number"])], clean,
                       [("val", 0, "Date"), ("val", 17, "Date"), ("nulls", "Start"), ("distinct", "Start"), ("distinct", "Duration"), ("distinct", "Employee")])])

# 26 old XLS
r = seed(26)
wb = xlwt.Workbook()
ws = wb.add_sheet("Geräte")
ds, ms = xlwt.easyxf(num_format_str="DD.MM.YYYY"), xlwt.easyxf(num_format_str='#,##0.00 "€"')
for k, h in enumerate(["Inventar-Nr", "Bezeichnung", "Anschaffung", "Preis", "Ausgemustert", "Raum"]):
    ws.write(0, k, h)
clean = []
for i in range(20):
    c = [f"{r.randint(1, 9999):06d}", r.choice(["Bürostuhl", "Höhentisch", "Drucker", "Röhrenmonitor", "Notebook"]), dt.date(r.randint(2015, 2023), r.randint(1, 12), r.randint(1, 28)), r.randint(4000, 190000) / 100, r.random() < .3, r.choice(["E.01", "E.02", "1.14"])]
    clean.append(c)
    for k, v in enumerate(c):
        ws.write(i + 1, k, v, *([ds] if k == 2 else [ms] if k == 3 else []))
ws.write(22, 0, "Stand: Inventur Dezember 2023, ohne Fahrzeuge")
b = io.BytesIO(); wb.save(b)
K.add(26, "geraete.xls", "old XLS (BIFF8): German text, dates, euro format, text ids with leading zeros, booleans, a note below",
      b.getvalue(), [table([C("Inventar-Nr", "text"), C("Bezeichnung", "text"), C("Anschaffung", "date"), C("Preis", "number"), C("Ausgemustert", "boolean"), C("Raum", "text")], clean,
                           [("sum", "Preis"), ("val", 0, "Inventar-Nr"), ("val", 19, "Anschaffung"), ("distinct", "Bezeichnung"), ("val", 1, "Ausgemustert")])])

# 27 locked workbook
import msoffcrypto.method.ecma376_agile as agile, msoffcrypto.method.container.ecma376_encrypted as cont
from msoffcrypto.format.ooxml import OOXMLFile
agile._random_buffer = Fixed(27)
_ft = cont.datetime2filetime
cont.datetime2filetime = lambda d: _ft(dt.datetime(2024, 6, 14))
wb = openpyxl.Workbook()
wb.active.append(["Name", "Bonus"])
for i in range(5):
    wb.active.append([f"{fn[i]} {ln[i]}", 1000 + 100 * i])
b = io.BytesIO()
OOXMLFile(io.BytesIO(xlsx(wb))).encrypt("spring-rain", b)
K.add(27, "bonus_confidential.xlsx", "workbook locked with a password", b.getvalue(), error=True)

# 28 HTML named .xls
r = seed(28)
clean = [[f"P{i+1:02d}", n, r.randint(100, 9000), r.randint(1000, 99000) / 100] for i, n in enumerate(["Café noir", "Thé vert", "Jus d'orange", "Limonade", "Eau plate", "Chocolat", "Sirop"])]
html = "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"></head><body>\n<table border=1>\n<tr><th>Code</th><th>Produit</th><th>Ventes</th><th>Montant</th></tr>\n" + "".join(f"<tr><td>{c[0]}</td><td>{c[1]}</td><td>{c[2]}</td><td>{c[3]:.2f}</td></tr>\n" for c in clean) + "</table>\n</body></html>\n"
K.add(28, "ventes_boissons.xls", "an HTML page named .xls with one clean table: refusing it or reading the table are both right", html, error=True,
      either=[[table([C("Code", "text"), C("Produit", "text"), C("Ventes", "integer"), C("Montant", "number")], clean, [("sum", "Ventes"), ("sum", "Montant"), ("val", 0, "Produit")])]])

# 29 JSON under "data" with nested records
r = seed(29)
clean, recs = [], []
for i in range(16):
    tags = r.sample(["new", "gift", "b2b", "express"], r.randint(0, 2))
    t = dt.datetime(2024, 6, 1 + i, r.randint(0, 23), r.randint(0, 59), 12, tzinfo=dt.timezone.utc)
    c = [9000 + i, t, f"{r.choice(fn)} {r.choice(ln)}", r.choice(["Graz", "Linz", "Wien"]), r.choice(["AT", "AT", None]), round(r.uniform(9, 400), 2), r.random() < .5, json.dumps(tags)]
    recs.append({"id": c[0], "created_at": t.isoformat().replace("+00:00", "Z"), "customer": {"name": c[2], "address": {"city": c[3], "country": c[4]}}, "total": c[5], "gift": c[6], "tags": tags})
    clean.append(c)
alts = []
for f in ("customer.address.city", "customer_address_city", "customer address city", "customer/address/city", "address.city", "city"):
    s = f.replace("city", "{}") if "customer" in f else None
    n = [f.replace("address.city", "name").replace("address_city", "name").replace("address city", "name").replace("address/city", "name") if s else "name", f, f.replace("city", "country")]
    alts.append([table([C("id", ID), C("created_at", "timestamp"), C(n[0], "text"), C(n[1], "text"), C(n[2], "text"), C("total", "number"), C("gift", "boolean"), C("tags", "text")], clean,
                       [("sum", "total"), ("val", 0, "created_at"), ("val", 3, n[0]), ("distinct", n[1]), ("nulls", n[2]), ("val", 1, "gift")])])
K.add(29, "orders_api.json", "JSON answer of an API: {meta, data: [...]}, records with nested objects two deep and a list of tags",
      json.dumps({"status": "ok", "meta": {"page": 1, "per_page": 50, "next": None}, "data": recs}, indent=1), alts[0], either=alts[1:] + [[{**a[0], "columns": a[0]["columns"][:-1]}] for a in alts])

# 30 NDJSON with varying keys
r = seed(30)
clean, lines, seen = [], [], {}
for i in range(30):
    c = [dt.datetime(2024, 5, 3, 8, i, 5), r.choice(["view", "click", "buy"]), f"u{r.randint(1, 12)}", None, None, None]
    o = {"time": c[0].isoformat() + "Z", "event": c[1], "user": c[2]}
    if i == 0 or r.random() < .6:
        c[3] = o["page"] = r.choice(["/home", "/shop", "/größe"])
    if c[1] == "buy":
        c[4] = o["amount"] = r.randint(500, 20000) / 100
    if r.random() < .3:
        c[5] = o["ref"] = r.choice(["mail", "ad"])
    clean.append(c)
    seen.update(o)
    lines.append(json.dumps(dict(reversed(list(o.items()))) if i % 7 == 3 else o, ensure_ascii=False))
cols = [C("time", "timestamp"), C("event", "text"), C("user", "text"), C("page", "text"), C("amount", "number"), C("ref", "text")]
order = [[c["name"] for c in cols].index(k) for k in seen]
K.add(30, "events.ndjson", "one JSON object a line, keys missing and in other order",
      "\n".join(lines) + "\n", [table([cols[k] for k in order], [[c[k] for k in order] for c in clean],
                                      [("sum", "amount"), ("nulls", "amount"), ("nulls", "page"), ("nulls", "ref"), ("val", 0, "time"), ("distinct", "user")])])

# 31 wide survey, gzip
r = seed(31)
qs = ["How satisfied are you with the opening hours of the library? (1 = not at all, 5 = very)", "How satisfied are you with the choice of books, films and games? (1 = not at all, 5 = very)", "How likely are you to recommend us to a friend or colleague? (0-10)", "Which of these did you use in the last 12 months? (choose all that apply)", "Is there anything else, \"big or small\", you would like to tell us?", "Do you live in the borough?", "Your age group"]
clean, m = [], [["Timestamp"] + qs]
for i in range(45):
    t = dt.datetime(2024, 5, r.randint(1, 30), r.randint(8, 21), r.randint(0, 59), r.randint(0, 59))
    c = [t, r.randint(1, 5), r.randint(1, 5) if i % 9 else None, r.randint(0, 10), ";".join(r.sample(["Books", "Films", "Study room", "Printer"], r.randint(1, 3))), r.choice([None, "Longer hours, please!", "The \"quiet\" room is loud", "no", "Love it ❤️"]), r.choice(["Yes", "No"]), r.choice(["16-24", "25-44", "45-64", "65+"])]
    clean.append(c)
    m.append([f"{t.month}/{t.day}/{t.year} {t.hour}:{t:%M:%S}"] + c[1:])
K.add(31, "library_survey.csv.gz", "gzipped form export: whole questions as headers (commas, quotes inside), m/d/yyyy h:mm:ss, unanswered cells",
      gz(sv(m)), [table([C("Timestamp", "timestamp"), C(qs[0], "integer"), C(qs[1], "number"), C(qs[2], "integer"), C(qs[3], "text"), C(qs[4], "text"), C(qs[5], ["boolean", "text"]), C(qs[6], "text")], clean,
                        [("sum", qs[0]), ("sum", qs[1]), ("nulls", qs[1]), ("sum", qs[2]), ("nulls", qs[4]), ("distinct", qs[6]), ("val", 0, "Timestamp"), ("val", 44, "Timestamp")])])

# 32 zip in a zip
r = seed(32)
pl = [[i + 1, f"{r.choice(fn)} {r.choice(ln)}", r.choice(["GK", "DF", "MF", "FW"]), dt.date(r.randint(1994, 2005), r.randint(1, 12), r.randint(1, 28)), r.randint(165, 199)] for i in range(18)]
ma = [[dt.date(2024, 3, 2) + dt.timedelta(days=7 * i), r.choice(["Harrow Vale", "Stoke Mere", "Pennick Utd"]), r.choice(["H", "A"]), r.randint(0, 5), r.randint(0, 4), r.randint(800, 12000)] for i in range(11)]
inner = zipped([("players.csv", sv([["No", "Player", "Pos", "Born", "Height"]] + [[c[0], c[1], c[2], str(c[3]), f"{c[4]} cm"] for c in pl])),
                ("matches.csv", sv([["Date", "Opponent", "Venue", "Goals for", "Goals against", "Attendance"]] + [[c[0].strftime("%d.%m.%Y")] + c[1:5] + [us(c[5], 0)] for c in ma], ";"))])
K.add(32, "season_export.zip", "a zip with a readme and a zip inside, which holds two CSVs of different delimiters; '183 cm'",
      zipped([("README.txt", "Season export.\nMade for the club secretary.\n"), ("data/season.zip", inner)]),
      [table([C("No", "integer"), C("Player", "text"), C("Pos", "text"), C("Born", "date"), C("Height", "number")], pl, [("sum", "Height"), ("val", 17, "Born"), ("sum", "No")], "players"),
       table([C("Date", "date"), C("Opponent", "text"), C("Venue", "text"), C("Goals for", "integer"), C("Goals against", "integer"), C("Attendance", "number")], ma, [("sum", "Goals for"), ("sum", "Attendance"), ("val", 0, "Date")], "matches")])

# 33 cut-off workbook
r = seed(33)
wb = openpyxl.Workbook()
for i in range(200):
    wb.active.append([i, r.random(), r.choice(fn)])
full = xlsx(wb)
K.add(33, "upload_partial.xlsx", "workbook cut off in the middle of an upload", full[:len(full) * 6 // 10], error=True)

# 34 prose
K.add(34, "minutes_2024-06-03.txt", "minutes of a meeting: prose, no table", """Minutes of the allotment committee, Monday 3 June

Present: the chair, the treasurer, four plot holders. Apologies from the secretary,
who is away until the end of the month.

The water butts by the north gate have been leaking again; the chair will ask for a
quote, and the treasurer reminded everyone that no more than 150 pounds is left for
repairs this year.

There was a long talk about slugs. Nothing was decided, but beer traps were thought
fair, salt was not.

The open day will be on the last Saturday of August if the weather allows. Somebody
should bring a tent. The next meeting is in July, in the pub, at half past seven.
""", error=True, doubt_ok=True)

# 35 fixed width
r = seed(35)
clean, lines = [], ["EMPNO  NAME                DEPT        GRADE   HOURS     GROSS PAY", "-----  ------------------  ----------  -----  ------  ------------"]
for i in range(15):
    c = [f"{r.randint(11, 999):05d}", f"{r.choice(fn).upper()} {r.choice(ln).upper()}", r.choice(["STORES", "DYE HOUSE", "OFFICE", "YARD"]), r.choice(["A1", "A2", "B1"]), r.randint(60, 340) / 2, r.randint(90000, 480000) / 100]
    clean.append(c)
    lines.append(f"{c[0]:<7}{c[1]:<20}{c[2]:<12}{c[3]:<5}  {c[4]:>6.1f}  {us(c[5]):>12}")
K.add(35, "payroll.prn", "fixed-width columns with a ruler line; names with spaces: split right, or one column with a stated doubt",
      "\r\n".join(lines) + "\r\n", [table([C("EMPNO", "text"), C("NAME", "text"), C("DEPT", "text"), C("GRADE", "text"), C("HOURS", "number"), C("GROSS PAY", "number")], clean,
                                          [("sum", "HOURS"), ("sum", "GROSS PAY"), ("val", 0, "EMPNO"), ("val", 3, "NAME"), ("distinct", "DEPT")])], doubt_ok=True)

# 36 header only
K.add(36, "new_signups.csv", "a header and no rows", "signup_id,email,plan,signed_up_at,referrer\r\n",
      [table([C(n, ANY) for n in ("signup_id", "email", "plan", "signed_up_at", "referrer")], [])], doubt_ok=True)

K.save()
print(len(K.items))
