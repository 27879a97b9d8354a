/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The whole scan in numbers, with bars. */
#include <string.h>

#include "counts.h"
#include "dates.h"
#include "formats.h"
#include "text.h"

#define DEFAULT_TOP 10
#define DEFAULT_COLUMNS 80 /* of what is no terminal */
#define LEAST_BAR 8
#define MOST_BAR 40
#define LEAST_LABEL 8
#define INDENT 2
#define GAP 2
#define PERCENT 5 /* columns of "100 %" */

static const char *const headings[N_COUNTS] = {
    [COUNT_KIND] = N_("Messages by kind"),
    [COUNT_HARDNESS] = N_("Recipients by hardness"),
    [COUNT_CLASS] = N_("By class"),
    [COUNT_DOMAIN] = N_("By domain"),
    [COUNT_REMOTE] = N_("By refusing server"),
    [COUNT_PROVIDER] = N_("By provider"),
    [COUNT_BLOCKLIST] = N_("By blocklist"),
    [COUNT_DAY] = N_("By day (UTC), latest first"),
};

/* One list: its first lines, and what the others add up to. */
typedef struct {
  const Output *output;
  CountBy by;
  GArray *list;
  guint shown;
  guint64 most, rest, all;
  guint label, number, bar; /* widths */
} Section;

static void
begin(Output *output, GString *out)
{
  (void)out;
  output->state = counts_new();
}

static void
report(Output *output, const Item *item, GString *out)
{
  (void)out;
  g_autofree char *day = dates_day_of_report(item->report);
  counts_add(output->state, item, day);
}

static guint
count_digits(guint64 number)
{
  guint digits = 1;
  while (number /= 10)
    digits++;
  return digits;
}

static void
count_section(Section *s)
{
  const Counts *counts = s->output->state;
  guint top = s->output->top ? (guint)s->output->top : DEFAULT_TOP;
  s->list = counts_list(counts, s->by);
  s->shown = MIN(s->list->len, top);
  s->rest = counts_others(counts, s->by);
  for (guint i = 0; i < s->list->len; i++) {
    guint64 count = g_array_index(s->list, Count, i).count;
    if (i >= s->shown)
      s->rest += count;
    else
      s->most = MAX(s->most, count);
    s->all += count;
  }
  s->all += counts_others(counts, s->by);
}

static void
lay_out(Section *s)
{
  guint columns = s->output->terminal.columns;
  guint left, label = terminal_width(_("others"));
  for (guint i = 0; i < s->shown; i++) {
    g_autofree char *safe =
        terminal_safe(g_array_index(s->list, Count, i).name);
    label = MAX(label, terminal_width(safe));
  }
  s->number = count_digits(MAX(s->most, s->rest));
  left = columns ? columns : DEFAULT_COLUMNS;
  left -= MIN(left, INDENT + GAP + s->number + GAP + PERCENT + GAP);
  s->label = label;
  if (columns && label + LEAST_BAR > left)
    s->label = left > LEAST_LABEL + LEAST_BAR ? left - LEAST_BAR : LEAST_LABEL;
  left -= MIN(left, s->label);
  s->bar = MIN(left, MOST_BAR);
  if (!columns)
    s->bar = MAX(s->bar, LEAST_BAR);
}

/* In eighths of a column where the terminal has the characters. */
static void
append_bar(GString *out, guint64 count, guint64 most, guint columns)
{
  static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  gboolean fine = g_get_charset(NULL);
  guint64 length = (guint64)((double)count / (double)most * columns * 8 + 0.5);
  for (length = MAX(length, 1); length >= 8; length -= 8)
    g_string_append(out, fine ? "█" : "#");
  g_string_append(out, fine ? eighths[length] : length >= 4 ? "#" : "");
}

static const char *
bar_color(const Output *output, const char *name)
{
  if (!output->terminal.color)
    return "";
  return strcmp(name, "hard") == 0   ? "\033[31m"
         : strcmp(name, "soft") == 0 ? "\033[33m"
                                     : "\033[36m";
}

static void
append_numbers(const Section *s, const char *label, guint64 count, GString *out)
{
  g_string_append_printf(out, "%*s", INDENT, "");
  guint used = terminal_append_cut(out, label, s->label);
  g_string_append_printf(out, "%*s%*" G_GUINT64_FORMAT "%*s%3.0f %%",
                         (int)(s->label - used + GAP), "", (int)s->number,
                         count, GAP, "",
                         100.0 * (double)count / (double)s->all);
}

static void
append_meaning(const Section *s, const char *name, GString *out)
{
  BounceClass class_ = bounce_class_from_string(name);
  g_autofree char *meaning = text_class_meaning(class_);
  g_autofree char *text =
      g_strdup_printf("%s %s", meaning, bounce_class_advice(class_));
  terminal_append_wrapped(out, text, 3 * INDENT, s->output->terminal.columns);
}

static void
append_line(const Section *s, const Count *one, GString *out)
{
  const char *color = bar_color(s->output, one->name);
  g_autofree char *safe = terminal_safe(one->name);
  append_numbers(s, safe, one->count, out);
  g_string_append_printf(out, "%*s%s", GAP, "", color);
  append_bar(out, one->count, s->most, s->bar);
  g_string_append(out, *color ? "\033[0m\n" : "\n");
  if (s->by == COUNT_CLASS && s->output->explain)
    append_meaning(s, one->name, out);
}

static void
append_section(const Output *output, CountBy by, GString *out)
{
  Section s = {.output = output, .by = by};
  gboolean color = output->terminal.color;
  count_section(&s);
  if (s.shown) {
    lay_out(&s);
    g_string_append_printf(out, "\n%s%s%s\n", color ? "\033[1m" : "",
                           _(headings[by]), color ? "\033[0m" : "");
    for (guint i = 0; i < s.shown; i++)
      append_line(&s, &g_array_index(s.list, Count, i), out);
    if (s.rest) {
      append_numbers(&s, _("others"), s.rest, out);
      g_string_append_c(out, '\n');
    }
  }
  g_array_unref(s.list);
}

static void
end(Output *output, GString *out)
{
  Counts *counts = output->state;
  g_string_append_printf(out, "%s: %" G_GUINT64_FORMAT "\n", _("Messages"),
                         counts_messages(counts));
  g_string_append_printf(out, "%s: %" G_GUINT64_FORMAT "\n", _("Recipients"),
                         counts_recipients(counts));
  for (CountBy by = 0; by < N_COUNTS; by++)
    append_section(output, by, out);
  counts_free(counts);
  output->state = NULL;
}

const Format format_summary = {
    .name = "summary",
    .in_order = TRUE,
    .begin = begin,
    .report = report,
    .end = end,
};
