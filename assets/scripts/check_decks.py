"""Reads the decks with the programs that they are written for.

    effnet-tutor --lang en progress anki > deck.txt
    effnet-tutor --lang en progress gift > deck.gift
    python3 assets/scripts/check_decks.py deck.txt deck.gift

For a contributor who changes `src/decks` or a bank; neither the tests nor CI run it, as it needs two
packages that the program itself does not:

    python3 -m venv venv && venv/bin/pip install anki      (PyPI: Anki's own importer)
    npm install gift-pegjs                                 (npm: a parser of GIFT)

Run it with that Python, in the folder with `node_modules`. It takes any number of files: `.gift` goes to
the parser, everything else to Anki. A file is imported into a new collection that is thrown away: once;
once more, which must change nothing; and once with one text changed, which must change that note and no
other. It stops with 1 at the first thing that is not so.
"""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

PREFIX = "effnet-tutor:"
MARK = "changed by the check"

# What a question of our file can become.
TYPES = {"MC", "Numerical", "Short", "Matching", "Essay"}

PARSE = """
const { parse } = require(require.resolve("gift-pegjs", { paths: [process.cwd()] }));
const text = require("fs").readFileSync(process.argv[1], "utf8");
try {
  console.log(JSON.stringify(parse(text)));
} catch (error) {
  const at = error.location && error.location.start;
  console.error(`${at ? `${at.line}:${at.column}: ` : ""}${error.message}`);
  process.exit(1);
}
"""


def fail(message):
    sys.exit(f"error: {message}")


def expect(condition, message):
    if not condition:
        fail(message)


# Anki


def imported(collection, path):
    """Imports a file as the dialog does when nothing is changed in it: how many notes it says are new,
    updated, and lost for whatever reason."""
    from anki.import_export_pb2 import ImportCsvRequest

    metadata = collection.get_csv_metadata(path=str(path), delimiter=None)
    log = collection.import_csv(ImportCsvRequest(path=str(path), metadata=metadata)).log
    lost = [*log.conflicting, *log.first_field_match, *log.missing_notetype, *log.missing_deck, *log.empty_first_field]
    return len(log.new), len(log.updated), len(lost) + len(log.duplicate)


def notes(collection):
    """Every note by its guid: fields, tags and deck."""
    found = {}
    for number in collection.find_notes(""):
        note = collection.get_note(number)
        decks = {collection.decks.name(card.did) for card in note.cards()}
        found[note.guid] = (tuple(note.fields), tuple(sorted(note.tags)), tuple(sorted(decks)))
    return found


def check_anki(path, folder):
    import anki.lang
    from anki.collection import Collection

    text = path.read_text(encoding="utf-8")
    head = [line for line in text.splitlines() if line.startswith("#")]
    rows = sum(line.startswith(f'"{PREFIX}') for line in text.splitlines())
    # The note type is called as Anki calls it in the language of the deck.
    anki.lang.set_lang("ko" if "#notetype:기본" in head else "en")
    collection = Collection(str(Path(folder) / f"{path.stem}.anki2"))
    try:
        first = imported(collection, path)
        before = notes(collection)
        expect(first == (rows, 0, 0), f"{path}: {rows} rows became (new, updated, lost) {first}")
        expect(len(before) == rows, f"{path}: {rows} rows, {len(before)} notes")
        for guid, (fields, tags, decks) in before.items():
            expect(guid.startswith(PREFIX), f"{path}: a note has the guid {guid}")
            expect(len(fields) == 2 and all(fields), f"{path}: {guid} has fields {fields}")
            expect(tags and all(tag.startswith("effnet-tutor::") for tag in tags), f"{path}: {guid}: {tags}")
            expect(len(decks) == 1 and "::" in decks[0], f"{path}: {guid} is in {decks}")

        second = imported(collection, path)
        expect(second[0] == 0 and second[1] == 0, f"{path}: imported again: (new, updated, …) {second}")
        expect(notes(collection) == before, f"{path}: a second import changed something")

        guid = sorted(before)[0]
        changed = Path(folder) / f"{path.stem}-changed.txt"
        lines = text.split("\n")
        place = next(i for i, line in enumerate(lines) if line.startswith(f'"{guid}"'))
        cells = lines[place].split("\t")
        cells[3] = cells[3][:-1] + MARK + '"'
        lines[place] = "\t".join(cells)
        changed.write_text("\n".join(lines), encoding="utf-8")
        third = imported(collection, changed)
        after = notes(collection)
        expect(third[:2] == (0, 1), f"{path}: one text changed: (new, updated, …) {third}")
        other = [key for key in before if before[key] != after.get(key)]
        expect(set(after) == set(before) and other == [guid], f"{path}: changed were {other}")
        expect(after[guid][0][1] == before[guid][0][1] + MARK, f"{path}: the new text did not arrive")
        decks = {deck for _, _, (deck,) in before.values()}
        print(f"{path}: {rows} notes in {len(decks)} decks; imported twice, {len(after)} notes; one text changed, one note updated")
    finally:
        collection.close()


# GIFT


def check_gift(path):
    run = subprocess.run(["node", "-e", PARSE, str(path)], capture_output=True, text=True, encoding="utf-8", check=False)
    expect(run.returncode == 0, f"{path}: {run.stderr.strip()}")
    items = json.loads(run.stdout)
    questions = [item for item in items if item["type"] != "Category"]
    categories = [item["title"] for item in items if item["type"] == "Category"]
    lines = path.read_text(encoding="utf-8").splitlines()
    wanted = [line[2:].split("::")[0] for line in lines if line.startswith("::")]
    expect([question["title"] for question in questions] == wanted, f"{path}: titles differ from the file's")
    expect(len(set(wanted)) == len(wanted), f"{path}: a title stands twice")
    for question in questions:
        title = question["title"]
        expect(question["type"] in TYPES, f"{path}: {title} is read as {question['type']}")
        expect(question["stem"]["format"] == "html", f"{path}: {title} is no HTML")
        expect(question.get("id") == title, f"{path}: {title} has the id {question.get('id')}")
        general = question.get("globalFeedback") or {}
        expect(general.get("text"), f"{path}: {title} has no general feedback")
        check_answers(path, question)
        raw = json.dumps(question, ensure_ascii=False)
        for sign in ("{{", "\\\\\\\\", "$"):
            expect(sign not in raw, f"{path}: {title} shows {sign}")
    types = Counter(question["type"] for question in questions)
    print(f"{path}: {len(questions)} questions in {len(categories)} categories: {dict(sorted(types.items()))}")


def check_answers(path, question):
    """What each type must have to be answered at all, and the words that belong to wrong answers."""
    title, kind = question["title"], question["type"]
    choices = question.get("choices") or []
    weights = [choice.get("weight") for choice in choices]
    if kind == "MC" and any(choice["isCorrect"] for choice in choices):
        expect(sum(choice["isCorrect"] for choice in choices) == 1, f"{path}: {title} has several right ones")
    elif kind == "MC":
        total = sum(weight for weight in weights if weight and weight > 0)
        expect(abs(total - 100) < 0.01, f"{path}: the right ones of {title} make {total} %")
    if kind == "MC":
        wrong = [c for c in choices if not c["isCorrect"] and (c.get("weight") or 0) <= 0]
        expect(wrong and all((c.get("feedback") or {}).get("text") for c in wrong), f"{path}: {title} leaves a wrong one without words")
    if kind in ("Numerical", "Short"):
        right = [c for c in choices if c["isCorrect"] and c.get("weight") in (None, 100)]
        expect(right, f"{path}: {title} has no right answer")
    if kind == "Numerical":
        for choice in choices:
            value = choice["text"]
            numbers = [value.get("number"), value.get("range")]
            expect(all(isinstance(n, (int, float)) for n in numbers), f"{path}: {title} has the value {value}")
    if kind == "Matching":
        expect(len(question["matchPairs"]) >= 2, f"{path}: {title} has too few pairs")


def main():
    files = [Path(name) for name in sys.argv[1:]]
    if not files:
        sys.exit(__doc__.strip())
    with tempfile.TemporaryDirectory() as folder:
        for path in files:
            expect(path.is_file(), f"{path}: there is no such file")
            if path.suffix == ".gift":
                check_gift(path)
            else:
                check_anki(path, folder)


if __name__ == "__main__":
    main()
