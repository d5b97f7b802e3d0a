"""The bill of materials names all that is shipped, is valid, and is the same for the same files."""

import json

import pytest
from cyclonedx.model.bom import Bom

from tests.supply.bill import NotValid, bill, main, written
from tests.supply.licences import PARTS
from tests.supply.lock import RUNTIME, pinned


def test_the_bill_names_every_locked_package_with_its_digests_and_every_part_of_the_code(tmp_path):
    assert main([str(tmp_path / "build" / "sbom.json")]) == 0
    said = json.loads((tmp_path / "build" / "sbom.json").read_text())
    components = {component["name"]: component for component in said["components"]}
    packages = pinned(RUNTIME)
    assert components.keys() == {package.name for package in packages} | {part.what for part in PARTS}
    for package in packages:
        named = components[package.name]
        (file,) = named["externalReferences"]
        assert named["purl"] == f"pkg:pypi/{package.name}@{package.version}"
        assert {digest["content"] for digest in file["hashes"]} == set(package.hashes)
        assert named["licenses"]
    wanted = {edge["ref"]: edge.get("dependsOn", []) for edge in said["dependencies"]}
    assert f"pkg:pypi/django@{components['django']['version']}" in wanted["reform-portal"]


def test_the_same_files_give_the_same_bytes():
    assert written(bill()) == written(bill())


def test_a_bill_that_breaks_the_schema_is_not_written(monkeypatch):
    monkeypatch.setattr("tests.supply.bill.JsonV1Dot6.output_as_string", lambda _self, indent: '{"bomFormat": "none"}')
    with pytest.raises(NotValid):
        written(Bom())
