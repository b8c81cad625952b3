"""Writes files/ and expected.json. python3.11 with openpyxl 3.1, xlwt 1.3, pyarrow. Everything in the files is made up."""
import datetime as dt, io, json, os, random
from decimal import Decimal
import openpyxl, xlwt
import pyarrow as pa, pyarrow.parquet as pq
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from messy_lib import *

K = Corpus(os.path.dirname(os.path.abspath(__file__)))
ID = ["integer", "text"]


def seed(n):
    random.seed(f"held-{n}")
    return random


def day(r, y=2024, a=1, b=9):
    return dt.date(y, r.randint(a, b), r.randint(1, 28))


# 37 French ledger
r = seed(37)
clean, lines = [], ["Journal;Date;Compte;Libellé;Débit;Crédit;"]
g = [0, 0]
for acct, lib, n in (("401000", "Fournisseur Câblerie du Rhône", 6), ("411000", "Client Hôtel Bellevue", 8), ("606300", "Fournitures d'entretien", 5)):
    s = [0, 0]
    for i in range(n):
        v = r.randint(1500, 980000) / 100
        deb = r.random() < .5
        c = [r.choice(["HA", "VE", "BQ"]), day(r, 2023), acct, lib, v if deb else None, None if deb else v]
        clean.append(c)
        s[not deb] += v
        f = lambda x: "" if x is None else group(x, NB, ",")
        lines.append(";".join([c[0], c[1].strftime("%d/%m/%Y"), c[2], c[3], f(c[4]), f(c[5])]) + ";")
    lines.append(f";;;Sous-total {acct};{group(s[0], NB, ',')};{group(s[1], NB, ',')};")
    g[0] += s[0]; g[1] += s[1]
lines.append(f";;;Total général;{group(g[0], NB, ',')};{group(g[1], NB, ',')};")
K.add(37, "grand_livre_2023.csv", "French ledger in Latin-1: semicolons with one at the end of each line, '1 234,56' with no-break space, subtotals and a grand total labelled in the fourth column, blank debit or credit",
      ("\r\n".join(lines) + "\r\n").encode("latin-1"),
      [table([C("Journal", "text"), C("Date", "date"), C("Compte", ID), C("Libellé", "text"), C("Débit", "number"), C("Crédit", "number")], clean,
             [("sum", "Débit"), ("sum", "Crédit"), ("nulls", "Débit"), ("val", 0, "Date"), ("distinct", "Libellé"), ("val", 6, "Libellé")])])

# 38 ad campaigns UTF-16BE
r = seed(38)
clean = []
for i in range(30):
    im = r.randint(900, 190000)
    cl = r.randint(5, im // 20)
    clean.append([r.choice(["Brand – exact", "Generic | DE", "Retargeting", "Summer sale ☀️"]), dt.date(2024, 5, 1 + i), im, cl, round(100 * cl / im, 2), r.randint(1000, 190000) / 100, r.choice([0, r.randint(3000, 500000) / 100])])
m = [["Campaign performance"], ["May 1, 2024 - May 30, 2024"], ["Campaign", "Day", "Impr.", "Clicks", "CTR", "Cost", "Conv. value"]]
m += [[c[0], str(c[1]), us(c[2], 0), us(c[3], 0), f"{c[4]:.2f}%", "$" + us(c[5]), "$" + us(c[6])] for c in clean]
m += [["Total: account", " --", us(sum(c[2] for c in clean), 0), us(sum(c[3] for c in clean), 0), f"{100*sum(c[3] for c in clean)/sum(c[2] for c in clean):.2f}%", "$" + us(sum(c[5] for c in clean)), "$" + us(sum(c[6] for c in clean))]]
K.add(38, "campaign_performance.csv", "UTF-16BE, tab-separated though named .csv, title and period above, '12,345', '2.31%', '$1,200.50', account total below",
      b"\xfe\xff" + "\n".join("\t".join(x) for x in m).encode("utf-16-be"),
      [table([C("Campaign", "text"), C("Day", "date"), C("Impr.", "number"), C("Clicks", "number"), C("CTR", "number", percent=True), C("Cost", "number"), C("Conv. value", "number")], clean,
             [("sum", "Impr."), ("sum", "Clicks"), ("sum", "Cost"), ("sum", "Conv. value"), ("val", 2, "CTR"), ("val", 29, "Day"), ("distinct", "Campaign")])])

# 39 government statistics
r = seed(39)
clean, lines = [], ["Report: Resident population by municipality", "Generated: 2024-03-11 08:15", "Reference date: 31.12.2023", "", "Code|Municipality|Population|Change on year|Foreign share|Households"]
for i, n in enumerate(["Aarlund", "Brinkbo", "Dalsfors", "Ekvik", "Fjärås by", "Grönhamn", "Hällesund", "Kvarnby", "Lövö", "Mossebro", "Norrtorp", "Sjöhult"]):
    p = r.randint(400, 290000)
    c = [f"{101 + 37*i:05d}", n, p, round(r.uniform(-2.5, 3.5), 1), round(r.uniform(2, 29), 1), int(p / 2.1)]
    w = [c[0], n + ("*" if i == 4 else ""), group(p, "\u202f", ".", 0), f"{c[3]:+.1f}%", f"{c[4]:.1f}%", group(c[5], "\u202f", ".", 0)]
    if i == 8:
        c[4] = None; w[4] = "n/a"
    if i in (2, 9):
        c[5] = None; w[5] = "n/a"
    clean.append(c)
    lines.append("|".join(w))
lines += ["", "* provisional", "n/a = not available or secret", "Source: Bureau of Municipal Statistics (made up), table BE-14."]
K.add(39, "population_2023.txt", "pipe-separated official statistics: report block above, '12 345' with narrow no-break space, signed percent, n/a, codes with leading zeros, a footnote mark, notes and source below",
      "\n".join(lines) + "\n",
      [table([C("Code", "text"), C("Municipality", "text"), C("Population", "number"), C("Change on year", "number", percent=True), C("Foreign share", "number", percent=True), C("Households", "number")], clean,
             [("sum", "Population"), ("sum", "Households"), ("nulls", "Households"), ("nulls", "Foreign share"), ("val", 0, "Code"), ("val", 1, "Change on year"), ("val", 11, "Municipality")])])

# 40 survey with line breaks in headers
r = seed(40)
qs = ["Marca temporal", "¿Con qué frecuencia usa la app?\n(elija una)", "Valore la facilidad de uso [1-5]", "Valore el precio [1-5]", "Comentarios:\n¿qué cambiaría, y por qué?", "¿Recomendaría?", "Edad"]
clean = []
for i in range(33):
    t = dt.datetime(2024, r.randint(3, 6), r.choice([1, 15, 17, 20, 23, 28]), r.randint(0, 23), r.randint(0, 59), r.randint(0, 59))
    clean.append([t, r.choice(["A diario", "Cada semana", "Rara vez"]), r.randint(1, 5), r.randint(1, 5) if i % 6 else None, r.choice([None, "Más rápida, por favor 🙏", "El botón \"Atrás\" falla", "Dos cosas:\n- precio\n- idioma", "nada"]), r.choice(["Sí", "No"]), r.randint(16, 81)])
m = [qs] + [[c[0].strftime("%d/%m/%Y %H:%M:%S")] + c[1:] for c in clean]
K.add(40, "encuesta_app.csv", "Spanish form export, all quoted: line breaks inside headers and answers, doubled quotes, emoji, dd/mm/yyyy hh:mm:ss, unanswered cells",
      sv(m, ",", "\n", csv.QUOTE_ALL),
      [table([C(qs[0], "timestamp"), C(None, "text"), C(qs[2], "integer"), C(qs[3], "number"), C(None, "text"), C(qs[5], ["boolean", "text"]), C(qs[6], "integer")], clean,
             [("sum", qs[2]), ("sum", qs[3]), ("nulls", qs[3]), ("nulls", 4), ("distinct", 1), ("sum", "Edad"), ("val", 0, "Marca temporal"), ("val", 32, "Marca temporal")])])

# 41 unbalanced quote, semicolons
r = seed(41)
clean, lines = [], ["Artikelnummer;Omschrijving;Groep;Voorraad;Prijs"]
for i in range(26):
    c = [f"{r.randint(1, 99999):06d}", r.choice(["Eiken plank", "Grenen lat", "MDF plaat", "Multiplex berken", "Vuren balk"]), r.choice(["Hout", "Plaat"]), r.randint(0, 250), r.randint(95, 18900) / 100]
    clean.append(c)
    nm = {5: f'"{c[1]}; geschaafd"', 11: f'"{c[1]}', 18: f'"{c[1]} ""extra"""'}.get(i, c[1])
    if i == 5: c[1] += "; geschaafd"
    if i == 18: c[1] += ' "extra"'
    lines.append(f"{c[0]};{nm};{c[2]};{c[3]};{group(c[4], '', ',')}")
K.add(41, "artikelen.csv", "semicolons, one quote never closed; other rows with sound quotes (one with a semicolon inside, one with doubled quotes); decimal comma; leading zeros",
      "\r\n".join(lines) + "\r\n",
      [table([C("Artikelnummer", "text"), C("Omschrijving", "text"), C("Groep", "text"), C("Voorraad", "integer"), C("Prijs", "number")], clean,
             [("sum", "Voorraad"), ("sum", "Prijs"), ("val", 5, "Omschrijving"), ("val", 18, "Omschrijving"), ("val", 12, "Artikelnummer"), ("val", 11, "Groep"), ("val", 25, "Prijs")])])

# 42 ragged, invisible characters
r = seed(42)
clean, wide, lines = [], [], ["\u200bCódigo;Cliente" + NB + ";Provincia;CP;Teléfono;Saldo"]
for i in range(23):
    c = [1200 + i, r.choice(["Frutas Peñalara", "Muebles Íñiguez", "Óptica Núñez", "Cerámica Añil"]), r.choice(["Álava", "Cádiz", "León"]), f"{r.choice([1003, 4720, 11005, 24008]):05d}", f"+34 6{r.randint(10, 99)} {r.randint(100, 999)} {r.randint(100, 999)}", r.randint(0, 990000) / 100]
    w = [str(c[0]), c[1] + ("  " if i % 3 == 0 else ""), (NB + c[2]) if i % 5 == 1 else c[2] + ("\u200b" if i == 7 else ""), c[3], c[4], eu(c[5])]
    x = None
    if i in (3, 14):
        c[5] = None; w = w[:5]
    if i == 9:
        c[4] = c[5] = None; w = w[:4]
    if i == 16:
        x = "llamar tarde"; w.append(x)
    clean.append(c)
    wide.append(c + [x])
    lines.append(";".join(w))
cols = [C("Código", ID), C("Cliente", "text"), C("Provincia", "text"), C("CP", "text"), C("Teléfono", "text"), C("Saldo", "number")]
chk = [("sum", "Saldo"), ("nulls", "Saldo"), ("nulls", "Teléfono"), ("distinct", "Cliente"), ("distinct", "Provincia"), ("val", 0, "CP"), ("val", 7, "Provincia")]
K.add(42, "clientes.csv", "ragged rows (three short, one with a cell too many), zero-width and no-break spaces around headers and values, '1.234,56', postcodes with leading zero",
      "\n".join(lines) + "\n", [table(cols + [C(None, "text")], wide, chk + [("val", 16, 6)])], either=[[table(cols, clean, chk)]])

# 43 US bank
r = seed(43)
clean = []
d = dt.date(2023, 12, 20)
for i in range(28):
    d += dt.timedelta(days=r.randint(0, 3))
    a = -r.randint(300, 140000) / 100 if i % 5 else r.randint(90000, 420000) / 100
    clean.append([d, r.choice(["POS PURCHASE", "ACH DEBIT, ELECTRIC CO", "CHECK 2041", "ATM"]) if a < 0 else "DIRECT DEPOSIT", f"{r.randint(0, 9999):04d}", a])
fm = lambda x: f"(${us(-x)})" if x < 0 else "$" + us(x)
m = [["Everyday Checking ...0021", "", "", ""], ["", "", "", ""], ["Posted", "Description", "Ref", "Amount"]] + [[f"{c[0].month}/{c[0].day}/{c[0]:%y}", c[1], c[2], fm(c[3])] for c in clean] + [["Total", "", "", fm(round(sum(c[3] for c in clean), 2))]]
K.add(43, "checking_activity.csv", "account line above the header, m/d/yy, '$1,200.50' and '($45.20)', reference numbers with leading zeros, total row",
      sv(m), [table([C("Posted", "date"), C("Description", "text"), C("Ref", "text"), C("Amount", "number")], clean,
                    [("sum", "Amount"), ("val", 0, "Posted"), ("val", 27, "Posted"), ("val", 1, "Amount"), ("val", 3, "Ref"), ("distinct", "Description")])])

# 44 Italian trial balance
r = seed(44)
clean, m = [], [["Officine Valdoro S.r.l.", "", "", ""], ["Bilancio di verifica al 31/12/2023", "", "", ""], ["importi in €", "", "", ""], ["", "", "", ""], ["Conto", "Descrizione", "Saldo iniziale", "Saldo finale"]]
tr = lambda x: eu(abs(x)) + ("-" if x < 0 else "")
tot = [0, 0]
for sec, accs in (("Attività", ["Cassa", "Banca c/c", "Crediti v/clienti", "Rimanenze", "Fondo ammortamento"]), ("Passività", ["Debiti v/fornitori", "Mutui", "Capitale sociale"]), ("Costi", ["Acquisti", "Salari", "Energia", "Perdite su crediti"])):
    s = [0, 0]
    for i, a in enumerate(accs):
        sg = -1 if sec == "Passività" or a.startswith("Fondo") else 1
        c = [f"{'APC'[['Attività','Passività','Costi'].index(sec)]}{10 + i:03d}", a, sg * r.randint(10000, 9900000) / 100, sg * r.randint(10000, 9900000) / 100]
        clean.append(c)
        m.append([c[0], c[1], tr(c[2]), tr(c[3])])
        s = [s[0] + c[2], s[1] + c[3]]
    m.append(["", "Totale " + sec, tr(round(s[0], 2)), tr(round(s[1], 2))])
    m.append(["", "", "", ""])
    tot = [tot[0] + s[0], tot[1] + s[1]]
m.append(["", "Totale generale", tr(round(tot[0], 2)), tr(round(tot[1], 2))])
K.add(44, "bilancio_verifica.csv", "Italian trial balance: three title rows, '1.234,56', trailing minus '123,00-', a subtotal and a blank line after each section, grand total",
      sv(m, ";").encode("cp1252"), [table([C("Conto", "text"), C("Descrizione", "text"), C("Saldo iniziale", "number"), C("Saldo finale", "number")], clean,
                         [("sum", "Saldo iniziale"), ("sum", "Saldo finale"), ("val", 4, "Saldo finale"), ("val", 11, "Descrizione"), ("distinct", "Conto")])])

# 45 laboratory
r = seed(45)
clean, lines = [], ["# LIMS export v4", "# method set WATER-B", "Client,Reedmere Angling Club", "Order,W-24-0093", "Approved,no", "", "Sample,Taken,Site,Nitrate,Conductivity,pH,Coliforms found"]
for i in range(20):
    c = [f"W24-{93000 + i}", dt.datetime(2024, 6, 3 + i // 2, 8 + i % 9, 5 * (i % 12)), r.choice(["inlet", "weir", "boathouse"]), round(r.uniform(.4, 48), 1), r.randint(210, 900), round(r.uniform(6.1, 8.6), 2), r.random() < .3]
    w = [c[0], c[1].strftime("%Y-%m-%d %H:%M"), c[2], f"{c[3]} mg/L", f"{c[4]} µS/cm", f"{c[5]:.2f}", "TRUE" if c[6] else "FALSE"]
    for k, col, mark in ((2, 3, "n/a"), (7, 5, "unknown"), (11, 3, "-"), (12, 4, "N/A"), (16, 5, "-")):
        if i == k:
            c[col] = None; w[col] = mark
    clean.append(c)
    lines.append(",".join(w))
    if i == 9:
        lines.append("# second batch")
lines += ["", "# results relate to the samples as received"]
K.add(45, "water_lab.csv", "comment and metadata lines, header in row 7, units in the cells ('12.4 mg/L', '540 µS/cm'), n/a, N/A, '-', unknown for missing, a comment between the rows",
      "\n".join(lines) + "\n",
      [table([C("Sample", "text"), C("Taken", "timestamp"), C("Site", "text"), C("Nitrate", "number"), C("Conductivity", "number"), C("pH", "number"), C("Coliforms found", "boolean")], clean,
             [("sum", "Nitrate"), ("sum", "Conductivity"), ("sum", "pH"), ("nulls", "Nitrate"), ("nulls", "pH"), ("val", 0, "Taken"), ("val", 19, "Sample"), ("val", 1, "Coliforms found")])])

# 46 race, no header
r = seed(46)
fn = ["Agnes", "Bruno", "Carla", "Dorian", "Elif", "Falk", "Gitte", "Hamza"]
ln = ["Morvan", "Tesselaar", "Ruzek", "Albrink", "Sorel", "Pohlit", "Danvers"]
clean, sec = [], 2290
for i in range(24):
    sec += r.randint(3, 95)
    clean.append([i + 1, r.randint(10, 499), f"{r.choice(ln)}, {r.choice(fn)}", r.choice(["LG Nord", "TV Talheim", None]), r.randint(17, 68), f"{sec // 3600}:{sec // 60 % 60:02d}:{sec % 60:02d}", "09:15" if i % 2 else "09:20"])
K.add(46, "laufergebnisse.csv", "no header, durations h:mm:ss and start times, names with a comma inside quotes, some clubs blank",
      sv(clean, ",", "\n"),
      [table([C(None, "integer"), C(None, "integer"), C(None, "text"), C(None, "text"), C(None, "integer"), C(None, ["time", "text", "number"]), C(None, ["time", "text"])], clean,
             [("sum", 0), ("sum", 1), ("val", 0, 2), ("nulls", 3), ("sum", 4), ("distinct", 5), ("distinct", 6)])])

# 47 grades, two header rows, average row
r = seed(47)
clean = [[f"{r.choice(fn)} {l}.", r.choice(["5A", "5B"])] + [r.randint(40, 100) for _ in range(6)] for l in "ABCDEFGHJKLMNP"]
sub = ["Math", "English", "Science"]
avg = ["Class average", ""] + [round(sum(c[k] for c in clean) / len(clean), 1) for k in range(2, 8)]
m = [["Student", "Class", "Term 1", "", "", "Term 2", "", ""], ["", ""] + sub * 2] + clean + [avg]
cols = [C("Student", "text"), C("Class", "text")] + [C(f"Term {t} {s}", "number") for t in (1, 2) for s in sub]
chk = [("sum", "Term 1 Math"), ("sum", "Term 2 Science"), ("val", 0, "Term 1 English"), ("val", 13, "Student")]
K.add(47, "grades_5.csv", "two header rows (term over subject), a class average at the end (dropped, though keeping it is accepted)",
      "\ufeff" + sv(m), [table(cols, clean, chk)], either=[[table(cols, clean + [avg[:1] + [None] + avg[2:]], chk)]])

# 48 stacked, no titles
r = seed(48)
a = [[f"2024-{100+i}", day(r), r.choice(["Bakkerij De Korf", "Van Aalst BV", "Fietspunt"]), r.choice(["open", "betaald"])] for i in range(9)]
b = [[r.choice(a)[0], i + 1, r.choice(["Arbeid", "Materiaal", "Voorrijkosten"]), r.randint(1, 12), r.randint(1500, 9500) / 100] for i in range(17)]
m = [["Factuur", "Datum", "Klant", "Status"]] + [[c[0], c[1].strftime("%d-%m-%Y"), c[2], c[3]] for c in a] + [[]] + [["Factuur", "Regel", "Omschrijving", "Aantal", "Prijs"]] + [c[:4] + [group(c[4], ".", ",")] for c in b]
K.add(48, "facturen_en_regels.csv", "two tables one under the other without titles, a blank line between, different widths (Dutch, semicolons, dd-mm-yyyy)",
      sv(m, ";"), [table([C("Factuur", "text"), C("Datum", "date"), C("Klant", "text"), C("Status", "text")], a, [("val", 0, "Datum"), ("distinct", "Klant"), ("distinct", "Factuur")]),
                   table([C("Factuur", "text"), C("Regel", "integer"), C("Omschrijving", "text"), C("Aantal", "integer"), C("Prijs", "number")], b, [("sum", "Aantal"), ("sum", "Prijs"), ("distinct", "Omschrijving")])])

# 49 side by side with titles
r = seed(49)
a = [[dt.date(2023, k, 1), r.randint(180, 900), r.randint(4000, 19000) / 100] for k in range(1, 13)]
b = [[dt.date(2023, k, 1), r.randint(5, 160), r.randint(1500, 21000) / 100] for k in range(1, 10)]
m = [["Electricity", "", "", "", "Gas", "", ""], ["Month", "kWh", "Cost", "", "Month", "m3", "Cost"]]
for i in range(12):
    x = b[i] if i < len(b) else None
    m.append([a[i][0].strftime("%Y-%m-%d"), a[i][1], a[i][2], ""] + ([x[0].strftime("%Y-%m-%d"), x[1], x[2]] if x else ["", "", ""]))
K.add(49, "energy_2023.csv", "two tables side by side with a title over each, same names in both, a blank column between, of different length",
      sv(m), [table([C("Month", "date"), C("kWh", "integer"), C("Cost", "number")], a, [("sum", "kWh"), ("sum", "Cost"), ("val", 11, "Month")]),
              table([C("Month", "date"), C("m3", "integer"), C("Cost", "number")], b, [("sum", "m3"), ("sum", "Cost"), ("val", 8, "Month")])])

# 50 Shift-JIS stock list
r = seed(50)
clean = []
for i in range(22):
    clean.append([f"{r.randint(1, 9999):06d}", r.choice(["構造用合板", "ﾈｼﾞ M4", "申込書", "養生テープ"]), r.choice(["東京倉庫", "大阪倉庫"]), r.randint(0, 400), r.randint(12, 24000), r.choice(["有", "無"])])
m = [["在庫一覧表", "", "", "", "", ""], ["品番", "品名", "倉庫", "在庫数", "単価", "危険物"]] + [[c[0], c[1], c[2], c[3], us(c[4], 0) + "円", c[5]] for c in clean] + [["※単価は税抜", "", "", "", "", ""]]
K.add(50, "zaiko.csv", "Shift-JIS stock list: title above, half-width katakana, '12,300円', codes with leading zeros, a note below",
      sv(m).encode("cp932"),
      [table([C("品番", "text"), C("品名", "text"), C("倉庫", "text"), C("在庫数", "integer"), C("単価", "number"), C("危険物", ["boolean", "text"])], clean,
             [("sum", "在庫数"), ("sum", "単価"), ("val", 0, "品番"), ("val", 0, "倉庫"), ("distinct", "品名")])])

# 51 mixed encodings
r = seed(51)
clean, out = [], "Personalnr\tName\tAbteilung\tEintritt\tStunden\n".encode()
for i in range(25):
    c = [7001 + i, f"{r.choice(['Jörg', 'Käthe', 'Anna', 'Björn'])} {r.choice(['Größling', 'Weißhaupt', 'Tannert', 'Kühnast'])}", r.choice(["Küche", "Empfang", "Büro"]), dt.date(r.randint(2008, 2023), r.randint(1, 12), r.randint(1, 28)), r.randint(20, 80) / 2]
    if i == 8: c[1], c[2] = "Ägidius Höß", "Küche"
    clean.append(c)
    out += f"{c[0]}\t{c[1]}\t{c[2]}\t{c[3]:%d.%m.%Y}\t{str(c[4]).replace('.', ',')}\n".encode("cp1252" if i == 8 else "utf-8")
K.add(51, "personal.tsv", "tab-separated UTF-8 with one line in Windows-1252, decimal comma, dd.mm.yyyy",
      out, [table([C("Personalnr", ID), C("Name", "text"), C("Abteilung", "text"), C("Eintritt", "date"), C("Stunden", "number")], clean,
                  [("sum", "Stunden"), ("val", 8, "Name"), ("val", 7, "Name"), ("distinct", "Abteilung"), ("val", 24, "Eintritt")])])

# 52 Hebrew
r = seed(52)
clean = [[f"{r.randint(1, 999):05d}", day(r), r.choice(["מאפיית הגליל", "דפוס כרמל", "גן ירק"]), r.choice(["חיפה", "באר שבע"]), r.randint(3000, 900000) / 100, r.choice(["כן", "לא"])] for _ in range(19)]
m = [["מס' חשבונית", "תאריך", "לקוח", "עיר", 'סה"כ', "שולם"]] + [[c[0], c[1].strftime("%d/%m/%Y"), c[2], c[3], "₪" + us(c[4]), c[5]] for c in clean] + [['סה"כ', "", "", "", "₪" + us(sum(c[4] for c in clean)), ""]]
K.add(52, "heshboniyot.csv", "Hebrew headers, one with a doubled quote (סה\"כ), dd/mm/yyyy, '₪1,234.50', numbers with leading zeros, a total row whose label is that same word, BOM",
      "\ufeff" + sv(m),
      [table([C("מס' חשבונית", "text"), C("תאריך", "date"), C("לקוח", "text"), C("עיר", "text"), C('סה"כ', "number"), C("שולם", ["boolean", "text"])], clean,
             [("sum", 'סה"כ'), ("val", 0, "תאריך"), ("val", 0, "מס' חשבונית"), ("distinct", "לקוח"), ("distinct", "עיר")])])

# 53 Excel serials as text
r = seed(53)
clean, m = [], [["Job", "Order date", "Month", "Start", "Duration", "Amount"]]
for i in range(21):
    d = day(r)
    mi = r.randint(20, 400)
    c = [f"J{i+1:03d}", d, d.strftime("%b-%y"), f"{r.randint(6, 18)}:{r.choice(['00', '05', '30', '45'])}", f"{mi // 60}:{mi % 60:02d}:00", r.randint(2000, 300000) / 100]
    clean.append(c)
    m.append([c[0], (d - dt.date(1899, 12, 30)).days, c[2], c[3], c[4], "$" + us(c[5])])
K.add(53, "jobs_from_excel.csv", "Excel serial numbers under 'Order date', 'Jun-24' months, clock times, durations",
      sv(m), [table([C("Job", "text"), C("Order date", ["date", "integer"]), C("Month", ["date", "text"]), C("Start", ["time", "text"]), C("Duration", ["time", "text", "number"]), C("Amount", "number")], clean,
                    [("sum", "Amount"), ("distinct", "Order date"), ("distinct", "Month"), ("distinct", "Start"), ("distinct", "Duration")])])

# 54 ambiguous dates
r = seed(54)
clean, m = [], [["ticket", "opened", "closed", "priority", "escalated", "sla_met", "agent"]]
for i in range(26):
    a, b = dt.date(2024, r.randint(1, 12), r.randint(1, 12)), dt.date(2024, r.randint(1, 12), r.randint(1, 12))
    c = [80001 + i, a.strftime("%d/%m/%Y"), None if i % 7 == 3 else b.strftime("%d/%m/%Y"), r.choice(["low", "high"]), r.choice("YN"), r.randint(0, 1), f"{r.choice(fn)}"]
    clean.append(c)
    m.append(c[:2] + [c[2] or "none"] + c[3:])
K.add(54, "tickets.csv", "dates all ambiguous (day and month both up to 12): the order cannot be told; 'none' for missing, Y/N, 0/1",
      sv(m, ",", "\n"), [table([C("ticket", ID), C("opened", ["date", "text"]), C("closed", ["date", "text"]), C("priority", "text"), C("escalated", ["boolean", "text"]), C("sla_met", ["boolean", "integer"]), C("agent", "text")], clean,
                               [("nulls", "closed"), ("distinct", "opened"), ("distinct", "ticket"), ("distinct", "priority")])], doubt_ok=True)

# 55 long numbers
r = seed(55)
clean, lines = [], [",Klant,IBAN,Kaart,Telefoon,Zending,KvK,Bedrag"]
for i in range(18):
    c = [i, f"{r.choice(fn)} {r.choice(ln)}", f"NL{r.randint(10, 99)}XXXX0{r.randint(10**8, 10**9 - 1)}", f"4{r.randint(10**14, 10**15 - 1)}", f"06-{r.randint(10**7, 10**8 - 1)}", f"3{r.randint(10**18, 10**19 - 1)}", f"0{r.randint(10**6, 10**7 - 1)}", r.randint(100, 99000) / 100]
    clean.append(c)
    lines.append(",".join(map(str, c)))
cols = [C(None, "integer"), C("Klant", "text"), C("IBAN", "text"), C("Kaart", ID), C("Telefoon", "text"), C("Zending", "text"), C("KvK", "text"), C("Bedrag", "number")]
chk = [("sum", "Bedrag"), ("val", 0, "Zending"), ("val", 17, "KvK"), ("val", 3, "Telefoon"), ("distinct", "Kaart"), ("distinct", "Zending"), ("val", 0, "IBAN")]
K.add(55, "betalingen.csv", "index column without header; account, card (16 digits), phone, parcel (20 digits) and register numbers (leading zero)",
      "\n".join(lines) + "\n", [table(cols, clean, chk)], either=[[table(cols[1:], [c[1:] for c in clean], chk)]])

# 56 Chinese workbook
r = seed(56)
wb = openpyxl.Workbook()
ws = wb.active
ws.title = "说明"
w2 = wb.create_sheet("销售")
a = [[day(r), r.choice(["华东", "华南", "西部"]), r.choice(["茶叶", "瓷器", "丝巾"]), r.randint(1, 90), r.randint(1000, 900000) / 100] for _ in range(20)]
w2.append(["日期", "区域", "产品", "数量", "金额"])
for c in a:
    w2.append(c)
    w2.cell(w2.max_row, 1).number_format = "yyyy年m月d日"
w2.append(["合计", None, None, sum(c[3] for c in a), round(sum(c[4] for c in a), 2)])
w3 = wb.create_sheet("客户")
b = [[f"{i:04d}", n, i % 3 != 0] for i, n in enumerate(["青山茶行", "明月商店", "东湖百货", "白云酒店", "竹林书社"], 1)]
w3.append(["编号", "名称", "会员"])
for c in b:
    w3.append(c)
w4 = wb.create_sheet("代码")
h = [["华东", "E"], ["华南", "S"], ["西部", "W"]]
w4.append(["区域", "代码"])
for c in h:
    w4.append(c)
w4.sheet_state = "hidden"
ta = table([C("日期", "date"), C("区域", "text"), C("产品", "text"), C("数量", "number"), C("金额", "number")], a, [("sum", "数量"), ("sum", "金额"), ("val", 0, "日期"), ("distinct", "区域")], "销售")
tb = table([C("编号", "text"), C("名称", "text"), C("会员", "boolean")], b, [("val", 0, "编号"), ("val", 2, "会员")], "客户")
th = table([C("区域", "text"), C("代码", "text")], h, [("distinct", "代码")], "代码")
K.add(56, "销售数据.xlsx", "Chinese workbook and file name: first sheet empty, a total row (合计), a hidden code sheet, codes as text with leading zeros, own date format",
      xlsx(wb), [ta, tb], either=[[ta, tb, th]])

# 57 Portuguese merged labels and subtotals
r = seed(57)
wb = openpyxl.Workbook()
ws = wb.active
ws.title = "Resumo"
ws.append(["Vendas por loja e mês"])
ws.merge_cells("A1:F1")
ws.append(["Loja", "Categoria", "Janeiro", None, "Fevereiro", None])
ws.append([None, None, "Qtd", "Valor", "Qtd", "Valor"])
for ref in ("A2:A3", "B2:B3", "C2:D2", "E2:F2"):
    ws.merge_cells(ref)
clean, row, g = [], 4, [0] * 4
for loja in ("Porto", "Braga", "Évora"):
    s = [0] * 4
    for i, cat in enumerate(["Calçado", "Têxtil", "Acessórios"]):
        v = [r.randint(1, 400), r.randint(1000, 800000) / 100, r.randint(1, 400), r.randint(1000, 800000) / 100]
        clean.append([loja, cat] + v)
        ws.append([loja if i == 0 else None, cat] + v)
        s = [x + y for x, y in zip(s, v)]
    ws.merge_cells(start_row=row, end_row=row + 2, start_column=1, end_column=1)
    ws.append([f"Subtotal {loja}", None] + [round(x, 2) for x in s])
    g = [x + y for x, y in zip(g, s)]
    row += 4
ws.append(["Total geral", None] + [round(x, 2) for x in g])
ws.append([])
ws.append(["Fonte: sistema de loja. Valores em euros."])
K.add(57, "resumo_vendas.xlsx", "merged title, two-row merged header, shop labels merged downwards, a subtotal after each shop, grand total, source line",
      xlsx(wb), [table([C("Loja", "text"), C("Categoria", "text"), C("Janeiro Qtd", "number"), C("Janeiro Valor", "number"), C("Fevereiro Qtd", "number"), C("Fevereiro Valor", "number")], clean,
                       [("nulls", "Loja"), ("distinct", "Loja"), ("val", 4, "Loja"), ("val", 8, "Loja"), ("sum", "Janeiro Qtd"), ("sum", "Fevereiro Valor")])])

# 58 side by side on a sheet
r = seed(58)
wb = openpyxl.Workbook()
ws = wb.active
ws.title = "Flota"
a = [[f"T-{i+1:02d}", r.choice(["van", "truck"]), r.randint(20, 300) * 1000, day(r, 2025)] for i in range(10)]
b = [[f"{r.choice(fn)} {r.choice(ln)}", r.choice(["B", "C", "CE"]), r.random() < .6] for _ in range(6)]
ws.append(["Vehicles", None, None, None, None, None, "Drivers"])
ws.append(["Unit", "Kind", "Mileage", "Inspection due", None, None, "Driver", "Licence", "Full-time"])
for i in range(10):
    ws.append(a[i] + [None, None] + (b[i] if i < 6 else []))
K.add(58, "fleet.xlsx", "two tables side by side on one sheet with titles over them, two blank columns between, of different length",
      xlsx(wb, shared=False), [table([C("Unit", "text"), C("Kind", "text"), C("Mileage", "number"), C("Inspection due", "date")], a, [("sum", "Mileage"), ("val", 9, "Inspection due"), ("distinct", "Kind")]),
                 table([C("Driver", "text"), C("Licence", "text"), C("Full-time", "boolean")], b, [("nulls", "Driver"), ("val", 0, "Driver"), ("val", 0, "Full-time")])])

# 59 form
wb = openpyxl.Workbook()
ws = wb.active
ws.title = "Form"
ws["A1"] = "Equipment loan form"
kv = [["Borrower", "Elif Sorel"], ["Department", "Geodesy"], ["Item", "Total station TS-9"], ["Serial no", "00418822"], ["Handed out", "2024-06-14"], ["Due back", "2024-07-01"], ["Deposit", "150"], ["Insured", "yes"], ["Remarks", "tripod with a bent leg"]]
for i, (k, v) in enumerate(kv):
    ws.cell(3 + i, 1, k)
    ws.cell(3 + i, 2, v)
K.add(59, "loan_form.xlsx", "a filled-in form: labels at the left, values at the right, no table proper", xlsx(wb),
      [table([C(None, "text"), C(None, "text")], kv, [("val", 0, 0), ("val", 0, 1), ("val", 8, 1)])], doubt_ok=True,
      either=[[table([C(k, ANY) for k, _ in kv], [[v for _, v in kv]], [("val", 0, "Borrower")])]])

# 60 xlsm
r = seed(60)
wb = openpyxl.Workbook()
ws = wb.active
ws.title = "Wycena"
ws.append(["Pozycja", "Opis", "Ilość", "Cena", "Wartość", "Marża"])
clean, cache = [], {}
for i in range(16):
    q, p = r.randint(1, 60), r.randint(150, 490000) / 100
    c = [i + 1, r.choice(["Okno łukowe", "Drzwi dębowe", "Parapet", "Żaluzja"]), q, p, round(q * p, 2), round(r.uniform(.08, .4), 2)]
    w = [c[0], c[1], str(q), p, f"=ROUND(C{i+2}*D{i+2},2)", c[5]]
    if i in (5, 12):
        c[5] = None; w[5] = "#DIV/0!" if i == 5 else "#REF!"
    cache[f"E{i+2}"] = c[4]
    clean.append(c)
    ws.append(w)
K.add(60, "wycena.xlsm", "macro workbook type: quantities stored as text, formulas with stored values, error cells",
      xlsx(wb, {"sheet1": cache}, macro=True),
      [table([C("Pozycja", ID + ["number"]), C("Opis", "text"), C("Ilość", "number"), C("Cena", "number"), C("Wartość", "number"), C("Marża", "number")], clean,
             [("sum", "Ilość"), ("sum", "Cena"), ("sum", "Wartość"), ("sum", "Marża"), ("nulls", "Marża"), ("distinct", "Opis")])])

# 61 old XLS with 1904 dates, two sheets
r = seed(61)
wb = xlwt.Workbook()
wb.dates_1904 = True
ds = xlwt.easyxf(num_format_str="D-MMM-YY")
ws = wb.add_sheet("Loans")
for k, x in enumerate(["Loan no", "Member", "Lent on", "Due", "Fee"]):
    ws.write(2, k, x)
ws.write(0, 0, "Village library, loans")
a = []
for i in range(17):
    d = day(r)
    c = [f"{i + 1:04d}", f"{r.choice(fn)} {r.choice(ln)}", d, d + dt.timedelta(days=21), r.choice([0, .5, 1.25])]
    a.append(c)
    for k, v in enumerate(c):
        ws.write(3 + i, k, v, *([ds] if k in (2, 3) else []))
w2 = wb.add_sheet("Branches")
b = [["Mill Lane", 1200], ["Quay", 860], ["Chapel", 455]]
for i, c in enumerate([["Branch", "Books"]] + b):
    for k, v in enumerate(c):
        w2.write(i, k, v)
o = io.BytesIO(); wb.save(o)
K.add(61, "library.xls", "old XLS with 1904 dates, a title above the header, two sheets", o.getvalue(),
      [table([C("Loan no", "text"), C("Member", "text"), C("Lent on", "date"), C("Due", "date"), C("Fee", "number")], a, [("val", 0, "Lent on"), ("val", 16, "Due"), ("val", 0, "Loan no"), ("sum", "Fee")], "Loans"),
       table([C("Branch", "text"), C("Books", "number")], b, [("sum", "Books")], "Branches")])

# 62 one column
clean = [[f"{a.lower()}.{b.lower()}@example.org"] for a in fn for b in ln[:2]]
K.add(62, "emails.csv", "one column, no delimiter at all", "email\n" + "\n".join(c[0] for c in clean) + "\n",
      [table([C("email", "text")], clean, [("val", 0, "email"), ("distinct", "email")])])

# 63 truncated zip
r = seed(63)
full = zipped([("readings.csv", sv([["t", "v"]] + [[i, r.random()] for i in range(900)]))])
K.add(63, "readings_backup.zip", "zip cut off in the middle", full[:len(full) // 2], error=True)

# 64 HTML page named .csv
K.add(64, "report-download.csv", "an HTML error page saved as .csv", "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>Sign in</title>\n<style>body { font-family: sans-serif; margin: 2em, auto; }</style></head>\n<body>\n<h1>Your session has ended</h1>\n<p>Please <a href=\"/login\">sign in</a> again, then download the report once more.</p>\n<form action=\"/login\" method=\"post\"><input name=\"user\"><input name=\"pass\" type=\"password\"><button>Sign in</button></form>\n</body>\n</html>\n", error=True)

# 65 JSON by columns
r = seed(65)
clean = [[dt.date(2024, 1, 1) + dt.timedelta(days=7 * i), round(r.uniform(12, 39), 2), r.randint(100, 9000), r.choice([None, "holiday", "storm"]), r.random() < .5] for i in range(26)]
names = ["week", "price", "volume", "note", "open"]
K.add(65, "prices_columns.json", "JSON by columns: one array per column",
      json.dumps({n: [show(c[k]) for c in clean] for k, n in enumerate(names)}),
      [table([C("week", "date"), C("price", "number"), C("volume", "integer"), C("note", "text"), C("open", "boolean")], clean, [("sum", "price"), ("sum", "volume"), ("nulls", "note"), ("val", 25, "week"), ("val", 3, "open")])])

# 66 JSON cut off
r = seed(66)
s = json.dumps([{"sensor": f"s{i % 4}", "value": round(r.random() * 10, 3), "unit": "bar"} for i in range(60)], indent=1)
K.add(66, "pressure_dump.json", "JSON cut off in the middle of a record", s[:len(s) * 2 // 3], error=True)

# 67 JSON array with nested records and lines
r = seed(67)
recs, rows, lines = [], [], []
for i in range(12):
    it = [{"sku": f"{r.randint(1, 999):05d}", "qty": r.randint(1, 5), "price": r.randint(100, 9000) / 100} for _ in range(r.randint(1, 3))]
    d, city = day(r), r.choice(["Turku", "Vaasa", "Oulu"])
    tot = round(sum(x["qty"] * x["price"] for x in it), 2)
    recs.append({"order_no": f"F{i + 1:03d}", "date": str(d), "ship_to": {"city": city, "express": i % 3 == 0}, "total": tot, "lines": it})
    rows.append([f"F{i + 1:03d}", d, city, i % 3 == 0, tot, json.dumps(it)])
    lines += [[f"F{i + 1:03d}", d, city, i % 3 == 0, tot, x["sku"], x["qty"], x["price"]] for x in it]
vs = []
for sep in (".", "_", " ", "/"):
    p = "ship_to" + sep
    cols = [C("order_no", "text"), C("date", "date"), C(p + "city", "text"), C(p + "express", "boolean"), C("total", "number")]
    chk = [("sum", "total"), ("val", 0, "date"), ("val", 0, p + "express"), ("distinct", p + "city"), ("distinct", "order_no")]
    main = table(cols, [c[:5] for c in rows], chk)
    vs.append([table(cols + [C("lines", "text")], rows, chk)])
    vs.append([main])
    ck = [("sum", "qty"), ("sum", "price"), ("val", 0, "sku")]
    kid = [C("sku", "text"), C("qty", "integer"), C("price", "number")]
    vs.append([main, table(kid, [c[5:] for c in lines], ck)])
    for key in (C("order_no", "text"), C(None, ANY)):
        vs.append([main, table([key] + kid, [c[:1] + c[5:] for c in lines], ck)])
    q = "lines" + sep
    vs.append([table(cols + [C(q + "sku", "text"), C(q + "qty", "integer"), C(q + "price", "number")], lines, [("sum", q + "qty"), ("distinct", "order_no"), ("val", 0, q + "sku")])])
K.add(67, "shop_orders.json", "JSON array: a nested object and a list of order lines in each record (lines kept as text, left out, as a second table or one row per line: all accepted)",
      json.dumps(recs, indent=2), vs[0], either=vs[1:])

# 68 zip with two CSVs, one of one row
r = seed(68)
a = [["2024-07", dt.date(2024, 7, 31), 1894.25, "EUR", "open"]]
b = [[i + 1, r.choice(["Kilometers", "Toll", "Hotel"]), r.randint(500, 30000) / 100, dt.date(2024, 7, r.randint(1, 31))] for i in range(13)]
K.add(68, "claim_2024-07.zip", "zip with two CSVs (one of a single row) and the hidden files a Mac adds",
      zipped([("claim/header.csv", sv([["period", "closed_on", "amount", "currency", "state"]] + [[c[0], str(c[1]), us(c[2]), c[3], c[4]] for c in a])),
              ("__MACOSX/claim/._header.csv", b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        \x00\x02\x00\x00"),
              ("claim/items.csv", sv([["no", "kind", "cost", "day"]] + [[c[0], c[1], f"{c[2]:.2f}", c[3].strftime("%d/%m/%Y")] for c in b])),
              ("claim/.DS_Store", b"\x00\x00\x00\x01Bud1\x00\x00\x10\x00")]),
      [table([C("period", ["text", "date"]), C("closed_on", "date"), C("amount", "number"), C("currency", "text"), C("state", "text")], a, [("sum", "amount"), ("val", 0, "closed_on")], "header"),
       table([C("no", "integer"), C("kind", "text"), C("cost", "number"), C("day", "date")], b, [("sum", "cost"), ("sum", "no"), ("distinct", "kind")], "items")])

# 69 Parquet
r = seed(69)
utc = dt.timezone.utc
clean = [[r.randint(10**18, 9 * 10**18), dt.datetime(2024, 6, 1, r.randint(0, 23), r.randint(0, 59), 30, tzinfo=utc), day(r), Decimal(r.randint(100, 999999)) / 100, r.choice([True, False, None]), r.choice(["π", "plain", None]), r.choice([None, round(r.uniform(0, 9), 3)])] for _ in range(50)]
sch = pa.schema([("meter_id", pa.int64()), ("read_at", pa.timestamp("us", tz="UTC")), ("billing_day", pa.date32()), ("charge", pa.decimal128(10, 2)), ("estimated", pa.bool_()), ("tariff", pa.dictionary(pa.int8(), pa.string())), ("kwh", pa.float64())])
t = pa.table({f.name: pa.array([c[k] for c in clean], pa.string() if f.name == "tariff" else f.type) for k, f in enumerate(sch)})
t = t.cast(sch)
o = io.BytesIO(); pq.write_table(t, o, compression="snappy")
K.add(69, "meters.parquet", "Parquet: ids of 19 digits, UTC times, dates, decimals, booleans with nulls, a dictionary column", o.getvalue(),
      [table([C("meter_id", ID), C("read_at", "timestamp"), C("billing_day", "date"), C("charge", "number"), C("estimated", "boolean"), C("tariff", "text"), C("kwh", "number")], clean,
             [("sum", "charge"), ("sum", "kwh"), ("nulls", "estimated"), ("nulls", "tariff"), ("nulls", "kwh"), ("val", 0, "read_at"), ("val", 0, "billing_day"), ("distinct", "meter_id")])])

# 70 log
r = seed(70)
rows, lines = [], []
for i in range(30):
    t = dt.datetime(2024, 6, 14, 3, i, r.randint(0, 59), tzinfo=utc)
    c = [t, r.choice(["info", "warn", "error"]), f"10.0.0.{r.randint(1, 40)}", r.randint(1, 900), r.choice(["cache miss", "upstream timed out, retrying", "ok"])]
    rows.append(c)
    lines.append(f'ts={t.isoformat().replace("+00:00", "Z")} level={c[1]} ip={c[2]} ms={c[3]} msg="{c[4]}"')
one = lambda n: table([C(None, "text")], [[x] for x in lines[-n:]])
K.add(70, "gateway.log", "a log of key=value pairs: refusal, a doubt, one text column or the keys as columns are all right", "\n".join(lines) + "\n", error=True, doubt_ok=True,
      either=[[one(30)], [one(29)], [table([C("ts", "timestamp"), C("level", "text"), C("ip", "text"), C("ms", "integer"), C("msg", "text")], rows, [("sum", "ms"), ("distinct", "level"), ("val", 0, "ts")])]])

# 71 empty file
K.add(71, "export (3).csv", "a file of no bytes", b"", error=True)

# 72 months as columns
r = seed(72)
mon = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
clean, m = [], [["Complaints received, 2023"] + [""] * 13, [""] * 14, ["Reason"] + mon + ["Total"]]
for n in ["Noise", "Street lighting", "Waste, bulky", "Parking", "Dogs", "Potholes", "Graffiti"]:
    v = [r.choice([0, r.randint(1, 2400)]) if n == "Dogs" else r.randint(1, 2400) for _ in mon]
    clean.append([n] + v + [sum(v)])
    m.append([n] + ["-" if x == 0 else us(x, 0) for x in v] + [us(sum(v), 0)])
m.append(["All reasons"] + [us(sum(c[k] for c in clean), 0) for k in range(1, 14)])
m += [[""] * 14, ["Source: municipal service desk"] + [""] * 13]
cols = [C("Reason", "text")] + [C(x, "number") for x in mon] + [C("Total", "number")]
chk = [("sum", "Jan"), ("sum", "Jun"), ("sum", "Dec"), ("val", 2, "Reason"), ("val", 6, "Mar")]
K.add(72, "complaints_by_month.csv", "cross table with months as columns (kept as it is), a total column and a total row not named 'Total', title above, source below, '-' for zero",
      sv(m), [table(cols, clean, chk + [("sum", "Total")])], either=[[table(cols[:-1], [c[:-1] for c in clean], chk)]])

K.save()
print(len(K.items))
