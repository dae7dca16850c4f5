from knowledge.intake.process import read
from knowledge.intake.reading import Upload


async def test_text_becomes_a_draft() -> None:
    [draft] = await read([Upload("a.txt", b"One\ntwo.\n\nThree.")])
    source = draft.with_(title="T", authors=("Ann O’Hara",), published="2020-05").source({"ohara-2020"})
    assert (source.id, [p.text for p in source.passages]) == ("ohara-2020-2", ["One two.", "Three."])
