"""What in_place.py tests with Sendmail."""
from lab import in_place

PACKAGES = ["sendmail-bin"]
SNIPPETS = {"aliases": "aliases"}
TO = "bounces@bounces.example.net"


def queue(root):
    return len(list((root.path / "var/spool/mqueue").glob("qf*")))


def test(root):
    first, late = ["first"], ["late"]
    in_place.submit(TO, "first")
    in_place.expect_lines("Sendmail: a mail is a line", root.file, first)
    with in_place.full_disk(root.disk):
        in_place.submit(TO, "late", in_place.LONG)
        in_place.expect("Sendmail: a full disk keeps the mail in the queue",
                        lambda: "Deferred" in root.run("mailq"))
        in_place.expect_lines("Sendmail: nothing is in the file", root.file,
                              first)
    root.run("sendmail", "-q")
    in_place.expect_lines("Sendmail: with room again it arrives", root.file,
                          first + late)
    in_place.expect("Sendmail: the queue is empty", lambda: queue(root) == 0)
