"""Writes the bill of materials of what is shipped and installed, as CycloneDX JSON (`make sbom`).

It is made of the runtime lock, of the licences, and of what comes with the code; tools of development are no part of
it. The same files give the same bytes: it bears no day and no serial number of its own.
"""

import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, Property, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.spdx import is_expression, is_supported_id
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from tests.supply.licences import PARTS, Part, licences_of, plain
from tests.supply.lock import ROOT, RUNTIME, Pinned, pinned

BILL = ROOT / "build" / "sbom.cdx.json"


class NotValid(ValueError):
    """The bill is not what the schema of CycloneDX asks; the message says where."""


def licence(name: str) -> DisjunctiveLicense | LicenseExpression:
    if is_supported_id(name):
        return DisjunctiveLicense(id=name)
    return LicenseExpression(name) if is_expression(name) else DisjunctiveLicense(name=name)


def library(package: Pinned, licence_name: str) -> Component:
    """A locked package. Each digest is that of one file which may be installed, for one kind of machine."""
    purl = PackageURL("pypi", name=plain(package.name), version=package.version)
    page = XsUri(f"https://pypi.org/project/{plain(package.name)}/{package.version}/")
    return Component(
        type=ComponentType.LIBRARY,
        name=package.name,
        version=package.version,
        bom_ref=str(purl),
        purl=purl,
        scope=ComponentScope.OPTIONAL if package.marker else ComponentScope.REQUIRED,
        licenses=[licence(licence_name)],
        properties=[Property(name="lock:marker", value=package.marker)] if package.marker else (),
        external_references=[
            ExternalReference(
                type=ExternalReferenceType.DISTRIBUTION,
                url=page,
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in package.hashes],
            )
        ],
    )


def part(of_the_code: Part) -> Component:
    return Component(
        type=ComponentType.DATA,
        name=of_the_code.what,
        bom_ref=f"part:{of_the_code.what}",
        description=f"{of_the_code.where}: {of_the_code.asks}",
        licenses=[licence(of_the_code.licence)],
    )


def bill() -> Bom:
    """What is shipped, and what wants what."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    packages = pinned(RUNTIME)
    licences = licences_of(packages)
    portal = Component(
        type=ComponentType.APPLICATION,
        name=project["name"],
        version=project["version"],
        bom_ref=project["name"],
        description=project["description"],
        licenses=[licence(project["license"])],
    )
    libraries = {package.name: library(package, licences[package.name]) for package in packages}
    parts = [part(one) for one in PARTS]
    made = Bom(components=[*libraries.values(), *parts])
    made.metadata.component = portal
    components = {project["name"]: portal, **libraries}
    for name, component in components.items():
        wanted = [libraries[package.name] for package in packages if name in package.wanted_by]
        made.register_dependency(component, [*wanted, *parts] if component is portal else wanted)
    return made


def written(made: Bom) -> str:
    """The bill as JSON, without what differs from one writing to the next. Raises NotValid."""
    made.metadata.timestamp = None  # type: ignore[assignment]
    made.serial_number = None  # type: ignore[assignment]
    made.metadata.properties.add(Property(name="cdx:reproducible", value="true"))
    text = JsonV1Dot6(made).output_as_string(indent=2) + "\n"
    if errors := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise NotValid(str(errors))
    return text


def main(arguments: Sequence[str]) -> int:
    target = Path(arguments[0]) if arguments else BILL
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(written(bill()))
    print(f"{target}: {len(pinned(RUNTIME))} libraries and {len(PARTS)} parts of the code, valid CycloneDX 1.6")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
