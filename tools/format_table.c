/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One line a recipient, in columns that fit the terminal. */
#include <string.h>

#include "formats.h"
#include "text.h"

enum { HARDNESS, CLASS, CODE, STATUS, ADDRESS, REMOTE, TEXT, N_COLUMNS };

#define GAP 2
#define INDENT 10 /* of what is said below a line */

/* `least`: what a terminal must have room for, otherwise the column with the
 * highest `spare` is left out. The last column takes the rest. */
static const struct {
  const char *title;
  guint least, wish;
  guint spare;
} columns[N_COLUMNS] = {
    [HARDNESS] = {"HARDNESS", 8, 8, 1},
    [CLASS] = {"CLASS", 18, 18, 2},
    [CODE] = {"CODE", 4, 4, 5},
    [STATUS] = {"STATUS", 7, 7, 4},
    [ADDRESS] = {"ADDRESS", 24, 34, 0},
    [REMOTE] = {"REMOTE MTA", 18, 30, 6},
    [TEXT] = {"SERVER'S WORDS", 24, 0, 3},
};

typedef struct {
  gboolean shown[N_COLUMNS];
  guint width[N_COLUMNS]; /* 0: no limit */
} Layout;

static guint
least_width(const Layout *layout)
{
  guint width = 0;
  for (int i = 0; i < N_COLUMNS; i++)
    if (layout->shown[i])
      width += columns[i].least + (width ? GAP : 0);
  return width;
}

static void
leave_out_one(Layout *layout)
{
  int least = -1;
  for (int i = 0; i < N_COLUMNS; i++)
    if (layout->shown[i] &&
        (least < 0 || columns[i].spare > columns[least].spare))
      least = i;
  layout->shown[least] = FALSE;
}

/* Gives out what is left of `total`: to each its wish, the rest to the last. */
static void
widen(Layout *layout, guint total)
{
  guint left = total > least_width(layout) ? total - least_width(layout) : 0;
  int last = ADDRESS;
  for (int i = 0; i < N_COLUMNS; i++) {
    guint wish = MAX(columns[i].wish, columns[i].least) - columns[i].least;
    if (!layout->shown[i])
      continue;
    /* The text stays as wide as all that others get on top. */
    guint more = layout->shown[TEXT] ? MIN(wish, left / 2) : MIN(wish, left);
    layout->width[i] = columns[i].least + more;
    left -= more;
    last = i;
  }
  layout->width[last] += left;
  if (total < least_width(layout)) /* the address alone */
    layout->width[last] = total;
}

static Layout *
layout_new(guint total)
{
  Layout *layout = g_new0(Layout, 1);
  for (int i = 0; i < N_COLUMNS; i++) {
    layout->shown[i] = TRUE;
    layout->width[i] = columns[i].wish;
  }
  if (!total)
    return layout;
  while (least_width(layout) > total && layout->shown[HARDNESS])
    leave_out_one(layout);
  widen(layout, total);
  return layout;
}

static int
last_shown(const Layout *layout)
{
  int last = N_COLUMNS - 1;
  while (!layout->shown[last])
    last--;
  return last;
}

static void
append_cell(const Output *output, int column, const char *text,
            const char *color, GString *out)
{
  const Layout *layout = output->state;
  if (!layout->shown[column])
    return;
  g_autofree char *safe = terminal_safe(text);
  guint width = layout->width[column];
  g_string_append(out, color);
  guint used =
      terminal_append_cut(out, safe, output->terminal.columns ? width : 0);
  g_string_append(out, *color ? "\033[0m" : "");
  if (column != last_shown(layout))
    g_string_append_printf(out, "%*s",
                           (int)(used < width ? width - used + GAP : GAP), "");
}

static const char *
hardness_color(const Output *output, BounceHardness hardness)
{
  if (!output->terminal.color)
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

static void
begin(Output *output, GString *out)
{
  output->state = layout_new(output->terminal.columns);
  for (int i = 0; i < N_COLUMNS; i++)
    append_cell(output, i, columns[i].title,
                output->terminal.color ? "\033[1m" : "", out);
  g_string_append_c(out, '\n');
}

static void
append_recipient(const Output *output, const BounceRecipient *r, GString *out)
{
  char code[16] = "-";
  if (r->reply_code)
    g_snprintf(code, sizeof code, "%u", r->reply_code);
  append_cell(output, HARDNESS, bounce_hardness_to_string(r->hardness),
              hardness_color(output, r->hardness), out);
  append_cell(output, CLASS, bounce_class_to_string(r->class_), "", out);
  append_cell(output, CODE, code, "", out);
  append_cell(output, STATUS, r->status, "", out);
  append_cell(output, ADDRESS, r->address, "", out);
  append_cell(output, REMOTE, r->remote_mta, "", out);
  append_cell(output, TEXT, r->diagnostic, "", out);
  g_string_append_c(out, '\n');
}

static void
append_explanation(const Output *output, BounceClass class_, GString *out)
{
  g_autofree char *meaning = text_class_meaning(class_);
  terminal_append_wrapped(out, meaning, INDENT, output->terminal.columns);
  terminal_append_wrapped(out, bounce_class_advice(class_), INDENT,
                          output->terminal.columns);
}

static void
report(Output *output, const Item *item, GString *out)
{
  for (guint i = 0; i < item->n_recipients; i++) {
    append_recipient(output, item->recipients[i], out);
    if (output->explain)
      append_explanation(output, item->recipients[i]->class_, out);
  }
  if (item->report->n_recipients)
    return;
  g_autofree char *safe = terminal_safe(item->source);
  g_autofree char *line = g_strdup_printf(
      "-         %s: %s", safe, bounce_kind_to_string(item->report->kind));
  terminal_append_cut(out, line, output->terminal.columns);
  g_string_append_c(out, '\n');
}

static void
end(Output *output, GString *out)
{
  (void)out;
  g_clear_pointer(&output->state, g_free);
}

const Format format_table = {
    .name = "table",
    .begin = begin,
    .report = report,
    .end = end,
};
