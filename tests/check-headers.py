#!/usr/bin/env python3
"""check-headers.py INCLUDE_DIR BUILD_INCLUDE_DIR CC CXX: what the public headers promise.

Each compiles alone as C99, C11 and C++17 without a warning; none but gmime.h knows GLib or GMime; every declaration has
a docstring that says since when it is there and names all parameters.
"""
import glob
import os
import re
import shutil
import subprocess
import sys

import require

STRICT = ["-Wall", "-Wextra", "-pedantic", "-Werror", "-fsyntax-only"]
FUNCTION = re.compile(r"/\*\*((?:[^*]|\*(?!/))*)\*/\s*\nBOUNCE_API\s+([^;]+);")


def compile_alone(path, name, folders, compilers, gmime):
    failed = []
    for compiler, language, standard in compilers:
        command = [compiler, "-x", language, f"-std={standard}", *STRICT]
        command += [f"-I{folder}" for folder in folders]
        command += gmime if name == "gmime.h" else []
        # A header alone is no translation unit: one more line makes it one.
        unit = f'#include "{path}"\nextern int unit;\n'
        result = subprocess.run([*command, "-"], input=unit, capture_output=True, text=True, check=False)
        if result.returncode:
            failed.append(f"{name}: {compiler} -std={standard}:\n{result.stderr}")
    return failed


def check_docs(name, text):
    failed = []
    documented = {match.end() for match in FUNCTION.finditer(text)}
    for match in re.finditer(r"BOUNCE_API\s+[^;]+;", text):
        if match.end() not in documented and "#define" not in match.group(0):
            failed.append(f"{name}: no docstring: {' '.join(match.group(0).split())}")
    for match in FUNCTION.finditer(text):
        doc, declaration = match.groups()
        function = re.search(r"(\w+)\(", declaration).group(1)
        if "@copydoc" in doc:
            continue
        if "Since" not in doc:
            failed.append(f"{name}: {function}: does not say since when")
        arguments = declaration[declaration.index("(") + 1:declaration.rindex(")")]
        for argument in arguments.split(","):
            parameter = re.search(r"(\w+)\s*$", argument.strip())
            if parameter and parameter.group(1) != "void" and f"@param {parameter.group(1)} " not in doc:
                failed.append(f"{name}: {function}: parameter {parameter.group(1)} is not described")
    return failed


def main():
    include, built, compiler, cxx = sys.argv[1:5]
    require.programs(**{compiler: "gcc", cxx: "g++"})
    if os.environ.get("BOUNCE_SKIP_NOTHING"):
        require.programs(**{"clang": "clang", "clang++": "clang"})
    compilers = set()
    for c, cpp in ((compiler, cxx), ("clang", "clang++")):
        if shutil.which(c):
            compilers |= {(c, "c", "c99"), (c, "c", "c11"), (cpp, "c++", "c++17")}
    flags = subprocess.run(["pkg-config", "--cflags", "gmime-3.0"], capture_output=True, text=True, check=True).stdout
    # Warnings inside GMime's and GLib's own headers are not ours.
    gmime = flags.replace("-I", "-isystem ").split()
    failed = []
    paths = sorted(glob.glob(os.path.join(include, "bounce", "*.h"))) + [os.path.join(built, "bounce", "version.h")]
    for path in paths:
        name = os.path.basename(path)
        with open(path, encoding="utf-8") as stream:
            text = stream.read()
        if name != "gmime.h" and re.search(r"#include\s*<(glib|gmime|gio)", text):
            failed.append(f"{name}: includes GLib or GMime")
        if text.count("\n") > 400:
            failed.append(f"{name}: longer than 400 lines")
        failed += check_docs(name, text)
        failed += compile_alone(path, name, (include, built), sorted(compilers), gmime)
    names = ", ".join(f"{name} {standard}" for name, _, standard in sorted(compilers))
    print("\n".join(failed) or f"{len(paths)} headers with {names}: good")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
