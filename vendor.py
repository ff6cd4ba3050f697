"""Browser materials: taken out of node_modules once, committed, and proved unchanged ever after.

`npm ci && python vendor.py` copies the files named here into static/vendor and tests/vendor and
writes their SHA-256 sums; `python vendor.py --check` says which file differs from its sum, is
missing, or was never listed. Standard library only. Versions are pinned in package.json.
"""

import argparse
import hashlib
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENDOR = Path("static/vendor")
AXE = Path("tests/vendor/axe.min.js")
SUMS = VENDOR / "SHA256SUMS"
HANDWRITTEN = frozenset({SUMS, VENDOR / "LICENSES.md"})
PRETENDARD = "pretendard-gov/dist/web/variable"
STATIC_FONTS = "pretendard-gov/dist/public/static"
KRDS = "krds-uiux/resources/css/token/krds_tokens.css"

FILES = {
    "htmx.org/dist/htmx.min.js": VENDOR / "htmx.min.js",
    "htmx.org/LICENSE": VENDOR / "licenses/htmx.txt",
    "plotly.js-basic-dist-min/plotly-basic.min.js": VENDOR / "plotly-basic.min.js",
    "plotly.js-basic-dist-min/LICENSE": VENDOR / "licenses/plotly.txt",
    f"{PRETENDARD}/pretendardvariable-gov-dynamic-subset.css": (
        VENDOR / "pretendard/pretendardvariable-gov-dynamic-subset.css"
    ),
    f"{STATIC_FONTS}/PretendardGOV-Regular.otf": VENDOR / "pretendard/documents/PretendardGOV-Regular.otf",
    f"{STATIC_FONTS}/PretendardGOV-Bold.otf": VENDOR / "pretendard/documents/PretendardGOV-Bold.otf",
    "pretendard-gov/dist/LICENSE.txt": VENDOR / "licenses/pretendard-gov.txt",
    "axe-core/axe.min.js": AXE,
    "axe-core/LICENSE": VENDOR / "licenses/axe-core.txt",
}
FOLDERS = {f"{PRETENDARD}/woff2-dynamic-subset": VENDOR / "pretendard/woff2-dynamic-subset"}

KRDS_HEAD = """/* Colours of the KRDS design tokens, krds-uiux 1.1.0, by the Korea Design System for Government (KRDS).
   Extracted unchanged by vendor.py. Sizes are left out on purpose: they assume 1rem = 10px. */
"""
KRDS_COLOUR = re.compile(r"^\s*(--krds-color-light-[a-z]+-\d+:\s*#[0-9a-f]{6};)", re.MULTILINE)


def copy_materials(modules: Path, root: Path = ROOT) -> None:
    """Copy everything out of `modules` (a node_modules folder) into `root` and write the sums."""
    for source, target in FILES.items():
        _copy(modules / source, root / target)
    for source, target in FOLDERS.items():
        shutil.rmtree(root / target, ignore_errors=True)
        for font in sorted((modules / source).glob("*.woff2")):
            _copy(font, root / target / font.name)
    (root / VENDOR / "krds-colors.css").write_text(krds_colours((modules / KRDS).read_text("utf-8")), "utf-8")
    lines = [f"{_sum(root / path)}  {path.as_posix()}\n" for path in _present(root)]
    (root / SUMS).write_text("".join(lines), "utf-8")


def krds_colours(tokens: str) -> str:
    """Return a style sheet with only the colours of the light palette of `tokens`."""
    lines = "".join(f"  {colour}\n" for colour in KRDS_COLOUR.findall(tokens))
    return f"{KRDS_HEAD}:root {{\n{lines}}}\n"


def problems(root: Path = ROOT) -> list[str]:
    """Return one line for each vendored file that is changed, missing or not listed; none if all is well."""
    listed = dict(_listed(root))
    missing = [f"missing: {path}" for path in listed if not (root / path).is_file()]
    unlisted = [f"not listed: {path}" for path in _present(root) if path not in listed]
    changed = [
        f"changed: {path}"
        for path, expected in listed.items()
        if (root / path).is_file() and _sum(root / path) != expected
    ]
    return missing + unlisted + changed


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; the exit status is 1 if `--check` finds a problem."""
    parser = argparse.ArgumentParser(description="Copy browser materials out of node_modules, or check them.")
    parser.add_argument("--check", action="store_true", help="only compare with static/vendor/SHA256SUMS")
    parser.add_argument("--modules", type=Path, default=ROOT / "node_modules", help="where npm put the packages")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder")
    options = parser.parse_args(arguments)
    if not options.check:
        copy_materials(options.modules, options.root)
    found = problems(options.root)
    sys.stdout.writelines(f"{line}\n" for line in found or ["vendored files are unchanged"])
    return 1 if found else 0


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _present(root: Path) -> list[Path]:
    found = [path.relative_to(root) for path in (root / VENDOR).rglob("*") if path.is_file()]
    if (root / AXE).is_file():
        found.append(AXE)
    return sorted(path for path in found if path not in HANDWRITTEN)


def _listed(root: Path) -> Iterator[tuple[Path, str]]:
    for line in (root / SUMS).read_text("utf-8").splitlines():
        expected, _, path = line.partition("  ")
        yield Path(path), expected


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    raise SystemExit(main())
