#!/usr/bin/env python3
"""consumers.py ROOT BUILD CC MESSAGE: programs that use an installed libbounce, in the ways that programs do.

Installs into a temporary folder, then builds examples/report.c with pkg-config (shared, and static with --static), with
CMake through pkg-config and as a meson subproject that examples/libbounce.wrap fetches, and runs each on a message: all must
print the same.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

import require
import snapshot

CMAKE = """cmake_minimum_required(VERSION 3.16)
project(consumer C)
find_package(PkgConfig REQUIRED)
pkg_check_modules(bounce REQUIRED IMPORTED_TARGET bounce)
add_executable(consumer report.c)
target_link_libraries(consumer PkgConfig::bounce)
"""
MESON = """project('consumer', 'c')
bounce = dependency('bounce', default_options: ['tests=disabled'])
executable('consumer', 'report.c', dependencies: bounce)
"""


def run(command, **options):
    result = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if result.returncode:
        sys.exit(f"{' '.join(command)}\n{result.stdout}{result.stderr}")
    return result.stdout


def install(build, folder):
    """Installs a build into a folder; gives the paths of bounce.pc and of the libraries."""
    run(["meson", "install", "-C", build, "--no-rebuild", "--quiet"], env={**os.environ, "DESTDIR": folder})
    pc = next(os.path.join(top, "bounce.pc") for top, _, names in os.walk(folder) if "bounce.pc" in names)
    # What lies under DESTDIR names its place in /: pkg-config is told where its prefix has moved.
    with open(pc, encoding="utf-8") as stream:
        text = stream.read()
    prefix = next(line[7:].strip() for line in text.splitlines() if line.startswith("prefix="))
    with open(pc, "w", encoding="utf-8") as stream:
        stream.write(text.replace(f"prefix={prefix}", f"prefix={folder}{prefix}", 1))
    return pc, os.path.dirname(os.path.dirname(pc))


class Consumers:
    def __init__(self, root, build, compiler, message, folder):
        self.root, self.compiler, self.message, self.folder = root, compiler, message, folder
        pc, self.library_folder = install(build, folder)
        self.env = {**os.environ, "PKG_CONFIG_PATH": os.path.dirname(pc)}

    def pkg_config(self, *options):
        return run(["pkg-config", *options, "bounce"], env=self.env).split()

    def shared(self):
        program = os.path.join(self.folder, "shared")
        run([self.compiler, os.path.join(self.root, "examples", "report.c"), "-o", program,
             *self.pkg_config("--cflags", "--libs")])
        return self.output(program)

    def has(self, flag):
        name = f"lib{flag[2:]}.so"
        return not flag.startswith("-l") or os.path.isabs(run([self.compiler, f"-print-file-name={name}"]).strip())

    def static(self):
        """Links libbounce.a statically and the rest as the distribution ships it, which has no static GMime: libraries that
        only such a one would need are not installed here and are left out.
        """
        program = os.path.join(self.folder, "static")
        flags = self.pkg_config("--static", "--cflags", "--libs")
        if not {"-lgmime-3.0", "-lglib-2.0"} <= set(flags):
            sys.exit(f"static: pkg-config --static does not tell what libbounce.a needs: {flags}")
        libraries = [os.path.join(self.library_folder, "libbounce.a") if flag == "-lbounce" else flag
                     for flag in flags if flag == "-lbounce" or self.has(flag)]
        run([self.compiler, os.path.join(self.root, "examples", "report.c"), "-o", program, *libraries])
        if "libbounce" in run(["readelf", "-d", program]):
            sys.exit("static: the program still needs the shared library")
        return self.output(program)

    def project(self, name, build_file, text):
        top = os.path.join(self.folder, name)
        os.mkdir(top)
        shutil.copy(os.path.join(self.root, "examples", "report.c"), top)
        with open(os.path.join(top, build_file), "w", encoding="utf-8") as stream:
            stream.write(text)
        return top

    def cmake(self):
        top = self.project("cmake", "CMakeLists.txt", CMAKE)
        run(["cmake", "-S", top, "-B", os.path.join(top, "out")], env=self.env)
        run(["cmake", "--build", os.path.join(top, "out")], env=self.env)
        return self.output(os.path.join(top, "out", "consumer"))

    def subproject(self):
        top = self.project("meson", "meson.build", MESON)
        os.mkdir(os.path.join(top, "subprojects"))
        clone = os.path.join(self.folder, "clone")
        snapshot.make(self.root, clone)
        with open(os.path.join(self.root, "examples", "libbounce.wrap"), encoding="utf-8") as stream:
            wrap = re.sub(r"(?m)^url = .*", f"url = file://{clone}", stream.read())
        with open(os.path.join(top, "subprojects", "libbounce.wrap"), "w", encoding="utf-8") as stream:
            stream.write(wrap)
        out = os.path.join(top, "out")
        # The library alone: neither an installed one nor the command and its tests.
        run(["meson", "setup", out, top, "--force-fallback-for=bounce", "-Doptimization=0", "-Ddefault_library=shared"])
        run(["ninja", "-C", out, "consumer"])
        return self.output(os.path.join(out, "consumer"), {})

    def output(self, program, extra=None):
        env = {**os.environ, **({"LD_LIBRARY_PATH": self.library_folder} if extra is None else extra)}
        return run([program, self.message], env=env)


def main():
    root, build, compiler, message = sys.argv[1:5]
    require.programs(cmake="cmake", git="git")
    with tempfile.TemporaryDirectory() as folder:
        consumers = Consumers(root, build, compiler, message, folder)
        outputs = {"shared": consumers.shared(), "static": consumers.static(), "subproject": consumers.subproject(),
                   "cmake": consumers.cmake()}
    expected = outputs["shared"]
    if "mailbox_full" not in expected:
        sys.exit(f"report prints:\n{expected}")
    failed = [f"{name} prints:\n{output}" for name, output in outputs.items() if output != expected]
    print("\n".join(failed) or f"{', '.join(outputs)}: good")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
