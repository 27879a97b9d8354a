/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether a message is a bounce at all. */
#include "classification/classify.h"
#include "prose/prose_facts.h"

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

static gboolean
has_recipient(const GArray *matches, gboolean weak)
{
  for (guint i = 0; i < matches->len; i++) {
    const Match *match = &g_array_index(matches, Match, i);
    if (match->pattern->role == ROLE_RECIPIENT &&
        (weak || match->listed || !match->pattern->weak))
      return TRUE;
  }
  return FALSE;
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
} Signs;

/* Whether the text says that mail did not arrive. Success is no bounce unless
 * it tells whose. */
static gboolean
says_words(const GArray *general, gboolean listed)
{
  return prose_has_role(general, ROLE_ACTION, BOUNCE_ACTION_FAILED) ||
         prose_has_role(general, ROLE_ACTION, BOUNCE_ACTION_DELAYED) ||
         (listed && prose_has_role(general, ROLE_ACTION, 0));
}

/* Words, recipients, refusals, a returned original; a reason where it is known
 * to be there. */
static void
weigh_text(const Prose *prose, const Outside *outside, gboolean reason,
           Signs *signs)
{
  const ProseScan *scan = prose->scan;
  const Walk *walk = prose->evidence->walk;
  gboolean listed = prose->header->len || has_recipient(scan->general, FALSE);
  gboolean weak = has_recipient(scan->general, TRUE) ||
                  prose_has_role(scan->own, ROLE_RECIPIENT, 0);
  gboolean refusal = prose_has_refusal(prose);
  gboolean part = walk_find(walk, PART_DELIVERY_STATUS) != NULL;
  gboolean status = scan->status >= 0 || part;
  signs->original =
      scan->original >= 0 || walk_find(walk, PART_ORIGINAL) || part;
  /* A mail system may leave it to its subject. */
  signs->words = says_words(scan->general, listed) ||
                 (outside->announced && !outside->unlikely &&
                  (outside->nobody || outside->system) &&
                  (refusal || reason || weak || signs->original));
  signs->tells = weak || refusal;
  signs->named = listed || weak || has_refusal_of(prose) ||
                 prose_only_address(prose).length;
  signs->listed = listed;
  signs->refuses = weak && refusal;
  signs->status = status;
  signs->speaks = signs->words || listed || signs->original || status ||
                  prose_has_role(scan->general, ROLE_CLIENT, 0);
  signs->weight = signs->words + listed + weak + refusal + reason +
                  signs->original + (status ? 2 : 0);
}

gboolean
prose_may_be_bounce(const Format *format, const Outside *outside)
{
  return outside->system || outside->nobody || (format && outside->by_header) ||
         (outside->likely && !outside->unlikely);
}

/* What a program sends that is no mail system by its names. */
static gboolean
is_programs_bounce(const Signs *signs, const Outside *outside)
{
  guint least = signs->listed || signs->status ? 3 : signs->refuses ? 4 : 5;
  return (signs->original && signs->weight >= 5) ||
         (outside->announced && signs->words && signs->weight >= least);
}

/* Whether all signs suffice; one more never makes it less of a bounce. */
static gboolean
suffices(const Prose *prose, const Outside *outside, gboolean reason)
{
  Signs signs;
  weigh_text(prose, outside, reason, &signs);
  if (prose->format &&
      (outside->by_header || outside->system || outside->nobody))
    return signs.weight >= 1;
  if (prose->format && outside->likely && !outside->unlikely &&
      (prose_has_role(prose->scan->own, ROLE_RECIPIENT, 0) ||
       (outside->announced && signs.words && signs.original)))
    return TRUE;
  if (!signs.named && !signs.original &&
      !(signs.words && outside->system && outside->nobody))
    return FALSE;
  if ((outside->system || (outside->nobody && outside->answer)) &&
      prose_only_address(prose).length)
    signs.weight++;
  if (outside->system && outside->nobody)
    return signs.weight >= (outside->unlikely ? 3 : 2) &&
           (signs.speaks || signs.tells || outside->announced);
  if (outside->bare && signs.tells && signs.weight >= 3)
    return TRUE;
  if (outside->system && !outside->unlikely && signs.refuses &&
      signs.weight >= 3)
    return TRUE;
  if (outside->system)
    return signs.weight >= (outside->listed     ? 3
                            : outside->unlikely ? 4
                                                : 2) &&
           signs.speaks;
  if (outside->nobody)
    return signs.weight >= 3 && signs.speaks;
  return outside->likely && !outside->unlikely &&
         is_programs_bounce(&signs, outside);
}

gboolean
prose_is_bounce(const Prose *prose, const Outside *outside)
{
  /* What its format takes for no bounce needs no more than an outer sign. */
  if (prose->format && prose->format->kind >= BOUNCE_KIND_COMPLAINT)
    return prose_may_be_bounce(prose->format, outside);
  /* The reason is looked for last, where it decides: it costs most. */
  return suffices(prose, outside, FALSE) ||
         (suffices(prose, outside, TRUE) && names_reason(prose));
}
