/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page of the HTML report, tools/html/page.html, in pieces. */
#ifndef TOOLS_HTML_PAGE_H
#define TOOLS_HTML_PAGE_H

#include <glib.h>

#include "counts.h"

/* One of: text as it stands, a message to be translated, a slot; or none of
 * them, where the rows stand. */
typedef struct {
  const char *text;
  const char *message;
  void (*put)(const Counts *counts, GString *out);
} PagePiece;

extern const PagePiece page_pieces[];
extern const guint page_n_pieces;

/* "Hard", "Soft", "No failure", in the user's language. */
const char *page_hardness_title(BounceHardness hardness);

/* The slots; `embed.py` makes page_put_NAME of {{NAME}}. */
void page_put_language(const Counts *counts, GString *out);
void page_put_version(const Counts *counts, GString *out);
void page_put_period(const Counts *counts, GString *out);
void page_put_messages(const Counts *counts, GString *out);
void page_put_total(const Counts *counts, GString *out);
void page_put_hard(const Counts *counts, GString *out);
void page_put_soft(const Counts *counts, GString *out);
void page_put_none(const Counts *counts, GString *out);
void page_put_chart_days(const Counts *counts, GString *out);
void page_put_chart_classes(const Counts *counts, GString *out);
void page_put_chart_providers(const Counts *counts, GString *out);
void page_put_chart_domains(const Counts *counts, GString *out);
void page_put_chart_remotes(const Counts *counts, GString *out);
void page_put_day_step(const Counts *counts, GString *out);
void page_put_class_options(const Counts *counts, GString *out);
void page_put_explanations(const Counts *counts, GString *out);

#endif
