#!/usr/bin/env python3
"""check-wrong-use.py ROOT BUILD LIBRARY: wrong use of any public function does what its comment says.

Each function is called with NULL and 0 for everything, and with a code of a newer version; the comment of each parameter
that is a pointer must say what NULL does, that of a function that frees must say that freeing twice is the caller's fault.
"""
import ctypes
import os
import re
import sys

from public_headers import Headers

TYPES = {"p": ctypes.c_void_p, "u": ctypes.c_uint32, "U": ctypes.c_uint64, "n": ctypes.c_size_t, "i": ctypes.c_int,
         "b": ctypes.c_bool, "v": None}
NEWER = 0xFFFFFFF0
ERROR_ARGUMENT = 1


def call(library, function, code, error):
    """With NULL and 0 for everything but codes."""
    called = getattr(library, function.name)
    called.restype, called.argtypes = TYPES[function.kinds[0]], [TYPES[kind] for kind in function.kinds[1:]]
    values = [ctypes.addressof(error) if name == "error" and "**" in declared else None if kind == "p" else code if kind == "u"
              else 0 for (name, declared), kind in zip(function.parameters, function.kinds[1:])]
    return called(*values)


def expected(function):
    """What the comment promises for NULL as the first parameter: text, 0, or None where it promises nothing of a result."""
    said = function.about(function.parameters[0][0])
    text = re.search(r'NULL gives "(.*?)"', said)
    if text:
        return text.group(1)
    return 0 if re.search(r"NULL (gives (NULL|0|false)|is an error)", said) else None


def check_comment(function):
    for name, declared in function.parameters:
        # A comment may refer to another function's.
        if "*" in declared and not re.search(r"NULL|\bas (there|bounce_\w+\(\))", function.about(name)):
            yield f"{function.name}: does not say what NULL does as {name}"
    if re.search(r"_(free|unref)$", function.name) and not re.search(r"\bonce\b", function.doc):
        yield f"{function.name}: does not say that freeing twice is wrong"


def check_call(library, headers, function):
    error = ctypes.c_void_p()
    result = call(library, function, 0, error)
    if error:
        code = call_getter(library, "bounce_error_code", ctypes.c_uint32, error)
        library.bounce_error_free(error)
        if code != ERROR_ARGUMENT or result:
            yield f"{function.name}: gives {result} and the error {code} for NULL"
    elif "NULL is an error" in function.about((function.parameters or [("", "")])[0][0]):
        yield f"{function.name}: no error for NULL"
    if function.parameters and "*" in function.parameters[0][1]:
        wanted = expected(function)
        if isinstance(wanted, str):
            result = ctypes.string_at(result).decode()
        if wanted is not None and (result or 0) != wanted:
            yield f"{function.name}: gives {result} for NULL, and promises {wanted}"
    if "u" in function.kinds[1:]:
        result = call(library, function, NEWER, ctypes.c_void_p())
        if function.name.endswith("_to_string") and ctypes.string_at(result) != b"unknown":
            yield f"{function.name}: no \"unknown\" for a code of a newer version"


def call_getter(library, name, result, pointer):
    getter = getattr(library, name)
    getter.restype, getter.argtypes = result, [ctypes.c_void_p]
    return getter(pointer)


def main():
    root, build, path = map(os.path.abspath, sys.argv[1:4])
    headers, library = Headers(root, build), ctypes.CDLL(path)
    library.bounce_error_free.argtypes, library.bounce_error_free.restype = [ctypes.c_void_p], None
    failed = []
    for function in headers.functions.values():
        failed += check_comment(function)
        failed += check_call(library, headers, function)
    print("\n".join(failed) or f"{len(headers.functions)} functions: good")
    return 1 if failed or len(headers.functions) < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
