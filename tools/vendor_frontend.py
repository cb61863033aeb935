"""Fetches nhsuk-frontend and the typeface from npm, makes them neutral and writes them where the pages load them.

Needed only to change a version: `python tools/vendor_frontend.py`, then look at the pages and commit what changed.
The licence forbids nobody the code, but the NHS logo, its blue and the Frutiger typeface are not ours to use.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "throughcare/foundations/static/throughcare/vendor"
NHSUK, NHSUK_VERSION = "nhsuk-frontend", "10.6.1"
FONT, FONT_VERSION = "@fontsource-variable/atkinson-hyperlegible-next", "5.3.0"

#: nhsuk's literal colours and the token of theme.css that stands for each.
TOKENS = {
    "brand": "#005eb8 #330072",
    "brand-hover": "#004b93 #0055a6 #00478a #7c2855",
    "brand-deep": "#002f5c #003d78 #004281 #003087",
    "brand-tint": "#c7dcef #d9e7f4 #ccdff1 #edf4fa",
    "brand-line": "#337ec6 #669ed4",
    "action": "#007f3b",
    "action-hover": "#00662f",
    "action-deep": "#00401e",
    "ink": "#212b32",
    "ink-soft": "#4c6272 #768692",
    "line": "#d8dde0",
    "line-strong": "#aeb7bd",
    "quiet-tint": "#f0f4f5",
    "overdue": "#d5281b",
    "overdue-deep": "#aa2016 #6b140e",
    "overdue-tint": "#f9dfdd",
    "focus": "#ffeb3b",
}
COLOURS = {literal: f"var(--tc-{token})" for token, literals in TOKENS.items() for literal in literals.split()}

#: nhsuk's own declarations and addresses keep their text; a colour anywhere else is replaced.
KEPT_OR_COLOUR = re.compile(r"--nhsuk-[\w-]+:[^;}]*|url\([^)]*\)|#[0-9a-fA-F]{6}\b")
FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
SOURCE_MAP = re.compile(r"\s*(/\*# sourceMappingURL=\S* ?\*/|//# sourceMappingURL=\S*)\s*$")
ASSET = re.compile(r"url\((['\"]?)/assets/images/([\w-]+\.svg)\1\)")

NHSUK_LICENCE = """MIT License

Copyright (c) 2019 NHS.UK

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""


def neutral_css(css: str) -> str:
    """The compiled stylesheet with our tokens for colours and typeface, and nothing loaded from elsewhere."""
    css = SOURCE_MAP.sub("", FONT_FACE.sub("", css))
    css = re.sub(r"""["']?Frutiger W01["']?,\s*arial,\s*sans-serif""", "var(--tc-font)", css, flags=re.IGNORECASE)
    css = ASSET.sub(r"url(images/\2)", css)
    return KEPT_OR_COLOUR.sub(lambda found: COLOURS.get(found[0].lower(), found[0]), css)


def neutral_script(script: str) -> str:
    return SOURCE_MAP.sub("", script) + "\n"


def pack(package: str, version: str, into: Path) -> Path:
    """The unpacked folder of one npm package."""
    made = subprocess.run(
        ["npm", "pack", "--silent", f"{package}@{version}"], cwd=into, check=True, capture_output=True, text=True
    )
    folder = into / package.replace("/", "-")
    with tarfile.open(into / made.stdout.strip().splitlines()[-1]) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def nhsuk_files(package: Path) -> dict[str, bytes]:
    built = package / "dist/nhsuk"
    css = neutral_css((built / "nhsuk-frontend.min.css").read_text(encoding="utf-8"))
    script = neutral_script((built / "nhsuk-frontend.min.js").read_text(encoding="utf-8"))
    files = {"nhsuk-frontend.min.css": css.encode(), "nhsuk-frontend.min.js": script.encode()}
    for name in sorted(set(re.findall(r"url\(images/([\w-]+\.svg)\)", css))):
        files[f"images/{name}"] = (built / "assets/images" / name).read_bytes()
    return files | {"LICENCE.txt": NHSUK_LICENCE.encode()}


def font_files(package: Path) -> dict[str, bytes]:
    names = [f"atkinson-hyperlegible-next-{part}-wght-normal.woff2" for part in ("latin", "latin-ext")]
    files = {name: (package / "files" / name).read_bytes() for name in names}
    return files | {"LICENCE.txt": (package / "LICENSE").read_bytes()}


def write(folder: str, package: str, version: str, licence: str, files: dict[str, bytes]) -> dict:
    for name, content in files.items():
        target = VENDOR / folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    hashes = {f"{folder}/{name}": hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    return {"package": package, "version": version, "licence": licence, "sha256": hashes}


def main() -> int:
    argparse.ArgumentParser(description=__doc__).parse_args()
    with tempfile.TemporaryDirectory() as place:
        nhsuk = nhsuk_files(pack(NHSUK, NHSUK_VERSION, Path(place)))
        font = font_files(pack(FONT, FONT_VERSION, Path(place)))
    versions = [
        write("nhsuk-frontend", NHSUK, NHSUK_VERSION, "MIT", nhsuk),
        write("atkinson-hyperlegible-next", FONT, FONT_VERSION, "OFL-1.1", font),
    ]
    (VENDOR / "versions.json").write_text(json.dumps(versions, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
