/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Each message explained as a person would: who, why, since when, what to do,
 * which text says so, and which message it was. */
#include <string.h>

#include "formats.h"
#include "text.h"

#define INDENT 2
#define MOST_LABEL 20

/* What a message is, for people. */
static const char *const kinds[] = {
    [BOUNCE_KIND_FAILURE] = N_("could not be delivered"),
    [BOUNCE_KIND_DELAY] = N_("not delivered yet; the server keeps trying"),
    [BOUNCE_KIND_DELIVERED] = N_("delivered"),
    [BOUNCE_KIND_RELAYED] = N_("passed on to a server that reports no more"),
    [BOUNCE_KIND_EXPANDED] = N_("delivered to a list or an alias"),
    [BOUNCE_KIND_COMPLAINT] = N_("a complaint about a message"),
    [BOUNCE_KIND_AUTO_REPLY] = N_("an automatic reply"),
    [BOUNCE_KIND_READ_RECEIPT] = N_("a read receipt"),
    [BOUNCE_KIND_CHALLENGE] =
        N_("a request to prove that the sender is a person"),
    [BOUNCE_KIND_OTHER] = N_("ordinary mail, no bounce"),
};

static const char *const hardnesses[] = {
    [BOUNCE_HARDNESS_NONE] = N_("no failure"),
    [BOUNCE_HARDNESS_SOFT] =
        N_("it may work later, or after something was changed"),
    [BOUNCE_HARDNESS_HARD] = N_("this address will not work"),
};

static const char *const sources[] = {
    [BOUNCE_SOURCE_DELIVERY_STATUS] = N_("the delivery status"),
    [BOUNCE_SOURCE_TEXT] = N_("the text for people"),
    [BOUNCE_SOURCE_HEADER] = N_("the header"),
    [BOUNCE_SOURCE_FEEDBACK] = N_("the feedback report"),
    [BOUNCE_SOURCE_DISPOSITION] = N_("the disposition"),
    [BOUNCE_SOURCE_ORIGINAL] = N_("the returned original"),
    [BOUNCE_SOURCE_ENVELOPE] = N_("the envelope's address"),
    [BOUNCE_SOURCE_REPLY] = N_("the reply itself"),
};

/* The text for a code; a newer library may know more codes. */
#define TEXT_FOR(texts, code, name)                                            \
  ((code) < G_N_ELEMENTS(texts) && texts[code] ? _(texts[code]) : name(code))

/* A line "label  value", the value wrapped behind its label. */
static void
append_field(const Output *output, const char *label, const char *value,
             GString *out)
{
  g_autofree char *safe = NULL;
  g_autoptr(GString) lines = NULL;
  guint columns = output->terminal.columns;
  gboolean color = output->terminal.color;
  if (!value || !*value)
    return;
  safe = terminal_safe(value);
  lines = g_string_new(NULL);
  terminal_append_wrapped(lines, safe, INDENT + MOST_LABEL, columns);
  guint used = terminal_width(label);
  g_string_append_printf(out, "%*s%s%s%s%*s", INDENT, "",
                         color ? "\033[1m" : "", label, color ? "\033[0m" : "",
                         (int)(MOST_LABEL > used ? MOST_LABEL - used : 1), "");
  g_string_append(out, lines->str + INDENT + MOST_LABEL);
}

/* "a, b": what of them is known. */
static char *
join(const char *first, const char *second, const char *between)
{
  if (first && second)
    return g_strconcat(first, between, second, NULL);
  return g_strdup(first ? first : second);
}

static void
append_server(const Output *output, const BounceRecipient *r, GString *out)
{
  g_autofree char *step =
      r->command ? g_strdup_printf(_("in answer to %s"),
                                   bounce_command_to_string(r->command))
                 : NULL;
  g_autofree char *text = join(r->remote_mta, step, ", ");
  append_field(output, _("Refused by"), text, out);
  append_field(output, _("Provider"), r->provider, out);
}

static void
append_wait(const Output *output, const BounceRecipient *r, GString *out)
{
  g_autofree char *after = NULL;
  append_field(output, _("Last tried"), r->last_attempt, out);
  append_field(output, _("Tried until"), r->retry_until, out);
  if (r->retry_after) {
    after = g_strdup_printf(_("after %u seconds"), r->retry_after);
    append_field(output, _("Try again"), after, out);
  }
}

/* Which text says so. */
static void
append_evidence(const Output *output, const BounceRecipient *r, GString *out)
{
  g_autofree char *place = NULL;
  g_autofree char *rule = NULL;
  const char *source = TEXT_FOR(sources, r->source, bounce_source_to_string);
  if (r->part && r->line)
    place =
        g_strdup_printf(_("%s (part %s, line %u)"), source, r->part, r->line);
  else if (r->source)
    place = g_strdup(source);
  append_field(output, _("Read in"), place, out);
  append_field(output, _("Decisive words"), r->matched, out);
  if (r->rule)
    rule = r->rule_place ? g_strdup_printf("%s (%s)", r->rule, r->rule_place)
                         : g_strdup(r->rule);
  append_field(output, _("Rule"), rule, out);
  append_field(output, _("Overruled"), r->overruled, out);
}

static void
append_hints(const Output *output, const BounceRecipient *r, GString *out)
{
  g_autofree char *listed = join(r->blocklist, r->listed, ": ");
  g_autofree char *size = NULL;
  append_field(output, _("New address"), r->new_address, out);
  append_field(output, _("Blocklist"), listed, out);
  if (r->size_limit) {
    size = g_format_size_full(r->size_limit, G_FORMAT_SIZE_LONG_FORMAT);
    append_field(output, _("Largest message"), size, out);
  }
  append_field(output, _("Help"), r->help_url, out);
}

static void
append_who(const Output *output, const BounceReport *report,
           const BounceRecipient *r, GString *out)
{
  g_autofree char *address =
      terminal_safe(r->address            ? r->address
                    : r->original_address ? r->original_address
                                          : NULL);
  g_autofree char *line = NULL;
  const char *kind = TEXT_FOR(kinds, report->kind, bounce_kind_to_string);
  gboolean color = output->terminal.color;
  line = r->address || r->original_address
             ? g_strdup_printf("%s: %s", address, kind)
             : g_strdup(kind);
  g_string_append(out, color ? "\033[1m" : "");
  terminal_append_wrapped(out, line, 0, output->terminal.columns);
  g_string_append(out, color ? "\033[0m" : "");
  if (r->address && r->original_address &&
      g_ascii_strcasecmp(r->address, r->original_address) != 0)
    append_field(output, _("Sent to"), r->original_address, out);
}

static void
append_recipient(const Output *output, const BounceReport *report,
                 const BounceRecipient *r, GString *out)
{
  g_autofree char *why = text_class_meaning(r->class_);
  g_autofree char *verdict = g_strdup_printf(
      "%s, %s: %s", bounce_class_to_string(r->class_),
      bounce_hardness_to_string(r->hardness),
      TEXT_FOR(hardnesses, r->hardness, bounce_hardness_to_string));
  append_who(output, report, r, out);
  append_field(output, _("Why"), why, out);
  append_field(output, _("What to do"), bounce_class_advice(r->class_), out);
  append_field(output, _("Class"), verdict, out);
  append_server(output, r, out);
  append_field(output, _("Its words"), r->diagnostic, out);
  append_field(output, _("Status"), r->status, out);
  append_hints(output, r, out);
  append_wait(output, r, out);
  append_evidence(output, r, out);
}

/* Which message it was. */
static void
append_original(const Output *output, const BounceOriginal *original,
                GString *out)
{
  append_field(output, _("Your message"), original->subject, out);
  append_field(output, _("From"), original->from, out);
  append_field(output, _("To"), original->to, out);
  append_field(output, _("Date"), original->date, out);
  append_field(output, _("Message-ID"), original->message_id, out);
}

static void
append_message(const Output *output, const Item *item, GString *out)
{
  const BounceReport *report = item->report;
  append_original(output, report->original, out);
  append_field(output, _("Waiting since"), report->arrival_date, out);
  append_field(output, _("Reported by"), report->reporting_mta, out);
  append_field(output, _("Reported on"), report->date, out);
  append_field(output, _("Format"), report->format, out);
  append_field(output, _("File"), item->source, out);
}

static void
report(Output *output, const Item *item, GString *out)
{
  for (guint i = 0; i < item->n_recipients; i++)
    append_recipient(output, item->report, item->recipients[i], out);
  if (!item->n_recipients) {
    terminal_append_wrapped(
        out, TEXT_FOR(kinds, item->report->kind, bounce_kind_to_string), 0,
        output->terminal.columns);
    append_field(output, _("Subject"), item->report->subject, out);
    append_field(output, _("From"), item->report->from, out);
  }
  append_message(output, item, out);
}

const Format format_long = {
    .name = "long",
    .separator = "\n",
    .report = report,
};
