"""The expected report of a bounce: what was scripted, and nothing else."""
import re

SMTP_STAGES = ("banner", "ehlo", "starttls", "mail", "rcpt", "data", "eod")
# A status that only says "failed": the reply's own is the better one.
VAGUE = re.compile(r"[245]\.(0\.0|5\.0)$")
WORDS = 40


class Doubt(Exception):
    """The bounce doesn't show what was scripted: an override must say so."""


# Kinds of messages that hold no delivery status.
LOOSE = ("auto_reply", "challenge", "read_receipt", "other")


class Truth:
    """Builds the expected reports of one server's bounces."""

    def __init__(self, server, overrides):
        self.server = server
        self.overrides = overrides

    def override(self, scenario, fate, key):
        """The last matching line wins, then the scenario's own options."""
        found = scenario.options.get(key)
        for item in self.overrides:
            if key in item.values and item.holds(self.server, scenario, fate):
                found = item.values[key]
        return found

    def skipped(self, scenario):
        return any(self.override(scenario, fate, "skip")
                   for fate in scenario.fates)

    def kind(self, scenario, fate):
        return self.override(scenario, fate, "kind") or scenario.kind

    def reported(self, scenario, bounce):
        """The recipients that a bounce tells of, in its order."""
        kind = self.kind(scenario, scenario.fates[0])
        if kind in LOOSE or "unnamed" in scenario.options:
            return scenario.fates
        fates = [fate for fate in scenario.fates
                 if bounce.reports_on(scenario.recipient(fate))]
        return sorted(fates, key=lambda fate: bounce.place(
            scenario.recipient(fate)))

    def wanted(self, scenario, bounce):
        """Whether this is a bounce that the scenario is about."""
        fates = self.reported(scenario, bounce)
        if not fates:
            return False
        words = self.override(scenario, fates[0], "words") or ""
        if words.startswith("!"):
            if bounce.says(words[1:]):
                return False
        elif not bounce.says(words):
            return False
        kind = self.kind(scenario, fates[0])
        if kind in LOOSE:
            return not bounce.fields
        return kind in ("-", bounce.kind())

    def report(self, scenario, bounce):
        """What a parser should say about this bounce of a scenario."""
        fates = self.reported(scenario, bounce)
        first = fates[0]
        report = {}
        self.put(report, scenario, first, "kind", scenario.kind, None)
        if report.get("kind") == "other":
            fates = []
        report["recipients"] = [self.recipient(scenario, fate, bounce)
                                for fate in fates]
        original = {}
        loose = self.kind(scenario, first) in LOOSE
        self.put(original, scenario, first, "message_id", scenario.message_id,
                 bounce.original + bounce.answered * loose)
        if not loose:
            self.put(original, scenario, first, "subject",
                     f"Minutes no. {scenario.token}", bounce.original)
        report["original"] = original
        return report

    def put(self, into, scenario, fate, key, value, text):
        """Sets a key to an override, or to a value that the text shows."""
        other = self.override(scenario, fate, key)
        if (other or value) == "-":
            return
        if other == "{address}":
            other, value = None, scenario.address
        if other == "null":
            into[key] = None
        elif other is not None:
            into[key] = int(other) if other.isdigit() else other
        elif value is not None and text is not None and (
                str(value) not in text):
            raise Doubt(f"{fate.local}: {key} {value!r} is not shown")
        else:
            into[key] = value

    def recipient(self, scenario, fate, bounce):
        into = {}
        self.put(into, scenario, fate, "address", scenario.recipient(fate),
                 None)
        self.put(into, scenario, fate, "action",
                 self.action(scenario, fate), None)
        self.put(into, scenario, fate, "class", fate.cls, None)
        self.put(into, scenario, fate, "hardness", fate.hardness, None)
        if fate.cls != "delivered":
            self.put(into, scenario, fate, "reply_code", fate.code(),
                     bounce.text)
        self.status(into, scenario, fate, bounce)
        if fate.stage == "server" or (fate.stage in SMTP_STAGES
                                      and fate.code()):
            self.put(into, scenario, fate, "remote_mta", scenario.mx,
                     bounce.text)
        self.diagnostic(into, scenario, fate, bounce)
        return into

    def action(self, scenario, fate):
        kind = self.kind(scenario, fate)
        if kind in LOOSE:
            return "-"
        return {"delay": "delayed", "relayed": "relayed",
                "expanded": "expanded"}.get(kind) or fate.action()

    def status(self, into, scenario, fate, bounce):
        """The reply's code; where it has none, the one the server states.

        Where they differ and are equally exact, either is as good: left out.
        """
        scripted = fate.status()
        stated = bounce.field(scenario.recipient(fate), "Status")
        stated = stated.split()[0] if stated else None
        if scripted and stated and scripted != stated and (
                VAGUE.match(scripted) or not VAGUE.match(stated)):
            if self.override(scenario, fate, "status") is None:
                return
        self.put(into, scenario, fate, "status", scripted or stated,
                 bounce.text)

    def diagnostic(self, into, scenario, fate, bounce):
        other = self.override(scenario, fate, "diagnostic")
        if other == "-":
            return
        words = other or fate.words()
        if not words:
            return
        words = words.replace("{to}", scenario.recipient(fate))
        words = words.replace("{from}", scenario.sender)
        words = words.replace("{ip}", "192.0.2.1")
        words = words.replace("{mx}", scenario.mx)
        if len(words) > WORDS:
            words = words[:WORDS].rpartition(" ")[0] or words[:WORDS]
        if not bounce.says(words):
            raise Doubt(f"{fate.local}: {words!r} is not shown")
        into["diagnostic_contains"] = words
