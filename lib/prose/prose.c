/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What servers write for people: the format is found, the report told apart
 * from the original, facts are read and joined with what is known. */
#include "prose/prose.h"

#include <string.h>

#include "formats/format_known.h"
#include "prose/prose_facts.h"
#include "prose/prose_header.h"

static GPtrArray *
general_formats(const Config *config)
{
  GPtrArray *generals = g_ptr_array_new();
  for (guint i = 0; i < config->format_sets->len; i++) {
    const FormatSet *set = config->format_sets->pdata[i];
    if (set->general)
      g_ptr_array_add(generals, set->general);
  }
  return generals;
}

/* A person's answer says to what (RFC 5322 section 3.6.4), or by what program
 * it was written. */
static gboolean
is_of_person(const Walk *walk)
{
  static const char *const names[] = {"In-Reply-To", "References", "User-Agent",
                                      "X-Mailer", "Thread-Index"};
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
    if (fields_find(&walk->header, names[i]))
      return TRUE;
  return FALSE;
}

/* Signs that are no words (RFC 3834 section 2, RFC 5321 section 4.5.5); names
 * of senders and the like are marks of the general stanza. */
static void
look_outside(const Evidence *evidence, Outside *outside)
{
  const Walk *walk = evidence->walk;
  const char *submitted = fields_get(&walk->header, "Auto-Submitted");
  const char *type = walk->report_type;
  const char *from = fields_get(&walk->header, "From");
  gboolean from_nobody = !walk->bare && (!from || g_str_has_suffix(from, "<>"));
  outside->nobody = evidence->report->is_null_sender || from_nobody;
  outside->bare = walk->bare;
  outside->system = walk->bare || from_nobody ||
                    (type && g_ascii_strcasecmp(type, "delivery-status") == 0);
  outside->program =
      submitted && g_ascii_strncasecmp(submitted, "auto-", 5) == 0;
  outside->likely =
      (walk->type && strcmp(walk->type, "multipart/report") == 0) ||
      outside->program;
  outside->answer =
      submitted && g_ascii_strncasecmp(submitted, "auto-replied", 12) == 0;
  /* RFC 5435 section 2.7.1: a notification about other mail. */
  outside->unlikely =
      prose_is_forwarded(evidence->report->subject) ||
      (prose_is_answer(evidence->report->subject) && is_of_person(walk)) ||
      (submitted && g_ascii_strncasecmp(submitted, "auto-notified", 13) == 0);
}

/* The header of the original that the text holds. */
static void
read_original(Prose *prose)
{
  Evidence *evidence = prose->evidence;
  FieldsLimits bounds = fields_limits(&evidence->config->limits);
  Fields fields = {0};
  gssize at = prose->scan->original;
  if (at < 0 || evidence->original->message_id)
    return;
  gsize length = prose->text->length;
  const char *text = header_without_margin(prose->arena, prose->text->text,
                                           &length, (gsize)at);
  fields_read_header(prose->arena, text, length, &bounds, &fields,
                     &evidence->reached);
  original_read(evidence, &fields);
}

/* Fields of RFC 3464 that stand in the text, or in a part that was not
 * believed as long as the message might have been no bounce. */
static void
read_status_fields(Prose *prose)
{
  const ProseScan *scan = prose->scan;
  Evidence *evidence = prose->evidence;
  const Part *status = walk_find(evidence->walk, PART_DELIVERY_STATUS);
  if (evidence->recipients->len)
    return;
  if (status && status != evidence->status)
    delivery_status_read(evidence, status);
  if (scan->status < 0 || status)
    return;
  gsize start = (gsize)scan->status;
  gsize end = folded_offset(&scan->folded, scan->end);
  Part part = {.kind = PART_DELIVERY_STATUS};
  part.text = arena_strndup(prose->arena, prose->text->text + start,
                            end > start ? end - start : 0);
  part.length = strlen(part.text);
  guint line;
  part.path = prose_text_place(prose->text, start, &line);
  if (memmem(scan->folded.text, scan->end, "final-recipient", 15) ||
      memmem(scan->folded.text, scan->end, "original-recipient", 18))
    delivery_status_read(evidence, &part);
}

/* A delay's text speaks of failure, too; other good news doesn't. */
static BounceAction
default_action(const Prose *prose)
{
  static const BounceAction successes[] = {
      BOUNCE_ACTION_RELAYED, BOUNCE_ACTION_EXPANDED, BOUNCE_ACTION_DELIVERED};
  const GArray *general = prose->scan->general;
  if (prose->action)
    return prose->action;
  if (prose->format && prose->format->action)
    return prose->format->action;
  if (prose->sorted & 1u << BOUNCE_ACTION_DELAYED)
    return BOUNCE_ACTION_FAILED;
  if (prose_has_role(general, ROLE_ACTION, BOUNCE_ACTION_DELAYED))
    return prose_has_role(general, ROLE_KIND, BOUNCE_KIND_FAILURE)
               ? BOUNCE_ACTION_FAILED
               : BOUNCE_ACTION_DELAYED;
  /* Those in no list of others failed. "Not" may be lost in a wrong character
   * set: a refusal isn't. */
  for (gsize i = 0; i < G_N_ELEMENTS(successes) && !prose->sorted &&
                    !prose_has_refusal(prose);
       i++)
    if (!prose_has_role(general, ROLE_ACTION, BOUNCE_ACTION_FAILED) &&
        prose_has_role(general, ROLE_ACTION, successes[i]))
      return successes[i];
  return BOUNCE_ACTION_FAILED;
}

static BounceKind
own_kind(const Prose *prose)
{
  const GArray *own = prose->scan->own;
  if (prose->kind)
    return prose->kind;
  for (guint i = 0; i < own->len; i++) {
    const Pattern *pattern = g_array_index(own, Match, i).pattern;
    if (pattern->role == ROLE_KIND)
      return pattern->value;
  }
  return prose->format ? prose->format->kind : 0;
}

/* Recipients that a delivery status told of, by their original addresses. */
static GTree *
by_original_address(const Evidence *evidence)
{
  GTree *tree = address_tree_new();
  for (guint i = evidence->recipients->len; i-- > 0;) {
    RecipientFacts *facts = evidence->recipients->pdata[i];
    if (facts->original_address)
      g_tree_insert(tree, (char *)(guintptr)facts->original_address, facts);
  }
  return tree;
}

/* The one whom a delivery status told of: by either address, or because each
 * of the two names one recipient only. */
static RecipientFacts *
known_facts(const Prose *prose, GTree *originals, const char *address)
{
  const Evidence *evidence = prose->evidence;
  RecipientFacts *known = evidence_find(evidence, address);
  if (!known)
    known = g_tree_lookup(originals, address);
  if (!known && evidence->recipients->len == 1 && prose->entries->len == 1)
    known = evidence->recipients->pdata[0];
  return known;
}

/* Adds what the text tells to what a delivery status told. Its Status is the
 * server's word, unless it says nothing (RFC 3463 section 3.1: X.0.0). */
static void
complete(RecipientFacts *known, const RecipientFacts *told)
{
  RecipientFacts more = *told;
  if (!known->address && *told->address)
    known->address = told->address;
  if (known->status && status_subject(known->status))
    more.status = 0;
  else if (known->status && more.status && status_subject(more.status) &&
           status_class(more.status) == status_class(known->status))
    known->status = more.status;
  if (known->diagnostic)
    more.text = NULL;
  facts_join(known, &more);
}

/* Recipients go to the evidence; a delivery status that named some is
 * complete, so that others in the text are somebody else. */
static void
deliver(Prose *prose)
{
  Evidence *evidence = prose->evidence;
  gboolean had = evidence->recipients->len > 0;
  g_autoptr(GTree) originals = had ? by_original_address(evidence) : NULL;
  BounceAction action = default_action(prose);
  for (guint i = 0; i < prose->entries->len; i++) {
    Entry *entry = &g_array_index(prose->entries, Entry, i);
    RecipientFacts *facts = &entry->facts;
    if (had) {
      RecipientFacts *known = known_facts(prose, originals, facts->address);
      if (known)
        complete(known, facts);
      continue;
    }
    if (!facts->action && evidence->kind != BOUNCE_KIND_COMPLAINT)
      facts->action = action;
    gsize at = folded_offset(&prose->scan->folded, entry->at);
    facts->source = BOUNCE_SOURCE_TEXT;
    facts->part = prose_text_place(prose->text, at, &facts->line);
    if (!evidence_add(evidence, facts))
      break;
  }
}

/* A text that does not tell whom it is about may still tell why: what its
 * patterns read is about the one whom a part of the message named. */
static void
deliver_nameless(Prose *prose)
{
  Evidence *evidence = prose->evidence;
  if (evidence->recipients->len > 1 || prose->entries->len)
    return;
  Entry entry = {.until = prose->scan->end};
  g_array_append_val(prose->entries, entry);
  prose_assign(prose);
  RecipientFacts *facts = &g_array_index(prose->entries, Entry, 0).facts;
  if (evidence->recipients->len) {
    complete(evidence->recipients->pdata[0], facts);
    return;
  }
  prose_conclude(prose);
  if (!facts->action)
    facts->action = default_action(prose);
  facts->source = BOUNCE_SOURCE_TEXT;
  facts->part = prose->text->n_pieces ? prose->text->pieces[0].path : "0";
  evidence_add(evidence, facts);
}

static void
collect(Prose *prose, const PatternTable *table, GPtrArray *generals)
{
  ProseScan *scan = prose->scan;
  if (table)
    prose_read_header(prose, table, TRUE);
  for (guint i = 0; i < generals->len; i++)
    prose_read_header(prose, &((Format *)generals->pdata[i])->table, FALSE);
  prose_collect_contacts(prose, scan->own);
  prose_collect_contacts(prose, scan->general);
  prose_collect(prose, scan->own);
  prose_collect_transcript(prose, scan->own);
  prose_collect(prose, scan->general);
  prose_collect_transcript(prose, scan->general);
}

/* Facts about the message go where no part told them. */
static void
deliver_message_facts(const Prose *prose)
{
  BounceReport *report = prose->evidence->report;
  BounceOriginal *original = prose->evidence->original;
  if (!report->reporting_mta)
    report->reporting_mta = prose->reporting_mta;
  if (!report->arrival_date)
    report->arrival_date = prose->arrival_date;
  if (!original->message_id)
    original->message_id = prose->message_id;
  if (!original->subject)
    original->subject = prose->subject;
}

static void
read_known(Prose *prose)
{
  Evidence *evidence = prose->evidence;
  BounceKind kind = own_kind(prose);
  gboolean had = evidence->recipients->len > 0;
  /* A format by whose marks it is known, but in which nothing was read, is
   * another one's. */
  if (prose->format && (had || prose->scan->own->len || prose->header->len))
    evidence->report->format = prose->format->name;
  if (kind && (!had || kind > BOUNCE_KIND_COMPLAINT)) {
    evidence->kind = kind;
    if (kind > BOUNCE_KIND_COMPLAINT)
      return;
  }
  read_original(prose);
  read_status_fields(prose);
  deliver_message_facts(prose);
  prose_find_recipients(prose);
  /* The one whom the delivery status names, where the text names nobody. */
  if (!prose->entries->len && evidence->recipients->len == 1) {
    const RecipientFacts *only = evidence->recipients->pdata[0];
    prose_add(prose, only->address ? only->address : "", prose->scan->start,
              NULL);
  }
  prose_assign(prose);
  prose_conclude(prose);
  deliver(prose);
  deliver_nameless(prose);
}

static void
read_text(Evidence *evidence, ProseText *text, const Format *format,
          GPtrArray *generals, const Outside *outside)
{
  const PatternTable *table = format ? &format->table : NULL;
  ProseScan scan;
  prose_scan(evidence->arena, table, generals, text->text, text->length, &scan);
  if (scan.full)
    evidence->reached |= BOUNCE_LIMIT_TEXT_BYTES;
  Prose prose = {.evidence = evidence,
                 .arena = evidence->arena,
                 .format = format,
                 .scan = &scan,
                 .text = text};
  prose.header = g_array_new(FALSE, FALSE, sizeof(HeaderRecipient));
  prose.entries = g_array_new(FALSE, FALSE, sizeof(Entry));
  prose.mentions = g_array_new(FALSE, FALSE, sizeof(Mention));
  prose.facts = g_array_new(FALSE, FALSE, sizeof(Fact));
  prose.places = address_tree_new();
  prose.contacts = g_array_new(FALSE, FALSE, sizeof(Captured));
  prose_read_own_addresses(&prose);
  collect(&prose, table, generals);
  if (evidence->recipients->len || prose_is_bounce(&prose, outside))
    read_known(&prose);
  g_array_unref(prose.header);
  g_array_unref(prose.entries);
  g_array_unref(prose.mentions);
  g_array_unref(prose.facts);
  g_tree_unref(prose.places);
  g_array_unref(prose.contacts);
  prose_scan_clear(&scan);
}

/* Whether a delivery status told all that prose could. */
static gboolean
is_told(const Evidence *evidence)
{
  for (guint i = 0; i < evidence->recipients->len; i++) {
    const RecipientFacts *facts = evidence->recipients->pdata[i];
    if (!facts->address || !facts->reply_code || !facts->status ||
        !status_subject(facts->status) || !facts->diagnostic ||
        !facts->remote_mta || !facts->command || !facts->action)
      return FALSE;
  }
  return evidence->recipients->len && evidence->report->reporting_mta &&
         evidence->original->message_id;
}

/* Whether a program says that its mail matters less. */
static gboolean
is_low(const Fields *header)
{
  static const char *const values[] = {"bulk", "junk", "auto_reply"};
  const char *precedence = fields_get(header, "Precedence");
  for (gsize i = 0; precedence && i < G_N_ELEMENTS(values); i++)
    if (g_ascii_strcasecmp(precedence, values[i]) == 0)
      return TRUE;
  return FALSE;
}

/* What is no report of a delivery is known by its marks alone, if more than
 * its text speaks for it, and no list sent it. */
static gboolean
settle(Evidence *evidence, const Format *format, const Outside *outside)
{
  BounceKind kind = format ? format->kind : 0;
  const char *submitted = fields_get(&evidence->walk->header, "Auto-Submitted");
  gboolean automatic =
      submitted && g_ascii_strncasecmp(submitted, "auto-", 5) == 0;
  if (kind < BOUNCE_KIND_COMPLAINT || format->table.patterns->len ||
      evidence->recipients->len || (outside->listed && !automatic) ||
      !(outside->by_header || outside->system || outside->nobody ||
        outside->likely || is_low(&evidence->walk->header)))
    return FALSE;
  evidence->kind = kind;
  evidence->report->format = format->name;
  return TRUE;
}

void
prose_read(Evidence *evidence)
{
  const Config *config = evidence->config;
  ProseText text;
  Outside outside = {0};
  FormatSearch search;
  if (evidence->feedback ||
      (evidence->kind && evidence->kind != BOUNCE_KIND_READ_RECEIPT))
    return;
  look_outside(evidence, &outside);
  if (!format_search_header(&search, evidence->arena, config->format_sets,
                            walk_report_header(evidence->walk), &outside) &&
      !evidence->kind && !evidence->recipients->len)
    return;
  prose_text_collect(evidence->arena, evidence->walk, &text);
  if (text.cut)
    evidence->reached |= BOUNCE_LIMIT_LINE_BYTES;
  gsize marked = prose_find_header(text.text, MIN(text.length, MAX_MARKED));
  const Format *format = format_search_text(&search, config->use_formats,
                                            text.text, marked, &outside);
  /* RFC 5429 section 2.2: some refuse with a disposition notification. */
  if (evidence->kind == BOUNCE_KIND_READ_RECEIPT) {
    if (!format || format->kind != BOUNCE_KIND_FAILURE)
      return;
    evidence->kind = 0;
    evidence_clear(evidence);
  }
  if (settle(evidence, format, &outside) ||
      (!evidence->recipients->len && !prose_may_be_bounce(format, &outside)))
    return;
  if (is_told(evidence)) {
    evidence->report->format = format ? format->name : NULL;
    return;
  }
  g_autoptr(GPtrArray) generals = general_formats(config);
  read_text(evidence, &text, format, generals, &outside);
}

void
prose_read_words(const Config *config, Arena *arena, const char *text,
                 gsize length, RecipientFacts *facts)
{
  g_autoptr(GPtrArray) generals = general_formats(config);
  Arena *scratch = arena_new(); /* very many may have words of their own */
  ProseScan scan;
  prose_scan(scratch, NULL, generals, text, length, &scan);
  Prose prose = {.arena = arena, .scan = &scan};
  for (guint i = 0; i < scan.general->len; i++) {
    Fact fact;
    PatternRole role = g_array_index(scan.general, Match, i).pattern->role;
    if ((role != ROLE_READS && role != ROLE_COMMAND) ||
        !prose_fact_of(&prose, scan.general, i, &fact))
      continue;
    if (!facts->remote_mta)
      facts->remote_mta = fact.facts.remote_mta;
    if (!facts->command)
      facts->command = fact.facts.command;
    if (!facts->retry_until)
      facts->retry_until = fact.facts.retry_until;
  }
  prose_scan_clear(&scan);
  arena_free(scratch);
}
