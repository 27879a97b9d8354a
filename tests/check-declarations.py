#!/usr/bin/env python3
"""check-declarations.py ROOT BUILD: what bindings declare by hand is what the headers say.

An FFI believes what it is told: a wrong width or a missing argument shows on another machine, or never. So each function
that a binding declares is compared with its prototype, each number with its enum; no binding declares a struct, they
call getters or take JSON; Vala's file, which promises all of the library, has all of it; and what turns JSON into objects
knows every key.
"""
import json
import os
import re
import subprocess
import sys

from public_headers import Headers, read

STRUCTS = r"ctypes\.(Structure|Union)|koffi\.(struct|union)|FFI::(Struct|Union|ManagedStruct)|FFI::Platypus::Record|" \
          r"extends (Structure|Union)|StructLayout|repr\(C|struct Bounce\w+\s*\{"
# As in public_headers.
KINDS = {
    "python": {"_pointer": "p", "_text": "p", "_error": "p", "c_bool": "b", "c_uint32": "u", "c_size_t": "n", "None": "v"},
    "ruby": {"pointer": "p", "string": "p", "buffer_in": "p", "bool": "b", "uint32": "u", "size_t": "n", "void": "v"},
    "perl": {"opaque": "p", "string": "p", "opaque*": "p", "bool": "b", "uint32": "u", "size_t": "n", "void": "v"},
    "rust": {"u32": "u", "usize": "n", "bool": "b", "": "v"},
    "java": {"Pointer": "p", "String": "p", "byte[]": "p", "PointerByReference": "p", "int": "u", "Size": "n", "byte": "b",
             "void": "v"},
    "csharp": {"IntPtr": "p", "byte[]": "p", "out IntPtr": "p", "uint": "u", "UIntPtr": "n", "bool": "b", "void": "v"},
    "vala": {"string": "p", "uint32": "u", "uint64": "U", "int": "i", "bool": "b", "void": "v"},
}


def c_prototypes(library, text):
    joined = re.sub(r'" \+\s*"', "", text)
    for result, name, arguments in re.findall(r"((?:const )?\b\w+ \**)(bounce_\w+)\(([^)$]*)\)", joined):
        if result.split()[0] != "return":
            each = [] if arguments.strip() in ("void", "") else arguments.split(",")
            yield name, "".join(map(library.kind, [result, *each]))


def of_words(language, result, arguments):
    kinds = KINDS[language]
    return kinds.get(result, result) + "".join(kinds.get(one, f"<{one}>") for one in arguments if one)


def python(_library, text):
    for name, result, rest in re.findall(r'_declare\("(\w+)", ([\w.]+)((?:, [\w.]+)*)\)', text):
        words = [word.replace("ctypes.", "") for word in (result, *rest.split(", "))]
        yield name, of_words("python", words[0], words[1:])


def ruby(_library, text):
    for name, arguments, result in re.findall(r"attach_function :(\w+), \[(.*?)\], :(\w+)", text):
        yield name, of_words("ruby", result, re.findall(r"\w+", arguments))


def perl(_library, text):
    for name, arguments, result in re.findall(r"\[(\w+)\s+=> \[(.*?)\]\s+=> '(\w+)'\]", text):
        yield f"bounce_{name}", of_words("perl", result, re.findall(r"[\w*]+", arguments))


def rust(_library, text):
    for name, arguments, result in re.findall(r"^    fn (bounce_\w+)\(\s*(.*?),?\s*\)(?: -> ([^;]+))?;", text, re.M | re.S):
        kinds = ["p" if one.startswith("*") else KINDS["rust"][one]
                 for one in (result, *re.findall(r": ([^,]+)", arguments))]
        yield name, "".join(kinds)


def java(_library, text):
    for result, name, arguments in re.findall(r"^    (\w+) (bounce_\w+)\((.*?)\);", text, re.M):
        yield name, of_words("java", result, [one.split()[0] for one in arguments.split(", ") if one])


def csharp(_library, text):
    for before, result, name, arguments in re.findall(
            r"((?:MarshalAs\(\S+\)\]\s+internal )?)static extern (\w+) (bounce_\w+)\(([^)]*)\)", text):
        # Without this a bool is four bytes.
        if result == "bool" and "UnmanagedType.I1" not in before:
            result = "<a bool of four bytes>"
        yield name, of_words("csharp", result, [one.strip().rsplit(" ", 1)[0] for one in arguments.split(",")])


def vala_kind(library, declared):
    """A type of Vala; an array is a pointer and its length."""
    word = re.sub(r"\[CCode \([^)]*\)\]|\b(?:unowned|out|owned)\b|\?", "", declared).strip()
    if word.endswith("[]"):
        return "pn" if "size_t" in declared else f"<{declared}: the length is no size_t>"
    return KINDS["vala"].get(word) or library.enums.get(f"Bounce{word}", "p")


def vala(library, text):
    """Follows the classes: a method's name is made of its class's and its own, if no cname is given."""
    owner, is_enum = "", False
    for name in re.findall(r'(?:free|unref|ref)_function = "(\w+)"', text):
        yield name, "pp" if name.endswith("_ref") else "vp"
    entry = re.compile(
        r"^  public (class|enum) (\w+)"
        r"|^    public (unowned )?([\w?]+) \w+ \{ \[CCode \(cname = \"(?:\(int\) )?(\w*)\"\)\] get; \}"
        r"|^ +(\[CCode \([^]]*\)\]\s+)?public (static )?((?:unowned )?[\w.?]+(?:\[\])?)(?: (\w+))? \(([^;{]*)\)(?: throws GLib.Error)?( \{|;)",
        re.M | re.S)
    for match in entry.finditer(text):
        kind, name, _, getter, getter_name, code, static, result, method, arguments, body = match.groups()
        if kind:
            owner, is_enum = re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower() + "_", kind == "enum"
        elif getter:
            if getter_name in library.functions:
                found = "u" if getter == "int" else vala_kind(library, getter)
                yield getter_name, found + "p"
        elif body == ";":
            cname = re.search(r'cname = "(\w+)"', code or "")
            made = method is None
            function = cname.group(1) if cname else f"bounce_{owner}{'new' if made else method}"
            this = "" if static or made or not owner else "u" if is_enum else "p"
            each = [vala_kind(library, re.sub(r" \w+(?: = null)?$", "", one)) for one in re.split(r",\s+", arguments) if one]
            length = "p" if result.endswith("[]") else ""
            yield function, ("p" if made or length else vala_kind(library, result)) + this + "".join(each) + length


BINDINGS = {
    "python/bounce.py": python, "ruby/bounce.rb": ruby, "perl/Bounce.pm": perl, "rust/bounce.rs": rust,
    "java/bounce/C.java": java, "csharp/Native.cs": csharp, "vala/bounce.vapi": vala, "php/bounce.php": c_prototypes,
    "lua/bounce.lua": c_prototypes, "node/bounce.js": c_prototypes,
}


def check_functions(library, path, text):
    declared = dict(BINDINGS[path](library, text))
    # What is called, but was not seen as declared, would escape the test.
    used = set(re.findall(r"\bbounce_[a-z0-9_]+\b", text)) & set(library.functions)
    wanted = set(library.functions) if path.startswith("vala/") else used
    yield from (f"{path}: {name} is not declared" for name in sorted(wanted - set(declared)))
    for name, kinds in declared.items():
        if name not in library.functions:
            yield f"{path}: {name} is in no header"
        elif kinds != library.functions[name].kinds:
            yield f"{path}: {name} is declared as {kinds}, the headers say {library.functions[name].kinds}"


def check_values(library, path, text):
    names = {name.replace("BOUNCE_ERROR_", ""): value for name, value in library.values.items() if "_ERROR_" in name}
    for name, value in re.findall(r"\b([A-Z]+)(?:: u32)? = (\d+)", text):
        if name in names and int(value) != names[name]:
            yield f"{path}: {name} is {value}, the headers say {names[name]}"
    if path.startswith("vala/"):
        named = {prefix + name for prefix, names in re.findall(r'cprefix = "(BOUNCE_\w+)".*?\{(.*?)[;}]', text, re.S)
                 for name in re.findall(r"[A-Z_]+", names)}
        yield from (f"{path}: {name} is missing" for name in sorted(set(library.values) - named))


def check_keys(root, build):
    """JSON has every key in every report, the feedback's in a complaint."""
    folder = os.path.join(root, "tests", "data", "complaint")
    message = os.path.join(folder, min(name for name in os.listdir(folder) if name.endswith(".eml")))
    text = subprocess.run([os.path.join(build, "tools", "bounce"), "--format=ndjson", message],
                          capture_output=True, text=True, check=True).stdout
    keys = set()
    json.loads(text, object_pairs_hook=lambda pairs: keys.update(key for key, _ in pairs) or dict(pairs))
    fields = {
        "go/report.go": re.findall(r'json:"(\w+)"', read(root, "bindings", "go", "report.go")),
        "python/bounce.py": re.findall(r"^    (\w+?)_?: ", read(root, "bindings", "python", "bounce.py"), re.M),
    }
    for path, known in fields.items():
        yield from (f"{path}: the key {key} is missing" for key in sorted(keys - set(known)))


def main():
    root, build = map(os.path.abspath, sys.argv[1:3])
    library = Headers(root, build)
    failed, count = list(check_keys(root, build)), 0
    for path in BINDINGS:
        text = read(root, "bindings", path)
        failed += [*check_functions(library, path, text), *check_values(library, path, text)]
        failed += [f"{path}: declares a struct" for _ in re.findall(STRUCTS, text)]
        count += len(dict(BINDINGS[path](library, text)))
    print("\n".join(failed) or f"{count} declarations of {len(library.functions)} functions: good")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
