/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which of the alternatives that match wins. */
#include <string.h>

#include "rules/rules_matcher.h"

static inline const AlternativeEntry *
alternative_at(const RuleSet *set, guint32 index)
{
  return RULES_TABLE(set, AlternativeEntry, alternatives) + index;
}

static guint32
class_at(const RuleSet *set, guint32 index)
{
  return alternative_at(set, index)->class_;
}

static gboolean
format_holds(const Matcher *matcher, const BindingEntry *binding)
{
  const guint32 *values =
      RULES_TABLE(matcher->set, guint32, values) + binding->formats;
  guint32 i;

  if (matcher->refusal->format == NULL)
    return FALSE;
  for (i = 0; i < binding->n_formats; i++) {
    if (g_str_equal(rules_string(matcher->set, values[i]),
                    matcher->refusal->format))
      return TRUE;
  }
  return FALSE;
}

static gboolean
host_holds(const Matcher *matcher, const BindingEntry *binding)
{
  const guint32 *values =
      RULES_TABLE(matcher->set, guint32, values) + binding->hosts;
  guint32 i;

  for (i = 0; i < binding->n_hosts; i++) {
    if (bit_is_set(matcher->flags, values[i]))
      return TRUE;
  }
  return FALSE;
}

static gboolean
code_holds(const Matcher *matcher, const BindingEntry *binding)
{
  const guint32 *values =
      RULES_TABLE(matcher->set, guint32, values) + binding->codes;
  guint32 code = matcher->refusal->reply_code;
  guint32 i;

  for (i = 0; i < binding->n_codes; i++, values += 2) {
    if (code >= values[0] && code <= values[1])
      return TRUE;
  }
  return FALSE;
}

static gboolean
status_holds(const Matcher *matcher, const BindingEntry *binding)
{
  const guint32 *values =
      RULES_TABLE(matcher->set, guint32, values) + binding->statuses;
  Status status = matcher->refusal->status;
  guint32 i;

  if (status == 0)
    return FALSE;
  for (i = 0; i < binding->n_statuses; i++, values += 2) {
    if ((status & values[1]) == values[0])
      return TRUE;
  }
  return FALSE;
}

static gboolean
binding_holds(const Matcher *matcher, guint32 index)
{
  const BindingEntry *binding =
      RULES_TABLE(matcher->set, BindingEntry, bindings) + index;

  return (binding->n_codes == 0 || code_holds(matcher, binding)) &&
         (binding->n_statuses == 0 || status_holds(matcher, binding)) &&
         (binding->commands == 0 ||
          (binding->commands & 1u << (matcher->refusal->command & 31)) != 0) &&
         (binding->n_hosts == 0 || host_holds(matcher, binding)) &&
         (binding->n_formats == 0 || format_holds(matcher, binding));
}

static gsize
span_end(const RuleWin *win)
{
  return win->span.start + win->span.length;
}

/* Keeps the best two of different classes, where the best ends first. */
static void
take(Matcher *matcher, const RuleWin *win)
{
  RuleMatch *match = matcher->match;
  guint32 index = win->alternative;

  guint32 class_ = class_at(matcher->set, index);

  if (match->best.alternative == NO_ALTERNATIVE) {
    match->best = *win;
    matcher->best_class = class_;
  } else if (class_ != matcher->best_class) {
    if (index < match->best.alternative) {
      match->other = match->best;
      match->best = *win;
      matcher->best_class = class_;
    } else if (index < match->other.alternative) {
      match->other = *win;
    }
  } else if (index < match->best.alternative ||
             (index == match->best.alternative &&
              span_end(win) < span_end(&match->best))) {
    match->best = *win;
  }
}

/* From now on bits tell which alternatives wait: they are too many to look
 * through. */
static void
pend_many(Matcher *matcher)
{
  guint32 n = matcher->set->n_conditionals;
  RuleWin *more = g_new(RuleWin, n);
  guint i;

  matcher->pended = g_new0(guint64, (n + 63) / 64);
  for (i = 0; i < matcher->n_pending; i++) {
    more[i] = matcher->pending[i];
    bit_set(matcher->pended,
            alternative_at(matcher->set, more[i].alternative)->conditional);
  }
  matcher->pending = more;
}

/* Whether it holds can be told when the text was read. */
static void
pend(Matcher *matcher, guint32 conditional, const RuleWin *win)
{
  guint i;

  for (i = 0; matcher->pended == NULL && i < matcher->n_pending; i++) {
    if (matcher->pending[i].alternative == win->alternative)
      return;
  }
  if (matcher->pended == NULL && matcher->n_pending == SMALL_PENDING)
    pend_many(matcher);
  if (matcher->pended != NULL) {
    if (bit_is_set(matcher->pended, conditional))
      return;
    bit_set(matcher->pended, conditional);
  }
  matcher->pending[matcher->n_pending++] = *win;
}

void
matcher_win(Matcher *matcher, guint32 index, gsize start, gsize end)
{
  const AlternativeEntry *alternative = alternative_at(matcher->set, index);
  RuleWin won = {index, {start, end - start}};

  if (matcher->seen != NULL)
    matcher->seen(index, matcher->data);
  if (index >= matcher->match->other.alternative ||
      (index > matcher->match->best.alternative &&
       alternative->class_ == matcher->best_class) ||
      (alternative->vague && matcher->refusal->prose) ||
      (alternative->binding != 0 &&
       !binding_holds(matcher, alternative->binding)))
    return;
  if (alternative->n_without != 0 ||
      (alternative->provider != 0 &&
       !bit_is_set(matcher->flags, alternative->provider - 1)))
    pend(matcher, alternative->conditional, &won);
  else
    take(matcher, &won);
}

static gboolean
conditions_hold(const Matcher *matcher, const AlternativeEntry *alternative)
{
  const guint32 *withouts =
      RULES_TABLE(matcher->set, guint32, withouts) + alternative->first_without;
  guint32 i;

  if (alternative->provider != 0 &&
      !bit_is_set(matcher->flags, alternative->provider - 1))
    return FALSE;
  for (i = 0; i < alternative->n_without; i++) {
    if (bit_is_set(matcher->flags, withouts[i]))
      return FALSE;
  }
  return TRUE;
}

void
matcher_take_pending(Matcher *matcher)
{
  guint i;

  for (i = 0; i < matcher->n_pending; i++) {
    const RuleWin *one = &matcher->pending[i];

    if (conditions_hold(matcher,
                        alternative_at(matcher->set, one->alternative)))
      take(matcher, one);
  }
}

static void
take_indexed(Matcher *matcher, guint32 key)
{
  const RuleSet *set = matcher->set;
  const IndexEntry *index = RULES_TABLE(set, IndexEntry, index);
  guint32 at = index_hash(key) & set->index_mask;
  const guint32 *item;
  guint32 i;

  while (index[at].key != key) {
    if (index[at].key == 0)
      return;
    at = (at + 1) & set->index_mask;
  }
  item = RULES_TABLE(set, guint32, index_items) + index[at].first_item;
  for (i = 0; i < index[at].n_items; i++, item++) {
    const AlternativeEntry *alternative = alternative_at(set, *item);
    RuleWin won = {*item, {0, 0}};

    if (*item >= matcher->match->other.alternative)
      return;
    if (binding_holds(matcher, alternative->binding) &&
        conditions_hold(matcher, alternative))
      take(matcher, &won);
  }
}

void
matcher_take_textless(Matcher *matcher)
{
  const Refusal *refusal = matcher->refusal;
  guint i;

  for (i = 0; i < 8 && refusal->status != 0; i++) {
    guint class_ =
        (i & INDEX_OPEN_CLASS) != 0 ? 0 : status_class(refusal->status);
    guint subject = (i & INDEX_OPEN_SUBJECT) != 0
                        ? STATUS_ANY
                        : status_subject(refusal->status);
    guint detail = (i & INDEX_OPEN_DETAIL) != 0
                       ? STATUS_ANY
                       : status_detail(refusal->status);

    if ((matcher->set->index_shapes & 1u << i) == 0)
      continue;
    take_indexed(matcher, INDEX_STATUS | status_make(class_, subject, detail));
  }
  if (refusal->reply_code != 0) {
    take_indexed(matcher, INDEX_CODE | refusal->reply_code);
    take_indexed(matcher, INDEX_TENS | refusal->reply_code / 10);
    take_indexed(matcher, INDEX_HUNDRED | refusal->reply_code / 100);
  }
  if (refusal->command != 0)
    take_indexed(matcher, INDEX_COMMAND | refusal->command);
  take_indexed(matcher, INDEX_OTHER);
}

void
matcher_clear(Matcher *matcher)
{
  g_free(matcher->pended);
  if (matcher->flags != matcher->small_bits)
    g_free(matcher->flags);
  if (matcher->pending != matcher->small_pending)
    g_free(matcher->pending);
}
