"""Runs `bounce` over messages and compares its reports with the truth."""
import json
import subprocess

BATCH = 200


def reports(program, paths):
    """{path: report} as `bounce --format=ndjson` prints them."""
    found = {}
    for at in range(0, len(paths), BATCH):
        batch = [str(path) for path in paths[at:at + BATCH]]
        done = subprocess.run([program, "--format=ndjson"] + batch,
                              capture_output=True, check=False)
        for line in done.stdout.splitlines():
            report = json.loads(line)
            found[report["source"]] = report
    return found


def differences(expected, report):
    """A line for each key of the expected report that is not as it says."""
    if report is None:
        return ["no report"]
    lines = compare("", {key: expected[key] for key in expected
                         if key != "recipients"}, report)
    got = {(item.get("address") or "").lower(): item
           for item in report.get("recipients", [])}
    for wanted in expected["recipients"]:
        address = wanted["address"].lower()
        if address in got:
            lines += compare(address + ": ", wanted, got.pop(address))
        else:
            lines.append(f"{address}: not reported")
    return lines + [f"{address}: should not be reported" for address in got]


def compare(place, expected, got):
    lines = []
    for key, value in expected.items():
        if isinstance(value, dict):
            lines += compare(f"{place}{key}.", value, got.get(key) or {})
        elif key.endswith("_contains"):
            text = got.get(key[:-9]) or ""
            if value not in text:
                lines.append(f"{place}{key[:-9]} {text!r} lacks {value!r}")
        elif key == "address":
            if (got.get(key) or "").lower() != value.lower():
                lines.append(f"{place}{key} {got.get(key)!r}, not {value!r}")
        elif got.get(key) != value:
            lines.append(f"{place}{key} {got.get(key)!r}, not {value!r}"
                         + rule(key, got))
    return lines


def rule(key, got):
    """The rule that won, where it explains a wrong class."""
    if key != "class":
        return ""
    evidence = got.get("evidence") or {}
    return f" ({evidence.get('rule')}: {evidence.get('matched')})"
