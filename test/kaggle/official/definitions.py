"""Writes what Kaggle's own client says of the calls that are used here: methods, and the types of what is sent and answered."""

import importlib
import json
import sys
from enum import Enum
from importlib.metadata import version

from kagglesdk.common.types.http_redirect import HttpRedirect
from kagglesdk.kaggle_object import KaggleObject

SERVICES = {
    "kagglesdk.datasets.services.dataset_api_service.DatasetApiClient": [
        "list_datasets",
        "get_dataset",
        "get_dataset_metadata",
        "list_dataset_files",
        "download_dataset",
    ],
    "kagglesdk.competitions.services.competition_api_service.CompetitionApiClient": [
        "list_competitions",
        "get_competition",
        "list_data_files",
        "download_data_file",
        "download_data_files",
        "get_leaderboard",
    ],
    "kagglesdk.kernels.services.kernels_api_service.KernelsApiClient": ["get_accelerator_quota_statistics"],
    "kagglesdk.users.services.account_service.AccountClient": ["generate_access_token"],
    "kagglesdk.security.services.oauth_service.OAuthClient": ["introspect_token"],
}

methods = {}
types = {}
enums = {}


class Recorder:
    def call(self, service, name, request, answer):
        methods[f"{service}/{name}"] = {"request": type(request).__name__, "answer": answer.__name__}
        describe(type(request))
        if answer is not HttpRedirect:
            describe(answer)


def describe(cls):
    if cls.__name__ in types:
        return
    fields = types[cls.__name__] = {}
    for field in cls._fields:
        described = {}
        kind = type(field.serializer).__name__.replace("Serializer", "")
        if kind == "List":
            described["list"] = True
            kind = "Predefined"
        of = field.field_type
        if issubclass(of, KaggleObject):
            described["object"] = of.__name__
            describe(of)
        elif issubclass(of, Enum):
            described["enum"] = of.__name__
            enums[of.__name__] = [one.name for one in of]
        else:
            described["kind"] = of.__name__ if kind == "Predefined" else kind
        fields[field.json_name] = described


for path, names in SERVICES.items():
    module, name = path.rsplit(".", 1)
    client = getattr(importlib.import_module(module), name)(Recorder())
    for method in names:
        getattr(client, method)()

json.dump(
    {"kagglesdk": version("kagglesdk"), "methods": methods, "types": types, "enums": enums},
    sys.stdout,
    indent=2,
    sort_keys=True,
)
