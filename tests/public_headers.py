"""What the public headers declare, for tests that go over all of it."""
import glob
import os
import re

# Kinds: p any pointer, u a uint32_t, U a uint64_t, n a size_t, i an int, b a bool, v nothing.
KINDS = {"uint32_t": "u", "uint64_t": "U", "size_t": "n", "int": "i", "bool": "b", "void": "v"}
PROTOTYPE = re.compile(r"/\*\*((?:[^*]|\*(?!/))*)\*/\s*BOUNCE_API\s+([^;()]*?)(bounce_\w+)\s*\(([^;]*?)\);")


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as stream:
        return stream.read()


class Function:
    """One function: kinds is "pnu", its result's kind and those of its parameters, which are (name, declaration)."""

    def __init__(self, headers, doc, result, name, parameters):
        self.name, self.doc = name, " ".join(re.sub(r"\n\s*\* ?", " ", doc).split())
        each = [] if parameters.strip() in ("void", "") else parameters.split(",")
        self.parameters = [(re.search(r"(\w+)\s*$", one).group(1), one) for one in each]
        self.kinds = headers.kind(result) + "".join(map(headers.kind, each))

    def about(self, parameter):
        """What the comment says of a parameter; all of it where it refers to another function."""
        match = re.search(rf"@param {parameter} (.*?)(?=@param|@return|$)", self.doc)
        return match.group(1) if match else self.doc


class Headers:
    """Those that any program can include: all but gmime.h."""

    def __init__(self, root, build):
        folders = (os.path.join(root, "include", "bounce"), os.path.join(build, "include", "bounce"))
        paths = [path for folder in folders for path in sorted(glob.glob(os.path.join(folder, "*.h")))]
        text = "".join(read(path) for path in paths if not path.endswith("gmime.h"))
        bare = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
        self.enums = dict.fromkeys(re.findall(r"typedef uint32_t (Bounce\w+);", bare), "u")
        self.values = {name: int(value) for name, value in re.findall(r"\b(BOUNCE_[A-Z_0-9]+) = (\d+)", bare)}
        made = (Function(self, *match.groups()) for match in PROTOTYPE.finditer(text))
        self.functions = {function.name: function for function in made}
        for function in self.functions.values():
            copied = re.match(r" ?@copydoc (\w+)", function.doc)
            if copied:
                function.doc = self.functions[copied.group(1)].doc

    def kind(self, declared):
        if "*" in declared:
            return "p"
        kinds = {**KINDS, **self.enums}
        return next(kinds[word] for word in declared.split() if word in kinds)
