"""The vendored files are those that the tool wrote, with licences beside them, and load nothing from elsewhere."""

import hashlib
import json
import re
from pathlib import Path

from throughcare.foundations import pages

STATIC = Path(pages.__file__).parent.parent / "static" / "throughcare"
VENDOR = STATIC / "vendor"
VERSIONS = json.loads((VENDOR / "versions.json").read_text(encoding="utf-8"))


def test_every_vendored_file_is_as_the_tool_wrote_it():
    written = {name: digest for package in VERSIONS for name, digest in package["sha256"].items()}
    there = {str(path.relative_to(VENDOR)): path for path in VENDOR.rglob("*") if path.is_file()}
    del there["versions.json"]
    assert {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in there.items()} == written


def test_every_package_names_its_licence_and_brings_its_text():
    for package in VERSIONS:
        assert package["licence"]
        assert any(name.endswith("LICENCE.txt") for name in package["sha256"])


def test_styles_and_scripts_load_nothing_from_elsewhere():
    for path in [*STATIC.rglob("*.css"), *STATIC.rglob("*.js")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"url\(['\"]?(https?:)?//|@import|sourceMappingURL|frutiger", text, re.IGNORECASE), path
        for named in re.findall(r"url\(['\"]?([^)'\"]+)", text):
            assert (path.parent / named).is_file(), f"{path.name} names {named}"


def test_nhs_blue_is_only_declared_and_never_drawn():
    css = (VENDOR / "nhsuk-frontend/nhsuk-frontend.min.css").read_text(encoding="utf-8")
    assert "#005eb8" not in re.sub(r"--nhsuk-[\w-]+:[^;}]*", "", css)


def test_every_token_that_is_used_is_declared():
    theme = (STATIC / "theme.css").read_text(encoding="utf-8")
    declared = set(re.findall(r"(--tc-[\w-]+):", theme))
    for path in STATIC.rglob("*.css"):
        assert set(re.findall(r"var\((--tc-[\w-]+)\)", path.read_text(encoding="utf-8"))) <= declared


def test_the_typeface_covers_welsh():
    theme = (STATIC / "theme.css").read_text(encoding="utf-8")
    ranges = [
        (int(first, 16), int(last or first, 16))
        for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", theme)
    ]
    assert all(any(low <= ord(letter) <= high for low, high in ranges) for letter in "ŴŵŶŷẀẁẄẅâêîôûŷ")
