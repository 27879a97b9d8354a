/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The message as the parser saw it, with the lines that decided marked and
 * named: for those who write rules and formats. */
#include <string.h>

#include "formats.h"
#include "trace.h"

#define MOST_RECIPIENTS 50 /* whose lines are marked */
#define CONTEXT 3          /* lines shown around a marked one */
#define SHORT_PART 40      /* lines of a part that is shown whole */
#define MARGIN 8           /* columns of line numbers */

/* What one line tells. */
typedef struct {
  guint part, line;
  guint order; /* of finding */
  gboolean decided;
  char *text;
} Mark;

typedef struct {
  const BounceReport *report;
  Trace *trace;
  GArray *marks;
  guint recipient; /* index, while its marks are made */
  guint n_recipients;
} Why;

static void
mark_clear(gpointer data)
{
  g_free(((Mark *)data)->text);
}

/* Marks the lines of a place; those after the first as going on. */
static void
mark(Why *why, TracePlace place, const char *what)
{
  if (place.part == G_MAXUINT)
    return;
  guint first = trace_line_at(why->trace, place.part, place.start);
  guint last = trace_line_at(why->trace, place.part, place.end);
  for (guint line = first; line <= last; line++) {
    GString *text = g_string_new(what);
    if (line > first)
      g_string_append(text, " (goes on)");
    if (why->n_recipients > 1 && why->recipient)
      g_string_append_printf(text, " [%u]", why->recipient);
    Mark one = {.part = place.part,
                .line = line,
                .order = why->marks->len,
                .decided = g_str_has_prefix(what, "DECIDED"),
                .text = g_string_free(text, FALSE)};
    g_array_append_val(why->marks, one);
  }
}

static TracePlace
mark_value(Why *why, const char *what, const char *value, TracePlace from)
{
  TracePlace place = trace_value(why->trace, value, from);
  mark(why, place, what);
  return place;
}

/* The code and the status: those in the server's words, else from the place of
 * the recipient on. */
static void
mark_codes(Why *why, const BounceRecipient *r, TracePlace words,
           TracePlace from)
{
  char code[16];
  g_snprintf(code, sizeof code, "%u", r->reply_code);
  TracePlace start = words.part == G_MAXUINT ? from : words;
  if (r->reply_code)
    mark_value(why, "reply code", code, start);
  mark_value(why, "status", r->status, start);
}

/* The command has a name in the report, and others in texts. */
static void
mark_command(Why *why, const BounceRecipient *r, TracePlace from)
{
  static const char *const texts[] = {
      [BOUNCE_COMMAND_EHLO] = "EHLO",
      [BOUNCE_COMMAND_STARTTLS] = "STARTTLS",
      [BOUNCE_COMMAND_MAIL] = "MAIL FROM",
      [BOUNCE_COMMAND_RCPT] = "RCPT TO",
      [BOUNCE_COMMAND_DATA] = "DATA command",
      [BOUNCE_COMMAND_END_OF_DATA] = "end of DATA",
  };
  if (r->command && r->command < G_N_ELEMENTS(texts))
    mark(why, trace_words(why->trace, texts[r->command], from), "command");
}

static void
mark_recipient(Why *why, const BounceRecipient *r)
{
  TracePlace from = trace_line(why->trace, r->part, r->line);
  mark_value(why, "address", r->address, from);
  if (g_strcmp0(r->address, r->original_address) != 0)
    mark_value(why, "original address", r->original_address, from);
  TracePlace words = trace_words(why->trace, r->diagnostic, from);
  mark(why, words, "server's words");
  mark_codes(why, r, words, from);
  mark_value(why, "remote MTA", r->remote_mta, from);
  mark_command(why, r, from);
  mark_value(why, "last attempt", r->last_attempt, from);
  mark_value(why, "retry until", r->retry_until, from);
  mark_value(why, "new address", r->new_address, words);
  mark_value(why, "listed", r->listed, words);
  mark_value(why, "help", r->help_url, words);
  if (!r->matched)
    return;
  g_autofree char *what = g_strdup_printf(
      "DECIDED: \"%s\" matched %s", r->matched, r->rule ? r->rule : "a rule");
  mark(why,
       trace_words(why->trace, r->matched,
                   words.part == G_MAXUINT ? from : words),
       what);
}

static void
mark_message(Why *why)
{
  const BounceReport *report = why->report;
  const char *part = report->n_recipients ? report->recipients[0]->part : "1";
  TracePlace start = trace_line(why->trace, part, 1);
  mark_value(why, "reporting MTA", report->reporting_mta, start);
  mark_value(why, "arrival date", report->arrival_date, start);
  for (guint i = 0; i < report->n_parts; i++) {
    TracePlace original = {i, 0, 0};
    if (g_str_has_prefix(report->parts[i]->type, "message/rfc822") ||
        (g_str_has_prefix(report->parts[i]->type, "text/rfc822") &&
         strcmp(report->parts[i]->path, "0") != 0))
      mark_value(why, "original's Message-ID", report->original->message_id,
                 original);
  }
}

static int
compare_marks(gconstpointer a, gconstpointer b)
{
  const Mark *left = a, *right = b;
  if (left->part != right->part)
    return left->part < right->part ? -1 : 1;
  if (left->line != right->line)
    return left->line < right->line ? -1 : 1;
  return left->order < right->order ? -1 : left->order > right->order;
}

static void
append_bold(const Output *output, const char *text, GString *out)
{
  g_autofree char *safe = terminal_safe(text);
  g_string_append_printf(out, "%s%s%s", output->terminal.color ? "\033[1m" : "",
                         safe, output->terminal.color ? "\033[0m" : "");
}

static void
append_fact(const char *label, const char *value, GString *out)
{
  g_autofree char *safe = terminal_safe(value);
  if (value)
    g_string_append_printf(out, "  %-16s%s\n", label, safe);
}

static void
append_rule(const BounceRecipient *r, GString *out)
{
  g_autofree char *rule = NULL;
  if (r->rule)
    rule = g_strdup_printf("%s (%s)", r->rule,
                           r->rule_place ? r->rule_place : "-");
  append_fact("rule", rule ? rule : "none", out);
  append_fact("matched", r->matched, out);
  append_fact("overruled", r->overruled, out);
}

static void
append_recipient(const Output *output, const BounceRecipient *r, guint number,
                 GString *out)
{
  char code[16] = "";
  g_string_append_printf(out, "\n[%u] ", number);
  append_bold(output, r->address ? r->address : "(no address)", out);
  g_string_append_printf(out, ": %s, %s\n", bounce_class_to_string(r->class_),
                         bounce_hardness_to_string(r->hardness));
  append_rule(r, out);
  if (r->reply_code)
    g_snprintf(code, sizeof code, "%u", r->reply_code);
  append_fact("reply code", *code ? code : NULL, out);
  append_fact("status", r->status, out);
  append_fact("command",
              r->command ? bounce_command_to_string(r->command) : NULL, out);
  append_fact("remote MTA", r->remote_mta, out);
  append_fact("server's words", r->diagnostic, out);
  if (r->part && r->line)
    g_string_append_printf(out, "  %-16spart %s, line %u (%s)\n", "read in",
                           r->part, r->line,
                           bounce_source_to_string(r->source));
}

static void
append_text_line(const Output *output, const char *line, guint number,
                 gboolean marked, GString *out)
{
  g_auto(GStrv) cells = g_strsplit(line, "\t", -1);
  g_autofree char *spaced = g_strjoinv("    ", cells);
  g_autofree char *safe = terminal_safe(spaced);
  guint columns = output->terminal.columns;
  g_string_append_printf(out, "%s%5u  ", marked ? ">" : " ", number);
  if (marked && output->terminal.color)
    g_string_append(out, "\033[1m");
  terminal_append_cut(out, safe, columns > MARGIN ? columns - MARGIN : 0);
  if (marked && output->terminal.color)
    g_string_append(out, "\033[0m");
  g_string_append_c(out, '\n');
}

/* Marks of one part, and where among them the reader is. */
typedef struct {
  const Mark *marks;
  guint n, at;
} MarkReader;

/* Whether a marked line is near. */
static gboolean
is_near(const MarkReader *reader, guint line)
{
  guint at = reader->at;
  return (at < reader->n && reader->marks[at].line <= line + CONTEXT) ||
         (at && reader->marks[at - 1].line + CONTEXT >= line);
}

/* What the line tells, below it: names on one line, what decided on its own. */
static void
append_marks(const Output *output, MarkReader *reader, guint line, GString *out)
{
  const char *separator = "";
  for (; reader->at < reader->n && reader->marks[reader->at].line == line;
       reader->at++) {
    const Mark *mark = &reader->marks[reader->at];
    g_autofree char *safe = terminal_safe(mark->text);
    if (!*separator || mark->decided)
      g_string_append_printf(out, "%s%*s%s^ ", *separator ? "\n" : "", MARGIN,
                             "", output->terminal.color ? "\033[36m" : "");
    else
      g_string_append(out, separator);
    g_string_append(out, safe);
    separator = ", ";
  }
  if (*separator)
    g_string_append(out, output->terminal.color ? "\033[0m\n" : "\n");
}

static void
append_gap(guint lines, GString *out)
{
  if (lines)
    g_string_append_printf(out, "       ... %u lines\n", lines);
}

static void
append_part(const Output *output, const BouncePart *part, MarkReader *reader,
            GString *out)
{
  g_auto(GStrv) lines = g_strsplit(part->text, "\n", -1);
  guint n = g_strv_length(lines), hidden = 0;
  while (n && !*lines[n - 1])
    n--;
  g_string_append_printf(out, "\n--- part %s, ", part->path);
  append_bold(output, part->type, out);
  g_string_append(out, n ? "\n" : ", not read\n");
  for (guint i = 0; i < n; i++) {
    gboolean marked =
        reader->at < reader->n && reader->marks[reader->at].line == i + 1;
    if (n > SHORT_PART && !is_near(reader, i + 1)) {
      hidden++;
      continue;
    }
    append_gap(hidden, out);
    hidden = 0;
    append_text_line(output, lines[i], i + 1, marked, out);
    append_marks(output, reader, i + 1, out);
  }
  append_gap(hidden, out);
}

static void
append_parts(const Output *output, const Why *why, GString *out)
{
  const Mark *marks = (const Mark *)(const void *)why->marks->data;
  guint at = 0;
  for (guint i = 0; i < why->report->n_parts; i++) {
    MarkReader reader = {.marks = marks ? marks + at : NULL};
    while (at + reader.n < why->marks->len && reader.marks[reader.n].part == i)
      reader.n++;
    append_part(output, why->report->parts[i], &reader, out);
    at += reader.n;
  }
}

static void
report(Output *output, const Item *item, GString *out)
{
  const BounceReport *r = item->report;
  guint n = MIN(item->n_recipients, MOST_RECIPIENTS);
  Why why = {.report = r, .trace = trace_new(r), .n_recipients = n};
  why.marks = g_array_new(FALSE, FALSE, sizeof(Mark));
  g_array_set_clear_func(why.marks, mark_clear);
  append_bold(output, item->source, out);
  g_string_append_printf(out, ": %s, %s%s\n", bounce_kind_to_string(r->kind),
                         r->format ? "format " : "no format of its own",
                         r->format ? r->format : "");
  append_fact("reporting MTA", r->reporting_mta, out);
  mark_message(&why);
  for (guint i = 0; i < n; i++) {
    why.recipient = i + 1;
    append_recipient(output, item->recipients[i], i + 1, out);
    mark_recipient(&why, item->recipients[i]);
  }
  if (n < item->n_recipients)
    g_string_append_printf(out, "\n%u more recipients are not marked\n",
                           item->n_recipients - n);
  g_array_sort(why.marks, compare_marks);
  append_parts(output, &why, out);
  g_array_unref(why.marks);
  trace_free(why.trace);
}

const Format format_why = {
    .name = "why",
    .separator = "\n",
    .needs_parts = TRUE,
    .report = report,
};
