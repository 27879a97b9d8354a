/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Tables of patterns. */
#include <string.h>

#include "formats/format_pattern.h"

/* Bits for what keys start with, a power of two. */
#define MIN_STARTS 1024

GString *
texts_new(void)
{
  return g_string_new_len("", 1);
}

guint
texts_keep(GString *texts, const char *text)
{
  gsize at = texts->len;
  g_string_append_len(texts, text, (gssize)strlen(text) + 1);
  return (guint)at;
}

void
pattern_table_init(PatternTable *table)
{
  table->patterns = g_array_new(FALSE, FALSE, sizeof(Pattern));
  table->items = g_array_new(FALSE, FALSE, sizeof(PatternItem));
  table->words = texts_new();
  table->keys = g_array_new(FALSE, FALSE, sizeof(PatternKey));
  table->at_lines = g_array_new(FALSE, FALSE, sizeof(LineStart));
  table->in_headers = g_array_new(FALSE, FALSE, sizeof(guint));
  table->starts = g_array_new(FALSE, TRUE, sizeof(guint));
}

void
pattern_table_clear(PatternTable *table)
{
  g_array_unref(table->patterns);
  g_array_unref(table->items);
  g_string_free(table->words, TRUE);
  g_array_unref(table->keys);
  automaton_tables_clear(&table->trie);
  g_array_unref(table->at_lines);
  g_array_unref(table->in_headers);
  g_array_unref(table->starts);
}

/* Where the words of another table stand after they were appended. */
static void
move_words(PatternItem *items, guint n, guint words, guint slots)
{
  for (guint i = 0; i < n; i++) {
    if (items[i].kind == ITEM_LITERAL)
      items[i].text += words;
    items[i].slot += slots;
  }
}

void
pattern_table_append(PatternTable *table, const PatternTable *other)
{
  guint statement = 0, words = (guint)table->words->len;
  guint items = table->items->len;
  for (guint i = 0; i < table->patterns->len; i++)
    statement = MAX(statement, pattern_at(table, i)->statement);
  for (guint i = 0; i < other->patterns->len; i++) {
    Pattern copy = *pattern_at(other, i);
    copy.first_item += items;
    copy.statement += statement + 1;
    if (copy.header)
      copy.header += words;
    g_array_append_val(table->patterns, copy);
  }
  g_array_append_vals(table->items, other->items->data, other->items->len);
  g_string_append_len(table->words, other->words->str,
                      (gssize)other->words->len);
  move_words(&g_array_index(table->items, PatternItem, items),
             other->items->len, words, table->n_slots);
  table->n_slots += other->n_slots;
}

/* Whether it is a key, by which its pattern is found. */
static gboolean
is_key(const PatternItem *first)
{
  return first->kind == ITEM_LITERAL && first->length;
}

/* Whether what an item takes ends where the next one stands, which differs
 * from that of the pattern before. */
static gboolean
depends_on_next(const PatternTable *table, const PatternItem *item,
                const PatternItem *before)
{
  if (item->kind == ITEM_GAP)
    return TRUE;
  if (item->kind != ITEM_CAPTURE)
    return FALSE;
  if (item->capture == CAPTURE_REMOTE_MTA ||
      item->capture == CAPTURE_REPORTING_MTA)
    return pattern_opens_bracket(table, item + 1) !=
           pattern_opens_bracket(table, before + 1);
  return capture_is_open(item->capture);
}

/* Whether two items of patterns of a table are alike, but for their places. */
static gboolean
is_same(const PatternTable *table, const PatternItem *a, const PatternItem *b)
{
  PatternItem moved = *b;
  moved.text = a->text;
  moved.slot = a->slot;
  return memcmp(a, &moved, sizeof moved) == 0 &&
         strcmp(table->words->str + a->text, table->words->str + b->text) == 0;
}

/* So many first items match wherever those of the pattern before do. */
static guint
count_same(const PatternTable *table, guint i)
{
  const Pattern *pattern = pattern_at(table, i), *before = pattern - 1;
  const PatternItem *items = pattern_items(table, pattern);
  const PatternItem *others = i ? pattern_items(table, before) : NULL;
  guint n = 0;
  /* The last one of a pattern minds no blanks behind it. */
  while (i && n + 1 < MIN(pattern->n_items, before->n_items) &&
         is_same(table, &items[n], &others[n]))
    n++;
  return n && depends_on_next(table, &items[n - 1], &others[n - 1]) ? n - 1 : n;
}

static void
set_start(PatternTable *table, guint bit)
{
  g_array_index(table->starts, guint, bit / 32) |= 1u << bit % 32;
}

/* Whether a byte of a text may stand for one of a key: white space is a blank,
 * and blanks may stand before a colon. */
static gboolean
may_be(guint byte, guint8 key)
{
  return byte == key || (key == ' ' && byte == '\n') ||
         (key == ':' && byte == ' ');
}

/* What a text may start with for a key. Behind white space, anything. */
static void
note_start(PatternTable *table, const AutomatonPhrase *key)
{
  const guint8 *text = key->bytes;
  if (key->length == 1) {
    set_start(table, text[0]);
    return;
  }
  PatternStarts starts = pattern_starts(table);
  for (guint32 second = 0; second < 256; second++) {
    gboolean blank = second == ' ' || second == '\n';
    if (!may_be(second, text[1]))
      continue;
    for (guint32 third = 0; third < 256; third++)
      if (blank || key->length == 2 || may_be(third, text[2]))
        set_start(table,
                  pattern_start(starts, text[0] | second << 8 | third << 16));
  }
}

/* Makes room for three bits of a key in each that is set. */
static void
note_starts(PatternTable *table, const GArray *phrases)
{
  guint bits = MIN_STARTS;
  while (bits < phrases->len * 8)
    bits *= 2;
  g_array_set_size(table->starts, (PATTERN_SINGLES + bits) / 32);
  for (guint i = 0; i < phrases->len; i++)
    note_start(table, &g_array_index(phrases, AutomatonPhrase, i));
}

/* What a line must have for a pattern that starts it with a capture. */
static LineNeeds
line_needs(const Pattern *pattern, const PatternItem *first)
{
  LineNeeds needs = pattern->has_address ? LINE_SIGN : 0;
  if (first->kind != ITEM_CAPTURE)
    return needs;
  switch (first->capture) {
  case CAPTURE_ADDRESS:
  case CAPTURE_ADDRESSES:
  case CAPTURE_ORIGINAL_ADDRESS:
  case CAPTURE_NEW_ADDRESS:
    return needs | LINE_ADDRESS;
  case CAPTURE_CODE:
    return needs | LINE_CODE;
  case CAPTURE_REMOTE_MTA:
  case CAPTURE_HOST:
    return needs | LINE_HOST;
  default:
    return needs;
  }
}

/* LineStart.follows: where an address ends is known before its patterns are
 * tried. */
static guint
follows(const PatternTable *table, const Pattern *pattern)
{
  const PatternItem *items = pattern_items(table, pattern);
  if (!(line_needs(pattern, items) & LINE_ADDRESS) ||
      items->capture == CAPTURE_ADDRESSES)
    return 0;
  if (pattern->n_items == 1)
    return pattern->at_end ? '\n' : 0;
  return is_key(&items[1]) ? (guchar)table->words->str[items[1].text] : 0;
}

/* Lists the patterns that start a line with a capture, by what it has. */
static void
list_line_starts(PatternTable *table)
{
  for (guint has = 0; has <= LINE_ALL; has++) {
    table->at_line[has] = table->at_lines->len;
    for (guint i = 0; i < table->patterns->len; i++) {
      const Pattern *pattern = pattern_at(table, i);
      const PatternItem *first = pattern_items(table, pattern);
      LineStart start = {i, follows(table, pattern)};
      if (!pattern->header && !is_key(first) &&
          !(line_needs(pattern, first) & ~has))
        g_array_append_val(table->at_lines, start);
    }
  }
  table->at_line[LINE_ALL + 1] = table->at_lines->len;
}

/* How many patterns' keys stand wherever a key does: those that it starts
 * with. */
static guint
count_alike(const PatternTable *table, const AutomatonPhrase *key)
{
  const PatternKey *keys = (gconstpointer)table->keys->data;
  const Automaton trie = automaton_view(&table->trie);
  guint32 state = AUTOMATON_ROOT;
  guint n = 0;
  for (gsize i = 0; i < key->length; i++) {
    state = automaton_go(&trie, state, key->bytes[i]);
    for (guint32 out = automaton_out(&trie, state); out;
         out = trie.outs[out].next)
      if (keys[trie.outs[out].phrase].length == i + 1)
        n += keys[trie.outs[out].phrase].n;
  }
  return n;
}

/* Adds the key of a pattern, which the patterns before it may share. */
static void
add_key(PatternTable *table, guint i, GArray *phrases)
{
  const Pattern *pattern = pattern_at(table, i);
  const PatternItem *first = pattern_items(table, pattern);
  PatternKey key = {first->length, i, 1, pattern->at_line,
                    pattern->has_address};
  AutomatonPhrase phrase = {(guint8 *)table->words->str + first->text,
                            first->length};
  guint n = table->keys->len;
  PatternKey *last = n ? &g_array_index(table->keys, PatternKey, n - 1) : NULL;
  if (last && last->pattern + last->n == i && last->length == key.length &&
      last->at_line == key.at_line && last->has_address == key.has_address &&
      memcmp(g_array_index(phrases, AutomatonPhrase, n - 1).bytes, phrase.bytes,
             key.length) == 0) {
    last->n++;
    return;
  }
  g_array_append_val(table->keys, key);
  g_array_append_val(phrases, phrase);
}

void
pattern_table_finish(PatternTable *table)
{
  g_autoptr(GArray) phrases =
      g_array_new(FALSE, FALSE, sizeof(AutomatonPhrase));
  for (guint i = 0; i < table->patterns->len; i++) {
    const Pattern *pattern = pattern_at(table, i);
    g_array_index(table->patterns, Pattern, i).n_same = count_same(table, i);
    if (pattern->header)
      g_array_append_val(table->in_headers, i);
    else if (is_key(pattern_items(table, pattern)))
      add_key(table, i, phrases);
  }
  note_starts(table, phrases);
  list_line_starts(table);
  automaton_build((AutomatonPhrase *)(gpointer)phrases->data, phrases->len,
                  &table->trie);
  for (guint i = 0; i < phrases->len; i++)
    table->n_alike =
        MAX(table->n_alike,
            count_alike(table, &g_array_index(phrases, AutomatonPhrase, i)));
}
