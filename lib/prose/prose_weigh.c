/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether a message is a bounce at all. */
#include <string.h>

#include "classification/classify.h"
#include "evidence/envelope.h"
#include "prose/prose_facts.h"
#include "prose/prose_header.h"

/* A note above what is passed on has fewer lines. */
#define MIN_ANSWER 4
/* So much of a report is looked at for a reason. */
#define MAX_REASON 4096

gboolean
prose_has_role(const GArray *matches, PatternRole role, guint32 value)
{
  for (guint i = 0; i < matches->len; i++) {
    const Pattern *pattern = g_array_index(matches, Match, i).pattern;
    if (pattern->role == role && (!value || pattern->value == value))
      return TRUE;
  }
  return FALSE;
}

/* Whether somebody else than the reader is named. */
static gboolean
has_recipient(const Prose *prose, gboolean weak)
{
  const GArray *matches = prose->scan->general;
  for (guint i = 0; i < matches->len; i++) {
    const Match *match = &g_array_index(matches, Match, i);
    if (match->pattern->role == ROLE_RECIPIENT &&
        (weak || match->listed || !match->pattern->weak) &&
        !prose_names_reader(prose, match))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_sign(const Match *match)
{
  PatternRole role = match->pattern->role;
  return role == ROLE_RECIPIENT || role == ROLE_LIST_AFTER ||
         role == ROLE_READS;
}

/* Where a bounce's own words surely start: a person may speak of failure, too,
 * before one is quoted. */
static gsize
first_sign(const ProseScan *scan)
{
  const GArray *both[] = {scan->own, scan->general};
  gsize first = scan->end;
  for (guint k = 0; k < G_N_ELEMENTS(both); k++)
    for (guint i = 0; i < both[k]->len; i++) {
      const Match *match = &g_array_index(both[k], Match, i);
      if (is_sign(match) && match->start < first)
        first = match->start;
    }
  return first;
}

/* Whether a line of dashes that says what follows stands before a place, as
 * mail programs put it above what they forward. */
static gboolean
is_forwarded_before(const ProseScan *scan, gsize place)
{
  const char *text = scan->folded.text;
  for (guint i = 0; i < scan->general->len; i++) {
    const Match *match = &g_array_index(scan->general, Match, i);
    if (match->pattern->role != ROLE_ORIGINAL_AFTER || match->start >= place)
      continue;
    gsize at = match->start;
    while (at && strchr("-_ ", text[at - 1]))
      at--;
    if (at < match->start && text[at] != ' ' && (!at || text[at - 1] == '\n'))
      return TRUE;
  }
  return FALSE;
}

/* Whether a person speaks before a bounce is quoted: asks something, or
 * forwards it. */
static gboolean
is_quoted_by_person(const Prose *prose)
{
  static const char arabic_mark[] = "\xD8\x9F";
  const ProseScan *scan = prose->scan;
  gsize first = first_sign(scan);
  gsize length = first > scan->start ? first - scan->start : 0;
  const char *text = scan->folded.text + scan->start;
  return memchr(text, '?', length) ||
         memmem(text, length, arabic_mark, sizeof arabic_mark - 1) ||
         is_forwarded_before(scan, first);
}

/* Whether a bounce is quoted below an answer or in a ticket, which programs
 * send, too. */
static gboolean
is_answered(const Prose *prose)
{
  const char *subject = prose->evidence->report->subject;
  guint lines = prose->text->own_lines;
  return lines >= MIN_ANSWER || (lines && prose_is_answer(subject)) ||
         prose_is_numbered(subject);
}

gboolean
prose_has_refusal(const Prose *prose)
{
  const ProseScan *scan = prose->scan;
  for (guint i = 0; i < prose->facts->len; i++)
    if (g_array_index(prose->facts, Fact, i).facts.reply_code >= 400)
      return TRUE;
  return prose_find_reply(&scan->folded, scan->start, scan->end) >= 0;
}

/* Whether a refusal names the one whom it is about. */
static gboolean
has_refusal_of(const Prose *prose)
{
  for (guint i = 0; i < prose->facts->len; i++) {
    const Fact *fact = &g_array_index(prose->facts, Fact, i);
    if (fact->address && fact->facts.reply_code >= 400)
      return TRUE;
  }
  return FALSE;
}

/* Whether the text names a reason for which mail is refused. */
static gboolean
names_reason(const Prose *prose)
{
  const ProseScan *scan = prose->scan;
  const GPtrArray *sets = prose->evidence->config->rule_sets;
  gsize start = folded_offset(&scan->folded, scan->start);
  gsize end = folded_offset(&scan->folded, MAX(scan->end, scan->start));
  Verdict verdict = {0};
  classify((const RuleSet *const *)sets->pdata, sets->len,
           &(Refusal){.text = scan->folded.source + start,
                      .length = MIN(end - start, MAX_REASON)},
           &verdict);
  return verdict.class_ != BOUNCE_CLASS_UNDETERMINED && verdict.matched.length;
}

typedef struct {
  guint weight;     /* how many things speak for a bounce */
  gboolean words;   /* it says that mail did not arrive */
  gboolean speaks;  /* it says so itself: words, a list, fields, an original */
  gboolean status;  /* there are fields of RFC 3464 */
  gboolean refuses; /* a server's refusal, and an address */
  gboolean tells;   /* it names a recipient or a refusal */
  gboolean listed;  /* it announces a recipient */
  gboolean named;   /* there is an address that may be the recipient's */
  gboolean original;
  gboolean subject; /* a mail system says so in the subject, which counts where
                       the text tells anything */
  gboolean looked;  /* for the only address */
  Captured only;
} Signs;

/* Looked for when it is first needed: a whole text is read for it. */
static gsize
only_address(const Prose *prose, Signs *signs)
{
  if (!signs->looked)
    signs->only = prose_only_address(prose);
  signs->looked = TRUE;
  return signs->only.length;
}

/* Whether the text says that mail did not arrive. Success is no bounce unless
 * it tells whose. */
static gboolean
says_words(const GArray *general, gboolean listed)
{
  return prose_has_role(general, ROLE_ACTION, BOUNCE_ACTION_FAILED) ||
         prose_has_role(general, ROLE_ACTION, BOUNCE_ACTION_DELAYED) ||
         (listed && prose_has_role(general, ROLE_ACTION, 0));
}

/* Words, recipients, refusals, a returned original. */
static void
weigh_text(const Prose *prose, const Outside *outside, Signs *signs)
{
  const ProseScan *scan = prose->scan;
  const Walk *walk = prose->evidence->walk;
  gboolean listed = prose->header->len || has_recipient(prose, FALSE);
  gboolean weak = has_recipient(prose, TRUE) ||
                  prose_has_role(scan->own, ROLE_RECIPIENT, 0);
  gboolean refusal = prose_has_refusal(prose);
  gboolean part = walk_find(walk, PART_DELIVERY_STATUS) != NULL;
  gboolean status = scan->status >= 0 || part;
  signs->original =
      scan->original >= 0 || walk_find(walk, PART_ORIGINAL) || part;
  signs->subject = outside->announced && !outside->unlikely &&
                   (outside->nobody || outside->system);
  signs->tells = weak || refusal;
  signs->words = says_words(scan->general, listed) ||
                 (signs->subject && (signs->tells || signs->original));
  signs->named =
      listed || weak || has_refusal_of(prose) || only_address(prose, signs);
  signs->listed = listed;
  signs->refuses = weak && refusal;
  signs->status = status;
  signs->speaks = signs->words || listed || signs->original || status ||
                  prose_has_role(scan->general, ROLE_CLIENT, 0);
  signs->weight = signs->words + listed + weak + refusal + signs->original +
                  (status ? 2 : 0);
}

/* What the text tells may be a reason. */
static void
add_reason(Signs *signs)
{
  signs->weight += signs->subject && !signs->words ? 2 : 1;
  signs->words |= signs->subject;
  signs->speaks |= signs->subject;
}

gboolean
prose_may_be_bounce(const Format *format, const Outside *outside)
{
  return outside->system || outside->nobody || (format && outside->by_header) ||
         (outside->likely && !outside->unlikely);
}

/* Whether the only address that may be a recipient's is none of the sender's
 * domain, as helpers' are. */
static gboolean
names_outsider(const Prose *prose, Signs *signs)
{
  gsize whole = only_address(prose, signs);
  const char *address = prose->scan->folded.source + signs->only.start;
  const char *at = memchr(address, '@', whole);
  const char *from = prose->own_addresses[OWN_FROM];
  const char *domain = from ? strchr(from, '@') : NULL;
  gsize length = at ? whole - (gsize)(at - address) : 0;
  return length && !(domain && strlen(domain) == length &&
                     g_ascii_strncasecmp(domain, at, length) == 0);
}

/* Whether the address that a mail system's bounce came to names a recipient. */
static gboolean
comes_to_verp(const Prose *prose, const Outside *outside)
{
  const char *reader = prose->own_addresses[OWN_TO];
  HiddenAddress hidden;
  return outside->system && reader &&
         envelope_decode(prose->arena, reader,
                         prose->evidence->config->verp_delimiters, &hidden) &&
         hidden.recipient;
}

/* What a program sends that is no mail system by its names. */
static gboolean
is_programs_bounce(const Prose *prose, Signs *signs, const Outside *outside)
{
  /* An answer to what somebody wrote under a bounce's subject. */
  gboolean confirms =
      outside->answer && prose_is_answer(prose->evidence->report->subject);
  guint least = signs->listed || signs->status || outside->program ? 3
                : signs->refuses                                   ? 4
                                                                   : 5;
  gboolean near = outside->program && names_outsider(prose, signs);
  return (signs->original && signs->weight >= 5) ||
         (outside->announced && !confirms && signs->words &&
          (signs->weight >= least || near));
}

/* Whether all signs suffice; one more never makes it less of a bounce. */
static gboolean
suffices(const Prose *prose, const Outside *outside, Signs *signs)
{
  if (prose->format &&
      (outside->by_header || outside->system || outside->nobody))
    return signs->weight >= 1;
  if (prose->format && outside->likely && !outside->unlikely &&
      (prose_has_role(prose->scan->own, ROLE_RECIPIENT, 0) ||
       (outside->announced && signs->words && signs->original)))
    return TRUE;
  if (!signs->named && !signs->original && !comes_to_verp(prose, outside) &&
      !(signs->words && outside->system && outside->nobody))
    return FALSE;
  gboolean near = (outside->system || (outside->nobody && outside->answer)) &&
                  only_address(prose, signs);
  guint weight = signs->weight + near;
  /* Whatever words its language has for it. */
  if (outside->system && outside->nobody && signs->subject && near &&
      names_outsider(prose, signs))
    return TRUE;
  if (outside->system && outside->nobody)
    return weight >= (outside->unlikely ? 3 : 2) &&
           (signs->speaks || signs->tells || outside->announced);
  if (outside->bare && signs->tells && weight >= 3)
    return TRUE;
  if (outside->system && !outside->unlikely && signs->refuses && weight >= 3)
    return TRUE;
  if (outside->system)
    return weight >= (outside->listed     ? 3
                      : outside->unlikely ? 4
                                          : 2) &&
           signs->speaks;
  if (outside->nobody)
    return weight >= (outside->announced && signs->words ? 2 : 3) &&
           signs->speaks;
  if (outside->answer && !outside->unlikely &&
      !prose_is_answer(prose->evidence->report->subject) && signs->words &&
      signs->listed && weight >= 3)
    return TRUE;
  return outside->likely && !outside->unlikely &&
         is_programs_bounce(prose, signs, outside);
}

gboolean
prose_is_bounce(const Prose *prose, const Outside *outside)
{
  /* What its format takes for no bounce needs no more than an outer sign;
   * without patterns it is settled by its marks or not at all. */
  if (prose->format && prose->format->kind >= BOUNCE_KIND_COMPLAINT)
    return prose->format->table.patterns->len &&
           prose_may_be_bounce(prose->format, outside);
  if (!outside->system && !outside->nobody && !outside->by_header &&
      (is_answered(prose) || (!outside->program && is_quoted_by_person(prose))))
    return FALSE;
  Signs signs = {0};
  weigh_text(prose, outside, &signs);
  if (suffices(prose, outside, &signs))
    return TRUE;
  /* The reason is looked for last, where it decides: it costs most. */
  add_reason(&signs);
  return suffices(prose, outside, &signs) && names_reason(prose);
}
