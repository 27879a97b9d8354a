/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* compile-rules [--lenient] OUTPUT RULES...: writes rules as constant tables in
 * C. Runs while the library is built. Rules that contradict each other stop
 * the build; with --lenient they are only told. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "rules/rules.h"
#include "rules/rules_tables.h"

#define PROGRAM "compile-rules"

static void
write_numbers(GString *out, const guint32 *words, gsize n)
{
  gsize i;

  for (i = 0; i < n; i++)
    g_string_append_printf(out, i % 12 == 11 ? "%u,\n" : "%u,", words[i]);
}

static void
write_bytes(GString *out, const char *bytes, gsize n)
{
  gsize i;

  for (i = 0; i < n; i++)
    g_string_append_printf(out, i % 16 == 15 ? "%d,\n" : "%d,",
                           (int)(signed char)bytes[i]);
}

/* The words and the strings are one object, as rules_string() reads it. */
static char *
write_source(RuleSet *set)
{
  GString *out = g_string_new(NULL);
  gsize strings, words;

  set->constant = 1;
  words = rules_size(set, &strings);
  g_string_append_printf(
      out,
      "/* Made by compile-rules. */\n#include \"rules/rules.h\"\n"
      "static const struct {\n  guint32 words[%" G_GSIZE_FORMAT "];\n"
      "  signed char strings[%" G_GSIZE_FORMAT "];\n} tables = { {\n",
      words / sizeof(guint32), strings);
  write_numbers(out, (const guint32 *)(const void *)set,
                words / sizeof(guint32));
  g_string_append(out, "\n}, {\n");
  write_bytes(out, (const char *)set + words, strings);
  g_string_append(out, "\n} };\n\n"
                       "RuleSet *\nrules_builtin(void)\n{\n"
                       "  return (RuleSet *)(guintptr)&tables;\n}\n");
  return g_string_free(out, FALSE);
}

/* Compiles the files and writes the result: the number of problems, or -1 when
 * there is none. */
static int
compile(const char *output, char **paths, guint n)
{
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  BounceError *error = NULL;
  StanzaText *texts = compiler_read_files(PROGRAM, paths, n);
  RuleSet *set = rules_compile(texts, n, NULL, TRUE, problems, &error);
  int result = -1;
  guint i;

  for (i = 0; i < problems->len; i++)
    fprintf(stderr, "%s\n", (const char *)problems->pdata[i]);
  if (set != NULL) {
    g_autofree char *source = write_source(set);

    result =
        compiler_write_file(PROGRAM, output, source) ? (int)problems->len : -1;
    g_free(set);
  } else {
    fprintf(stderr, "%s\n", bounce_error_message(error));
  }
  bounce_error_free(error);
  compiler_free_files(texts, n);
  return result;
}

int
main(int argc, char **argv)
{
  gboolean lenient = argc > 1 && g_str_equal(argv[1], "--lenient");
  int problems;

  if (lenient) {
    argc--;
    argv++;
  }
  if (argc < 2) {
    fprintf(stderr, "usage: compile-rules [--lenient] OUTPUT RULES...\n");
    return 2;
  }
  problems = compile(argv[1], argv + 2, (guint)argc - 2);
  if (problems > 0 && !lenient)
    remove(argv[1]);
  return problems == 0 || (lenient && problems > 0) ? 0 : 1;
}
