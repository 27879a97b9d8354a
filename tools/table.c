/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "table.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HARDNESS, CLASS, CODE, STATUS, ADDRESS, REMOTE, TEXT, N_COLUMNS };

static const char *const titles[N_COLUMNS] = {
    "HARDNESS", "CLASS",      "CODE",          "STATUS",
    "ADDRESS",  "REMOTE MTA", "SERVER'S WORDS"};
static const int widths[N_COLUMNS] = {8, 18, 4, 7, 34, 30, 0};

static gboolean
use_color(void)
{
  const char *no_color = getenv("NO_COLOR");
  return isatty(STDOUT_FILENO) && !(no_color && *no_color);
}

/* Text from strangers: control characters must not reach a terminal. */
static char *
make_safe(const char *text)
{
  GString *safe = g_string_new(NULL);
  g_autofree char *valid = g_utf8_make_valid(text ? text : "-", -1);
  for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    GUnicodeType type = g_unichar_type(c);
    if (type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT)
      g_string_append_printf(safe, "\\x%02x", c);
    else
      g_string_append_unichar(safe, c);
  }
  return g_string_free(safe, FALSE);
}

static void
print_cell(int column, const char *text, const char *color)
{
  g_autofree char *safe = make_safe(text);
  glong length = g_utf8_strlen(safe, -1);
  printf("%s%s%s", color, safe, *color ? "\033[0m" : "");
  if (column < N_COLUMNS - 1)
    printf("%*s", (int)MAX(2, widths[column] + 2 - length), "");
}

static const char *
hardness_color(BounceHardness hardness)
{
  if (!use_color())
    return "";
  switch (hardness) {
  case BOUNCE_HARDNESS_HARD:
    return "\033[31m";
  case BOUNCE_HARDNESS_SOFT:
    return "\033[33m";
  default:
    return "\033[32m";
  }
}

void
table_begin(void)
{
  for (int i = 0; i < N_COLUMNS; i++)
    print_cell(i, titles[i], use_color() ? "\033[1m" : "");
  putchar('\n');
}

static void
print_recipient(const BounceRecipient *r)
{
  char code[16] = "-";
  if (r->reply_code)
    g_snprintf(code, sizeof code, "%u", r->reply_code);
  print_cell(HARDNESS, bounce_hardness_to_string(r->hardness),
             hardness_color(r->hardness));
  print_cell(CLASS, bounce_class_to_string(r->class_), "");
  print_cell(CODE, code, "");
  print_cell(STATUS, r->status, "");
  print_cell(ADDRESS, r->address, "");
  print_cell(REMOTE, r->remote_mta, "");
  print_cell(TEXT, r->diagnostic, "");
  putchar('\n');
}

static void
print_explanation(BounceClass class_)
{
  printf("          %s. %s\n          %s\n", bounce_class_title(class_),
         bounce_class_explanation(class_), bounce_class_advice(class_));
}

void
table_report(const BounceReport *report, const char *source, gboolean explain)
{
  for (uint32_t i = 0; i < report->n_recipients; i++) {
    print_recipient(report->recipients[i]);
    if (explain)
      print_explanation(report->recipients[i]->class_);
  }
  if (report->n_recipients)
    return;
  g_autofree char *safe = make_safe(source);
  printf("-         %s: %s\n", safe, bounce_kind_to_string(report->kind));
}
