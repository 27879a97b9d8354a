/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "html_chart.h"

#include "text.h"

#define ROW 36      /* pixels of a horizontal bar with its label */
#define LABEL_AT 14 /* its text's base line */
#define BAR_AT 20   /* its bar */
#define BAR_HEIGHT 8
#define PLOT 140 /* pixels of upright bars */
#define PLOT_TOP 20
#define MAX_LABEL 36 /* characters; the rest is in the description */

void
html_append_text(GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
  for (const char *p = valid; *p; p++) {
    switch (*p) {
    case '&':
      g_string_append(out, "&amp;");
      break;
    case '<':
      g_string_append(out, "&lt;");
      break;
    case '>':
      g_string_append(out, "&gt;");
      break;
    case '"':
      g_string_append(out, "&quot;");
      break;
    case '\'':
      g_string_append(out, "&#39;");
      break;
    default: /* control characters are no HTML */
      g_string_append_c(out, g_ascii_iscntrl(*p) ? ' ' : *p);
    }
  }
}

static guint64
total(const ChartBar *bar)
{
  return bar->hard + bar->soft + bar->none;
}

static guint64
largest(const ChartBar *bars, guint n)
{
  guint64 most = 1;
  for (guint i = 0; i < n; i++)
    most = MAX(most, total(&bars[i]));
  return most;
}

/* A number for SVG, whatever the locale's decimal point is. */
static const char *
decimal(double value, char *buffer)
{
  return g_ascii_formatd(buffer, G_ASCII_DTOSTR_BUF_SIZE, "%.2f", value);
}

/* What the picture shows, in words for those who can't see it. */
static void
append_head(GString *out, const char *title, const ChartBar *bars, guint n,
            guint height)
{
  g_string_append_printf(out, "<svg role=\"img\" height=\"%u\"><title>",
                         height);
  html_append_text(out, title);
  g_string_append(out, "</title><desc>");
  for (guint i = 0; i < n; i++) {
    if (!total(&bars[i]))
      continue;
    html_append_text(out, bars[i].label);
    g_string_append_printf(out, ": %" G_GUINT64_FORMAT "; ", total(&bars[i]));
  }
  g_string_append(out, "</desc>\n");
}

/* "mx.example.org: 12 (10 hard, 2 soft)", shown under the pointer. */
static void
append_tip(GString *out, const ChartBar *bar)
{
  g_string_append(out, "<title>");
  html_append_text(out, bar->label);
  g_string_append_printf(out, ": %" G_GUINT64_FORMAT " (", total(bar));
  const struct {
    guint64 n;
    const char *name;
  } shares[] = {{bar->hard, _("Hard")},
                {bar->soft, _("Soft")},
                {bar->none, _("No failure")}};
  const char *separator = "";
  for (gsize i = 0; i < G_N_ELEMENTS(shares); i++)
    if (shares[i].n) {
      g_string_append_printf(out, "%s%" G_GUINT64_FORMAT " ", separator,
                             shares[i].n);
      html_append_text(out, shares[i].name);
      separator = ", ";
    }
  g_string_append(out, ")</title>");
}

static void
append_cut(GString *out, const char *label)
{
  g_autofree char *valid = g_utf8_make_valid(label, -1);
  if (g_utf8_strlen(valid, -1) <= MAX_LABEL) {
    html_append_text(out, valid);
    return;
  }
  g_autofree char *cut = g_utf8_substring(valid, 0, MAX_LABEL - 1);
  html_append_text(out, cut);
  g_string_append(out, "…");
}

static void
append_bar(GString *out, const ChartBar *bar, guint row, guint64 most)
{
  const struct {
    guint64 n;
    const char *name;
  } shares[] = {{bar->hard, "hard"}, {bar->soft, "soft"}, {bar->none, "none"}};
  guint64 before = 0;
  char x[G_ASCII_DTOSTR_BUF_SIZE], width[G_ASCII_DTOSTR_BUF_SIZE];
  g_string_append(out, "<g>");
  append_tip(out, bar);
  g_string_append_printf(out, "<text y=\"%u\">", row * ROW + LABEL_AT);
  append_cut(out, bar->label);
  g_string_append_printf(out,
                         "</text><text class=\"quiet\" x=\"100%%\" y=\"%u\" "
                         "text-anchor=\"end\">%" G_GUINT64_FORMAT "</text>"
                         "<rect class=\"track\" y=\"%u\" width=\"100%%\" "
                         "height=\"%d\" rx=\"2\"/>",
                         row * ROW + LABEL_AT, total(bar), row * ROW + BAR_AT,
                         BAR_HEIGHT);
  for (gsize i = 0; i < G_N_ELEMENTS(shares); i++) {
    if (!shares[i].n)
      continue;
    g_string_append_printf(
        out,
        "<rect class=\"%s\" x=\"%s%%\" y=\"%u\" width=\"%s%%\" "
        "height=\"%d\"/>",
        shares[i].name, decimal(100.0 * (double)before / (double)most, x),
        row * ROW + BAR_AT,
        decimal(100.0 * (double)shares[i].n / (double)most, width), BAR_HEIGHT);
    before += shares[i].n;
  }
  g_string_append(out, "</g>\n");
}

static gboolean
append_empty(GString *out, guint n)
{
  if (n)
    return FALSE;
  g_string_append(out, "<p class=\"empty\">");
  html_append_text(out, _("Nothing is told."));
  g_string_append(out, "</p>\n");
  return TRUE;
}

void
html_chart_bars(GString *out, const char *title, const ChartBar *bars, guint n)
{
  if (append_empty(out, n))
    return;
  append_head(out, title, bars, n, n * ROW);
  guint64 most = largest(bars, n);
  for (guint i = 0; i < n; i++)
    append_bar(out, &bars[i], i, most);
  g_string_append(out, "</svg>\n");
}

/* A line across. */
static void
append_grid(GString *out, double y)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  decimal(y, text);
  g_string_append_printf(out,
                         "<line class=\"grid\" x1=\"0\" x2=\"100%%\" "
                         "y1=\"%s\" y2=\"%s\"/>",
                         text, text);
}

/* The number that a line stands for: over the bars, which may be there. */
static void
append_scale(GString *out, double y, guint64 value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  g_string_append_printf(out,
                         "<text class=\"quiet scale\" y=\"%s\">"
                         "%" G_GUINT64_FORMAT "</text>\n",
                         decimal(y - 4, text), value);
}

/* The next round number that is at least this. */
static guint64
round_up(guint64 value)
{
  static const guint64 round[] = {1, 2, 3, 4, 6, 8};
  for (guint64 unit = 1;; unit *= 10)
    for (gsize i = 0; i < G_N_ELEMENTS(round); i++)
      if (round[i] * unit >= value || unit > G_MAXUINT64 / 100)
        return round[i] * unit;
}

static void
append_column(GString *out, const ChartBar *bar, guint i, guint n, guint64 most)
{
  const struct {
    guint64 n;
    const char *name;
  } shares[] = {{bar->hard, "hard"}, {bar->soft, "soft"}, {bar->none, "none"}};
  double step = 100.0 / n, y = PLOT_TOP + PLOT;
  char numbers[4][G_ASCII_DTOSTR_BUF_SIZE];
  decimal(step * (i + 0.1), numbers[0]);
  decimal(step * 0.8, numbers[1]);
  g_string_append(out, "<g>");
  append_tip(out, bar);
  for (gsize k = 0; k < G_N_ELEMENTS(shares); k++) {
    double height = PLOT * (double)shares[k].n / (double)most;
    if (!shares[k].n)
      continue;
    y -= height;
    g_string_append_printf(out,
                           "<rect class=\"%s\" x=\"%s%%\" y=\"%s\" "
                           "width=\"%s%%\" height=\"%s\"/>",
                           shares[k].name, numbers[0], decimal(y, numbers[2]),
                           numbers[1], decimal(height, numbers[3]));
  }
  g_string_append(out, "</g>\n");
}

void
html_chart_columns(GString *out, const char *title, const ChartBar *bars,
                   guint n)
{
  if (append_empty(out, n))
    return;
  guint64 most = round_up(largest(bars, n));
  append_head(out, title, bars, n, PLOT_TOP + PLOT + 22);
  for (int line = 0; line <= 2; line++)
    append_grid(out, PLOT_TOP + line * PLOT / 2.0);
  for (guint i = 0; i < n; i++)
    if (total(&bars[i]))
      append_column(out, &bars[i], i, n, most);
  append_scale(out, PLOT_TOP, most);
  if (most % 2 == 0)
    append_scale(out, PLOT_TOP + PLOT / 2.0, most / 2);
  g_string_append_printf(out, "<text class=\"quiet\" y=\"%d\">",
                         PLOT_TOP + PLOT + 18);
  html_append_text(out, bars[0].label);
  if (n > 1) {
    g_string_append_printf(out,
                           "</text><text class=\"quiet\" x=\"100%%\" y=\"%d\" "
                           "text-anchor=\"end\">",
                           PLOT_TOP + PLOT + 18);
    html_append_text(out, bars[n - 1].label);
  }
  g_string_append(out, "</text>\n</svg>\n");
}
