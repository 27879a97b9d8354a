"""Reads the tables: what is scripted, and what a server makes of it."""
import configparser
import csv
import fnmatch
import pathlib
import re
from dataclasses import dataclass, field

HERE = pathlib.Path(__file__).resolve().parent.parent
SENDER_DOMAIN = "news.example.net"
OUT_HOST = "out.example.net"
OUT_ADDRESS = "192.0.2.1"
COLLECTOR_ADDRESS = "198.51.100.250"
REPLY = re.compile(r"([2345]\d\d)[ -](?:([245]\.\d{1,3}\.\d{1,3})[ -]?)?(.*)",
                   re.S)

LATE_STATUS = re.compile(r"\(#([45]\.\d{1,3}\.\d{1,3})\b")


@dataclass
class Fate:
    """What happens to one recipient of a scenario."""
    local: str
    stage: str
    reply: str
    cls: str
    hardness: str

    def refusal(self, part):
        """Code, status or text (1, 2, 3) of a 4yz or 5yz reply, or None."""
        found = REPLY.match(self.reply)
        return found[part] if found and found[1][0] in "45" else None

    def code(self):
        return self.refusal(1) and int(self.refusal(1))

    def status(self):
        """The code before the text, or qmail's way: in the text's end."""
        late = LATE_STATUS.search(self.refusal(3) or "")
        return self.refusal(2) or (late and late[1])

    def words(self):
        """The text of the first line without its codes, or None."""
        text = self.refusal(3)
        return text.split("\n")[0].strip() if text else None

    def action(self):
        return "delivered" if self.cls == "delivered" else "failed"


@dataclass
class Scenario:
    """One message, sent to one or more recipients in one domain."""
    name: str
    domain: str
    address: str
    options: dict
    fates: list = field(default_factory=list)

    @property
    def mx(self):
        return self.options.get("mx", "mx." + self.domain)

    @property
    def token(self):
        """A word that names the scenario but says nothing about it."""
        return self.domain.split(".")[0]

    @property
    def sender(self):
        return f"{self.token}@{SENDER_DOMAIN}"

    @property
    def message_id(self):
        return f"{self.token}.7f3a@{SENDER_DOMAIN}"

    @property
    def kind(self):
        return self.options.get("kind", "failure")

    def recipient(self, fate):
        return f"{fate.local}@{self.options.get('to', self.domain)}"

    def script(self, stage, local=None):
        """The reply at a stage, or None where all is well."""
        for fate in self.fates:
            if fate.stage == stage and local in (None, fate.local):
                return fate.reply
        return None


def options(text):
    """'a=b, c' as a dictionary; an option without a value is 'yes'."""
    pairs = (item.partition("=") for item in text.split(",") if item.strip())
    return {key.strip(): value.strip() or "yes" for key, _, value in pairs}


def rows(path):
    with open(path, encoding="utf-8", newline="") as stream:
        lines = (line for line in stream if not line.startswith("#"))
        yield from csv.DictReader(lines, delimiter="\t",
                                  quoting=csv.QUOTE_NONE)


def address(number):
    """Each scenario has an address: 198.51.100.0/24, then 203.0.113.0/24."""
    if number < 240:
        return f"198.51.100.{number + 1}"
    return f"203.0.113.{number - 239}"


# No host answers there: see space.py for the routes.
NOWHERE = {"!unreachable": "192.0.2.200", "!silent": "192.0.2.201"}


def scenarios(path):
    """All scenarios by name; a repeated name adds a recipient."""
    found = {}
    domains = set()
    for row in rows(path):
        name = row["name"]
        if name not in found:
            if row["domain"] in domains:
                raise ValueError(f"{path}: {name}: {row['domain']} is taken")
            domains.add(row["domain"])
            found[name] = Scenario(name, row["domain"], address(len(found)),
                                   options(row["options"] or ""))
        found[name].fates.append(Fate(
            row["recipient"], row["stage"], row["reply"].replace("\\n", "\n"),
            row["class"], row["hardness"]))
        if row["reply"] in NOWHERE:
            found[name].address = NOWHERE[row["reply"]]
    return found


def matches(name, pattern):
    """A shell pattern, or !PATTERN: anything else."""
    if pattern.startswith("!"):
        return not fnmatch.fnmatchcase(name, pattern[1:])
    return fnmatch.fnmatchcase(name, pattern)


@dataclass
class Override:
    """One line of overrides.tsv: what this server does not pass on."""
    server: str
    scenarios: list
    stage: str
    values: dict
    reason: str

    def holds(self, server, scenario, fate):
        return (matches(server, self.server)
                and any(matches(scenario.name, item)
                        for item in self.scenarios)
                and (matches(fate.stage, self.stage)
                     or self.stage == f"{fate.reply[:1]}yz"))


def overrides(path=HERE / "overrides.tsv"):
    return [Override(row["server"], row["scenarios"].split(), row["stage"],
                     options(row["values"]), row["reason"])
            for row in rows(path)]


def server_names():
    return sorted(path.parent.name for path in HERE.glob("*/server.conf"))


@dataclass
class Server:
    """What SERVER/server.conf says."""
    name: str
    folders: list
    packages: list = field(default_factory=list)
    npm: list = field(default_factory=list)
    submit: str = "smtp"
    seconds: int = 0
    live: bool = False
    scenarios: list = field(default_factory=lambda: ["*"])

    @property
    def packed(self):
        """Where the packages are told: a variant has those of its server."""
        return self.folders[0]

    def plays(self):
        """{name: scenario}: of its own table, else of the common one."""
        own = [folder / "scenarios.tsv" for folder in reversed(self.folders)]
        path = next((item for item in own if item.exists()),
                    HERE / "scenarios.tsv")
        return {name: scenario for name, scenario in scenarios(path).items()
                if any(matches(name, item) for item in self.scenarios)}


def settings(folder):
    config = configparser.ConfigParser(interpolation=None)
    config.read(folder / "server.conf", encoding="utf-8")
    return config["server"]


def server(name):
    """A server; `like` makes it a variant, files of its own come on top."""
    part = settings(HERE / name)
    folders = [HERE / name]
    if "like" in part:
        folders.insert(0, HERE / part["like"])
        part = {**settings(folders[0]), **part}
    return Server(name, folders, part.get("packages", "").split(),
                  part.get("npm", "").split(), part["submit"],
                  int(part["seconds"]), part["live"] == "yes",
                  part.get("scenarios", "*").split())
