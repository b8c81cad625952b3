"""Cuts the larger tables down; run from this folder, with vega-datasets installed."""

import pandas as pd

MAIN = "../../main-job/data/"
MOVIES = "Title,US Gross,Worldwide Gross,Production Budget,Release Date,MPAA Rating,Running Time min,Distributor,Major Genre,Rotten Tomatoes Rating,IMDB Rating,IMDB Votes"
RESCUES = "date_time of call,cal_year,PUMP HOURS TOTAL,hourly notional cost,incident-notional-cost,animal group parent,originof call,property category,special service type category,borough"

pd.read_json(MAIN + "cars.json").to_csv("tables/cars.csv", index=False)
pd.read_json(MAIN + "gapminder.json").to_csv("tables/gapminder.csv", index=False)
movies = pd.read_json(MAIN + "movies.json")
movies[movies["Running Time min"].notna()][MOVIES.split(",")].to_csv("tables/movies.csv", index=False)
pd.read_csv(MAIN + "birdstrikes.csv").iloc[::5].to_csv("tables/birdstrikes.csv", index=False)
rescues = pd.read_csv("../../public-files/data/animal_rescues.csv", encoding="latin-1", keep_default_na=False)
rescues[RESCUES.split(",")].to_csv("tables/animal_rescues.csv", index=False)
