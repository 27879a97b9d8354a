/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What fills the slots of the HTML report's page. */
#include "html_page.h"

#include <stdlib.h>
#include <string.h>

#include "html_chart.h"
#include "text.h"

#define TOP 10 /* lines of a chart */
#define TOP_CLASSES 24
#define MOST_COLUMNS 120 /* of days; more become weeks, and so on */
/* Days before and after all but one in so many are left out where they make a
 * long span: a wrong clock's. */
#define OUTLIER 100

const char *
page_hardness_title(BounceHardness hardness)
{
  switch (hardness) {
  case BOUNCE_HARDNESS_HARD:
    return _("Hard");
  case BOUNCE_HARDNESS_SOFT:
    return _("Soft");
  default:
    return _("No failure");
  }
}

static void
append_number(GString *out, guint64 number)
{
  g_string_append_printf(out, "%'" G_GUINT64_FORMAT, number);
}

/* What the texts are in: the translation tells, not the locale, for which
 * there may be none. */
void
page_put_language(const Counts *counts, GString *out)
{
  static const char none[] = ""; /* its translation is the catalogue's head */
  (void)counts;
  const char *header = dgettext(TEXT_DOMAIN, none);
  const char *line = strstr(header, "\nLanguage: ");
  gsize length = line ? strcspn(line += 11, "\n") : 0;
  if (!length)
    g_string_append(out, "en");
  for (gsize i = 0; i < length; i++) /* RFC 5646 section 2.1 */
    g_string_append_c(out, line[i] == '_' ? '-' : line[i]);
}

void
page_put_version(const Counts *counts, GString *out)
{
  (void)counts;
  g_string_append(out, bounce_version());
}

void
page_put_messages(const Counts *counts, GString *out)
{
  append_number(out, counts_messages(counts));
}

void
page_put_total(const Counts *counts, GString *out)
{
  append_number(out, counts_recipients(counts));
}

static void
put_hardness(const Counts *counts, BounceHardness hardness, GString *out)
{
  append_number(out, counts_get(counts, COUNT_HARDNESS,
                                bounce_hardness_to_string(hardness)));
}

void
page_put_hard(const Counts *counts, GString *out)
{
  put_hardness(counts, BOUNCE_HARDNESS_HARD, out);
}

void
page_put_soft(const Counts *counts, GString *out)
{
  put_hardness(counts, BOUNCE_HARDNESS_SOFT, out);
}

void
page_put_none(const Counts *counts, GString *out)
{
  put_hardness(counts, BOUNCE_HARDNESS_NONE, out);
}

static ChartBar
bar_of(const Count *count, const char *label)
{
  return (ChartBar){.label = label,
                    .hard = count->hard,
                    .soft = count->soft,
                    .none = count->count - count->hard - count->soft};
}

static void
put_top(const Counts *counts, CountBy by, const char *title, GString *out)
{
  g_autoptr(GArray) list = counts_list(counts, by);
  ChartBar bars[TOP];
  guint n = MIN(list->len, TOP);
  for (guint i = 0; i < n; i++) {
    const Count *count = &g_array_index(list, Count, i);
    bars[i] = bar_of(count, count->name);
  }
  html_chart_bars(out, title, bars, n);
}

void
page_put_chart_providers(const Counts *counts, GString *out)
{
  put_top(counts, COUNT_PROVIDER, _("By provider"), out);
}

void
page_put_chart_remotes(const Counts *counts, GString *out)
{
  put_top(counts, COUNT_REMOTE, _("By refusing server"), out);
}

void
page_put_chart_domains(const Counts *counts, GString *out)
{
  put_top(counts, COUNT_DOMAIN, _("By domain"), out);
}

void
page_put_chart_classes(const Counts *counts, GString *out)
{
  g_autoptr(GArray) list = counts_list(counts, COUNT_CLASS);
  ChartBar bars[TOP_CLASSES];
  guint n = MIN(list->len, TOP_CLASSES);
  for (guint i = 0; i < n; i++) {
    const Count *count = &g_array_index(list, Count, i);
    bars[i] = bar_of(count,
                     bounce_class_title(bounce_class_from_string(count->name)));
  }
  html_chart_bars(out, _("By class"), bars, n);
}

/* Days since 0001-01-01. */
static guint32
day_number(const char *day)
{
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_dmy(&date, (GDateDay)atoi(day + 8), atoi(day + 5),
                 (GDateYear)atoi(day));
  return g_date_get_julian(&date);
}

/* The index of the first day but outliers, from either end. */
static guint
skip_outliers(const GArray *days, gboolean from_end)
{
  guint64 all = 0, seen = 0;
  for (guint i = 0; i < days->len; i++)
    all += g_array_index(days, Count, i).count;
  for (guint i = 0; i < days->len; i++) {
    guint at = from_end ? days->len - 1 - i : i;
    seen += g_array_index(days, Count, at).count;
    if (seen > all / OUTLIER)
      return at;
  }
  return 0;
}

/* A stretch of days, each column of the chart a step of them. */
typedef struct {
  guint32 first, last;
  guint step;
} Span;

static Span
choose_span(const GArray *days)
{
  guint from = days->len - 1, to = 0; /* the latest stands first */
  Span span = {0, 0, 1};
  for (int i = 0; i < 2; i++) {
    span.first = day_number(g_array_index(days, Count, from).name);
    span.last = day_number(g_array_index(days, Count, to).name);
    if (span.last - span.first < MOST_COLUMNS)
      return span;
    from = skip_outliers(days, TRUE);
    to = skip_outliers(days, FALSE);
  }
  while ((span.last - span.first) / span.step >= MOST_COLUMNS)
    span.step *= 7;
  return span;
}

static void
append_day(GString *out, guint32 day)
{
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_julian(&date, day);
  g_string_append_printf(out, "%04u-%02d-%02d", g_date_get_year(&date),
                         g_date_get_month(&date), g_date_get_day(&date));
}

void
page_put_period(const Counts *counts, GString *out)
{
  g_autoptr(GArray) days = counts_list(counts, COUNT_DAY);
  if (!days->len)
    return;
  Span span = choose_span(days);
  append_day(out, span.first);
  if (span.last == span.first)
    return;
  g_string_append(out, " – ");
  append_day(out, span.last);
}

void
page_put_day_step(const Counts *counts, GString *out)
{
  g_autoptr(GArray) days = counts_list(counts, COUNT_DAY);
  guint step = days->len ? choose_span(days).step : 1;
  if (step > 1) {
    html_append_text(out, _("Days a bar:"));
    g_string_append_printf(out, " %u", step);
  }
}

void
page_put_chart_days(const Counts *counts, GString *out)
{
  g_autoptr(GArray) days = counts_list(counts, COUNT_DAY);
  ChartBar bars[MOST_COLUMNS] = {0};
  g_autoptr(GPtrArray) labels = g_ptr_array_new_with_free_func(g_free);
  guint n = 0;
  if (days->len) {
    Span span = choose_span(days);
    n = (span.last - span.first) / span.step + 1;
    for (guint i = 0; i < days->len; i++) {
      const Count *count = &g_array_index(days, Count, i);
      guint32 day = day_number(count->name);
      if (day < span.first || day > span.last)
        continue;
      ChartBar *bar = &bars[(day - span.first) / span.step];
      bar->hard += count->hard;
      bar->soft += count->soft;
      bar->none += count->count - count->hard - count->soft;
    }
    for (guint i = 0; i < n; i++) {
      GString *label = g_string_new(NULL);
      append_day(label, span.first + i * span.step);
      bars[i].label = label->str;
      g_ptr_array_add(labels, g_string_free(label, FALSE));
    }
  }
  html_chart_columns(out, _("By day"), bars, n);
}

void
page_put_class_options(const Counts *counts, GString *out)
{
  g_autoptr(GArray) list = counts_list(counts, COUNT_CLASS);
  for (guint i = 0; i < list->len; i++) {
    const char *name = g_array_index(list, Count, i).name;
    g_string_append_printf(out, "<option value=\"%s\">", name);
    html_append_text(out, bounce_class_title(bounce_class_from_string(name)));
    g_string_append(out, "</option>");
  }
}

static void
append_paragraph(GString *out, const char *style, const char *text)
{
  g_string_append_printf(out, "<p class=\"%s\">", style);
  html_append_text(out, text);
  g_string_append(out, "</p>\n");
}

void
page_put_explanations(const Counts *counts, GString *out)
{
  g_autoptr(GArray) list = counts_list(counts, COUNT_CLASS);
  for (guint i = 0; i < list->len; i++) {
    const Count *count = &g_array_index(list, Count, i);
    BounceClass class_ = bounce_class_from_string(count->name);
    g_string_append_printf(out, "<article id=\"class-%s\"><h3>", count->name);
    html_append_text(out, bounce_class_title(class_));
    g_string_append_printf(out, " <span class=\"n\"><code>%s</code>, ",
                           count->name);
    append_number(out, count->count);
    g_string_append(out, "</span></h3>\n");
    append_paragraph(out, "explanation", bounce_class_explanation(class_));
    append_paragraph(out, "advice", bounce_class_advice(class_));
    g_string_append_printf(out, "<button type=\"button\" value=\"%s\" hidden>",
                           count->name);
    html_append_text(out, _("Show these recipients"));
    g_string_append(out, "</button>\n</article>\n");
  }
}
