/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One self-contained HTML page. The rows wait in a temporary file until the
 * charts that stand before them are known, so memory does not grow. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "counts.h"
#include "dates.h"
#include "formats.h"
#include "html_chart.h"
#include "html_page.h"
#include "text.h"
#include "write.h"

#define CHUNK (256 * 1024) /* bytes of rows in memory */

typedef struct {
  Counts *counts;
  GString *rows; /* those that are not in the file yet */
  int file;      /* -1: it could not be made */
} State;

static int
open_temporary(void)
{
  g_autofree char *path = NULL;
  int file = g_file_open_tmp("bounce-XXXXXX", &path, NULL);
  if (file >= 0)
    unlink(path);
  return file;
}

/* What could not be kept ends the output as what could not be written does. */
static void
fail(Output *output)
{
  if (output->error)
    return;
  output->error = errno;
  output->failed = g_get_tmp_dir();
}

static void
begin(Output *output, GString *out)
{
  (void)out;
  State *state = g_new0(State, 1);
  state->counts = counts_new();
  state->rows = g_string_sized_new(CHUNK);
  state->file = open_temporary();
  if (state->file < 0)
    fail(output);
  output->state = state;
}

static void
flush_rows(Output *output)
{
  State *state = output->state;
  if (!output->error &&
      !write_whole(state->file, state->rows->str, state->rows->len))
    fail(output);
  g_string_truncate(state->rows, 0);
}

/* Another scheme could run something. */
static gboolean
is_web_address(const char *url)
{
  return url && (g_ascii_strncasecmp(url, "https://", 8) == 0 ||
                 g_ascii_strncasecmp(url, "http://", 7) == 0);
}

static void
append_words(GString *out, const BounceRecipient *r)
{
  g_string_append(out, "<td>");
  html_append_text(out, r->diagnostic);
  if (!is_web_address(r->help_url))
    return;
  g_string_append(out, " <a rel=\"noopener noreferrer\" href=\"");
  html_append_text(out, r->help_url);
  g_string_append(out, "\">");
  html_append_text(out, _("Help"));
  g_string_append(out, "</a>");
}

/* Where it is too long for its column, its domain goes into the next line. */
static void
append_address(GString *out, const char *address)
{
  const char *domain = text_domain(address);
  if (!domain) {
    html_append_text(out, address);
    return;
  }
  g_autofree char *local = g_strndup(address, (gsize)(domain - address));
  html_append_text(out, local);
  g_string_append(out, "<wbr>");
  html_append_text(out, domain);
}

/* Without the end tags that HTML can do without: there may be many rows. */
static void
append_row(GString *out, const BounceRecipient *r, const char *day)
{
  const char *class_ = bounce_class_to_string(r->class_);
  g_string_append_printf(out, "<tr\ndata-c=\"%s\"><th scope=\"row\">", class_);
  append_address(out, r->address ? r->address : r->original_address);
  g_string_append_printf(out, "<td><a href=\"#class-%s\">", class_);
  html_append_text(out, bounce_class_title(r->class_));
  g_string_append_printf(out, "</a><td class=\"%s\">",
                         bounce_hardness_to_string(r->hardness));
  html_append_text(out, page_hardness_title(r->hardness));
  g_string_append(out, "<td>");
  if (r->reply_code)
    g_string_append_printf(out, "%u ", r->reply_code);
  html_append_text(out, r->status);
  g_string_append(out, "<td>");
  html_append_text(out, r->remote_mta);
  g_string_append_printf(out, "<td>%s", day ? day : "");
  append_words(out, r);
}

static void
report(Output *output, const Item *item, GString *out)
{
  State *state = output->state;
  (void)out;
  g_autofree char *day = dates_day_of_report(item->report);
  counts_add(state->counts, item, day);
  for (guint i = 0; i < item->n_recipients; i++)
    append_row(state->rows, item->recipients[i], day);
  if (state->rows->len > CHUNK)
    flush_rows(output);
}

static void
write_rows(Output *output)
{
  State *state = output->state;
  g_autofree char *chunk = g_malloc(CHUNK);
  ssize_t n;
  flush_rows(output);
  if (output->error)
    return;
  lseek(state->file, 0, SEEK_SET);
  while ((n = read(state->file, chunk, CHUNK)) > 0)
    output_write_bytes(output, chunk, (gsize)n);
  if (n < 0)
    fail(output);
}

/* Everything before the rows goes out before them. */
static void
end(Output *output, GString *out)
{
  State *state = output->state;
  for (guint i = 0; i < page_n_pieces; i++) {
    const PagePiece *piece = &page_pieces[i];
    if (piece->text) {
      g_string_append(out, piece->text);
    } else if (piece->message) {
      html_append_text(out, _(piece->message));
    } else if (piece->put) {
      piece->put(state->counts, out);
    } else {
      output_write_bytes(output, out->str, out->len);
      g_string_truncate(out, 0);
      write_rows(output);
    }
  }
  if (state->file >= 0)
    close(state->file);
  counts_free(state->counts);
  g_string_free(state->rows, TRUE);
  g_clear_pointer(&output->state, g_free);
}

const Format format_html = {
    .name = "html",
    .in_order = TRUE,
    .begin = begin,
    .report = report,
    .end = end,
};
