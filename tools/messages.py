"""Keeps the catalogues complete: `make messages`.

Collects every English sentence of the code and the templates, keeps the Korean that is there, and writes
`translations/{ko,en}/LC_MESSAGES/messages.po` (and the compiled `.mo`). `--check` changes nothing and fails
when a sentence has no Korean or when the files on disk are not what this would write.
"""

import sys
from pathlib import Path

import polib
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

ROOT = Path(__file__).parent.parent
TRANSLATIONS = ROOT / "translations"
HEADER = {"Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit"}


def sentences() -> dict[str, list[str]]:
    """Return every msgid with the files it stands in."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found: dict[str, set[str]] = {}
    keywords = {"_": None, "message": None, "gettext": None}
    for filename, _line, msgid, _comments, _context in extract_from_dir(
        ROOT, methods, options, keywords=keywords, directory_filter=lambda path: "/." not in str(path)
    ):
        if isinstance(msgid, str) and msgid:
            found.setdefault(msgid, set()).add(filename)
    return {msgid: sorted(found[msgid]) for msgid in sorted(found)}


def known_korean() -> dict[str, str]:
    """Return the Korean of every sentence that has one."""
    path = _catalogue("ko")
    catalogue = polib.pofile(str(path)) if path.exists() else ()
    return {entry.msgid: entry.msgstr for entry in catalogue if entry.msgstr}


def build(language: str, found: dict[str, list[str]], korean: dict[str, str]) -> polib.POFile:
    """Return the catalogue of a language."""
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = {**HEADER, "Language": language}
    for msgid, files in found.items():
        text = msgid if language == "en" else korean.get(msgid, "")
        entry = polib.POEntry(msgid=msgid, msgstr=text, occurrences=[(name, "") for name in files])
        if "%(" in msgid:
            entry.flags.append("python-format")
        catalogue.append(entry)
    return catalogue


def main() -> int:
    """Write or check the catalogues."""
    check = "--check" in sys.argv
    found, korean = sentences(), known_korean()
    missing = [msgid for msgid in found if not korean.get(msgid)]
    for msgid in missing:
        print(f"no Korean: {msgid!r} ({found[msgid][0]})", file=sys.stderr)
    stale = False
    for language in ("ko", "en"):
        catalogue = build(language, found, korean)
        path = _catalogue(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        if check:
            stale |= not path.exists() or path.read_text(encoding="utf-8") != str(catalogue) + "\n"
        else:
            path.write_text(str(catalogue) + "\n", encoding="utf-8")
            catalogue.save_as_mofile(str(path.with_suffix(".mo")))
    if check and stale:
        print("The catalogues are not up to date: run `make messages`.", file=sys.stderr)
    print(f"{len(found)} sentences, {len(missing)} without Korean")
    return 1 if missing or (check and stale) else 0


def compile_only() -> int:
    """Compile the catalogues as they are: what `make run` and `make test` need."""
    for path in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"):
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
    return 0


def _catalogue(language: str) -> Path:
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


if __name__ == "__main__":
    sys.exit(compile_only() if "--compile" in sys.argv else main())
