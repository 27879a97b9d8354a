/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "check.h"

#include <stdio.h>
#include <string.h>

#include <bounce/bounce.h>

#include "options.h"

#define RULES "check-rules"
#define FORMATS "check-formats"

/* One file that the library has read without an error. */
typedef struct {
  BounceParser *parser;
  const char *path;
  char *format; /* of the stanza that is read */
  guint stanzas, samples, missing, bad;
} File;

gboolean
check_is_wanted(char **argv)
{
  return argv[0] && argv[1] &&
         (strcmp(argv[1], RULES) == 0 || strcmp(argv[1], FORMATS) == 0);
}

/* The word after another one that starts the line; NULL: it does not. */
static char *
word_after(const char *line, const char *first)
{
  if (!g_str_has_prefix(line, first))
    return NULL;
  const char *p = line + strlen(first);
  const char *word = p + strspn(p, " \t");
  return word > p ? g_strndup(word, strcspn(word, " \t#\r\n")) : NULL;
}

/* A format's sample stands beside it: NAME.eml. */
static void
check_sample(File *file, const char *name, guint line)
{
  g_autofree char *folder = g_path_get_dirname(file->path);
  g_autofree char *base = g_strconcat(name, ".eml", NULL);
  g_autofree char *path = g_build_filename(folder, base, NULL);
  BounceReport *report = bounce_parser_parse_file(file->parser, path, NULL);
  if (!report) {
    file->missing++;
    return;
  }
  file->samples++;
  if (g_strcmp0(report->format, file->format) != 0) {
    file->bad++;
    printf("%s:%u: %s is read as %s, not as '%s'\n", file->path, line, path,
           report->format ? report->format : "no format", file->format);
  }
  bounce_report_free(report);
}

static void
check_line(File *file, gboolean formats, const char *line, guint number)
{
  char *name = word_after(line, formats ? "format" : "class");
  if (name) {
    file->stanzas++;
    g_free(file->format);
    file->format = name;
    return;
  }
  line += strspn(line, " \t");
  g_autofree char *sample = word_after(line, "sample");
  if (sample && formats && file->format)
    check_sample(file, sample, number);
  else if (sample)
    file->samples++;
}

static void
count(File *file, gboolean formats)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents(file->path, &text, NULL, NULL))
    return;
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    check_line(file, formats, lines[i], i + 1);
}

static void
say(const File *file, gboolean formats)
{
  const char *what = formats ? "format" : "rule";
  printf("%s: %u %s%s, %u sample%s, good", file->path, file->stanzas, what,
         file->stanzas == 1 ? "" : "s", file->samples,
         file->samples == 1 ? "" : "s");
  if (file->missing)
    printf("; %u not found beside it", file->missing);
  putchar('\n');
}

/* Rules are read with their samples, which they must win. */
static gboolean
check_file(const char *path, gboolean formats)
{
  BounceError *error = NULL;
  File file = {.parser = bounce_parser_new(), .path = path};
  bool good = formats
                  ? bounce_parser_add_formats_file(file.parser, path, &error)
                  : bounce_parser_add_rules_file(file.parser, path, &error);
  if (good) {
    count(&file, formats);
    good = !file.bad;
  }
  if (error)
    printf("%s\n", bounce_error_message(error));
  else if (good)
    say(&file, formats);
  bounce_error_free(error);
  bounce_parser_unref(file.parser);
  g_free(file.format);
  return good;
}

int
check_files(char **argv)
{
  gboolean good = TRUE;
  gboolean formats = strcmp(argv[1], FORMATS) == 0;
  if (!argv[2] || argv[2][0] == '-') {
    fprintf(stderr, "usage: bounce %s FILE...\n", argv[1]);
    return EXIT_USAGE;
  }
  for (char **path = argv + 2; *path; path++)
    if (!check_file(*path, formats || g_str_has_suffix(*path, ".formats")))
      good = FALSE;
  return good ? EXIT_OK : EXIT_UNREAD;
}
