/** A country as ISO 3166-1 names it. */
export interface Country {
  iso2: string;
  iso3: string;
  /** Its usual English name. */
  name: string;
}

/** Codes and names, the usual English name first (ISO 3166-1; names after i18n-iso-countries 7.14, MIT). */
const LIST = `
AF AFG Afghanistan
AL ALB Albania
DZ DZA Algeria
AS ASM American Samoa
AD AND Andorra
AO AGO Angola
AI AIA Anguilla
AQ ATA Antarctica
AG ATG Antigua and Barbuda
AR ARG Argentina
AM ARM Armenia
AW ABW Aruba
AU AUS Australia
AT AUT Austria|Österreich
AZ AZE Azerbaijan
BS BHS Bahamas
BH BHR Bahrain
BD BGD Bangladesh
BB BRB Barbados
BY BLR Belarus
BE BEL Belgium
BZ BLZ Belize
BJ BEN Benin
BM BMU Bermuda
BT BTN Bhutan
BO BOL Bolivia
BA BIH Bosnia and Herzegovina
BW BWA Botswana
BV BVT Bouvet Island
BR BRA Brazil
IO IOT British Indian Ocean Territory
BN BRN Brunei|Brunei Darussalam
BG BGR Bulgaria
BF BFA Burkina Faso
BI BDI Burundi
KH KHM Cambodia
CM CMR Cameroon
CA CAN Canada
CV CPV Cape Verde
KY CYM Cayman Islands
CF CAF Central African Republic
TD TCD Chad
CL CHL Chile
CN CHN China|People's Republic of China|PR China
CX CXR Christmas Island
CC CCK Cocos (Keeling) Islands
CO COL Colombia
KM COM Comoros
CG COG Republic of the Congo|Congo
CD COD DR Congo|Democratic Republic of the Congo|Congo|Congo, Dem. Rep.
CK COK Cook Islands
CR CRI Costa Rica
CI CIV Ivory Coast|Cote d'Ivoire|Côte d'Ivoire
HR HRV Croatia
CU CUB Cuba
CY CYP Cyprus
CZ CZE Czech Republic|Czechia
DK DNK Denmark
DJ DJI Djibouti
DM DMA Dominica
DO DOM Dominican Republic
EC ECU Ecuador
EG EGY Egypt
SV SLV El Salvador
GQ GNQ Equatorial Guinea
ER ERI Eritrea
EE EST Estonia
ET ETH Ethiopia
FK FLK Falkland Islands (Malvinas)
FO FRO Faroe Islands
FJ FJI Fiji
FI FIN Finland
FR FRA France
GF GUF French Guiana
PF PYF French Polynesia
TF ATF French Southern Territories
GA GAB Gabon
GM GMB Gambia|Republic of The Gambia|The Gambia
GE GEO Georgia
DE DEU Germany|Deutschland
GH GHA Ghana
GI GIB Gibraltar
GR GRC Greece
GL GRL Greenland
GD GRD Grenada
GP GLP Guadeloupe
GU GUM Guam
GT GTM Guatemala
GN GIN Guinea
GW GNB Guinea-Bissau
GY GUY Guyana
HT HTI Haiti
HM HMD Heard Island and McDonald Islands
VA VAT Holy See (Vatican City State)|Vatican
HN HND Honduras
HK HKG Hong Kong|Hong Kong SAR China
HU HUN Hungary
IS ISL Iceland
IN IND India
ID IDN Indonesia
IR IRN Islamic Republic of Iran|Iran
IQ IRQ Iraq
IE IRL Ireland
IL ISR Israel
IT ITA Italy
JM JAM Jamaica
JP JPN Japan
JO JOR Jordan
KZ KAZ Kazakhstan
KE KEN Kenya
KI KIR Kiribati
KP PRK North Korea
KR KOR South Korea|Korea, Republic of|Republic of Korea|Korea
KW KWT Kuwait
KG KGZ Kyrgyzstan
LA LAO Lao People's Democratic Republic|Laos
LV LVA Latvia
LB LBN Lebanon
LS LSO Lesotho
LR LBR Liberia
LY LBY Libya
LI LIE Liechtenstein
LT LTU Lithuania
LU LUX Luxembourg
MO MAC Macau|Macao
MG MDG Madagascar
MW MWI Malawi
MY MYS Malaysia
MV MDV Maldives
ML MLI Mali
MT MLT Malta
MH MHL Marshall Islands
MQ MTQ Martinique
MR MRT Mauritania
MU MUS Mauritius
YT MYT Mayotte
MX MEX Mexico
FM FSM Micronesia|Micronesia, Federated States of
MD MDA Moldova|Moldova, Republic of
MC MCO Monaco
MN MNG Mongolia
MS MSR Montserrat
MA MAR Morocco
MZ MOZ Mozambique
MM MMR Myanmar|Burma
NA NAM Namibia
NR NRU Nauru
NP NPL Nepal
NL NLD Netherlands|The Netherlands|Netherlands (Kingdom of the)|Holland
NC NCL New Caledonia
NZ NZL New Zealand
NI NIC Nicaragua
NE NER Niger
NG NGA Nigeria
NU NIU Niue
NF NFK Norfolk Island
MP MNP Northern Mariana Islands
MK MKD North Macedonia|The Republic of North Macedonia|Macedonia
NO NOR Norway
OM OMN Oman
PK PAK Pakistan
PW PLW Palau
PS PSE Palestine|State of Palestine
PA PAN Panama
PG PNG Papua New Guinea
PY PRY Paraguay
PE PER Peru
PH PHL Philippines
PN PCN Pitcairn|Pitcairn Islands
PL POL Poland
PT PRT Portugal
PR PRI Puerto Rico
QA QAT Qatar
RE REU Reunion
RO ROU Romania
RU RUS Russia|Russian Federation
RW RWA Rwanda
SH SHN Saint Helena
KN KNA Saint Kitts and Nevis
LC LCA Saint Lucia
PM SPM Saint Pierre and Miquelon
VC VCT Saint Vincent and the Grenadines
WS WSM Samoa
SM SMR San Marino
ST STP Sao Tome and Principe
SA SAU Saudi Arabia
SN SEN Senegal
SC SYC Seychelles
SL SLE Sierra Leone
SG SGP Singapore
SK SVK Slovakia
SI SVN Slovenia
SB SLB Solomon Islands
SO SOM Somalia
ZA ZAF South Africa
GS SGS South Georgia and the South Sandwich Islands
ES ESP Spain|España
LK LKA Sri Lanka
SD SDN Sudan
SR SUR Suriname
SJ SJM Svalbard and Jan Mayen
SZ SWZ Eswatini|Swaziland
SE SWE Sweden
CH CHE Switzerland|Schweiz
SY SYR Syria|Syrian Arab Republic
TW TWN Taiwan|Taiwan, Province of China
TJ TJK Tajikistan
TZ TZA Tanzania|United Republic of Tanzania
TH THA Thailand
TL TLS East Timor|Timor-Leste
TG TGO Togo
TK TKL Tokelau
TO TON Tonga
TT TTO Trinidad and Tobago
TN TUN Tunisia
TR TUR Turkey|Türkiye
TM TKM Turkmenistan
TC TCA Turks and Caicos Islands
TV TUV Tuvalu
UG UGA Uganda
UA UKR Ukraine
AE ARE United Arab Emirates|UAE
GB GBR United Kingdom|UK|Great Britain|U.K.
US USA United States|United States of America|U.S.A.|U.S.|America
UM UMI United States Minor Outlying Islands
UY URY Uruguay
UZ UZB Uzbekistan
VU VUT Vanuatu
VE VEN Venezuela
VN VNM Vietnam
VG VGB Virgin Islands, British
VI VIR Virgin Islands, U.S.
WF WLF Wallis and Futuna
EH ESH Western Sahara
YE YEM Yemen
ZM ZMB Zambia
ZW ZWE Zimbabwe
AX ALA Åland Islands|Aland Islands
BQ BES Bonaire, Sint Eustatius and Saba
CW CUW Curaçao
GG GGY Guernsey
IM IMN Isle of Man
JE JEY Jersey
ME MNE Montenegro
BL BLM Saint Barthélemy
MF MAF Saint Martin (French part)
RS SRB Serbia
SX SXM Sint Maarten (Dutch part)
SS SSD South Sudan
XK XKK Kosovo
`;

interface Index {
  iso2: ReadonlyMap<string, Country>;
  iso3: ReadonlyMap<string, Country>;
  names: ReadonlyMap<string, Country>;
}

let index: Index | undefined;

function build(): Index {
  const [iso2, iso3, names] = [
    new Map<string, Country>(),
    new Map<string, Country>(),
    new Map<string, Country>(),
  ];
  for (const line of LIST.trim().split("\n")) {
    const called = line.slice(7).split("|");
    const country = {iso2: line.slice(0, 2), iso3: line.slice(3, 6), name: called[0]!};
    iso2.set(country.iso2, country);
    iso3.set(country.iso3, country);
    for (const name of called) names.set(plain(name), country);
  }
  return {iso2, iso3, names};
}

const plain = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/&/g, " and ")
    .replace(/\bst\b\.?/g, "saint")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .replace(/^the | the /g, " ")
    .trim();

/** The country that a text names: by name in any case ("Côte d'Ivoire"), or by its code in capitals ("CI", "CIV"). */
export function countryOf(text: string): (Country & {by: "name" | "iso2" | "iso3"}) | undefined {
  index ??= build();
  const trimmed = text.trim();
  const named = index.names.get(plain(trimmed));
  if (named) return {...named, by: trimmed === named.iso2 ? "iso2" : "name"};
  const short = index.iso2.get(trimmed);
  if (short) return {...short, by: "iso2"};
  const long = index.iso3.get(trimmed);
  return long && {...long, by: "iso3"};
}
