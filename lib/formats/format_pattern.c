/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "formats/format_pattern.h"

#include <string.h>

#include "base/error.h"
#include "formats/fold.h"

/* Patterns that may come of one with lists of texts. */
#define MAX_ALTERNATIVES 256

static const char *const capture_names[] = {
    [CAPTURE_ADDRESS] = "address",
    [CAPTURE_ADDRESSES] = "addresses",
    [CAPTURE_ORIGINAL_ADDRESS] = "original_address",
    [CAPTURE_NEW_ADDRESS] = "new_address",
    [CAPTURE_MAILBOX] = "mailbox",
    [CAPTURE_REMOTE_MTA] = "remote_mta",
    [CAPTURE_REPORTING_MTA] = "reporting_mta",
    [CAPTURE_HOST] = "host",
    [CAPTURE_IP] = "ip",
    [CAPTURE_CODE] = "code",
    [CAPTURE_STATUS] = "status",
    [CAPTURE_TEXT] = "text",
    [CAPTURE_LINE] = "line",
    [CAPTURE_COMMAND] = "command",
    [CAPTURE_DATE] = "date",
    [CAPTURE_RETRY_UNTIL] = "retry_until",
    [CAPTURE_LAST_ATTEMPT] = "last_attempt",
    [CAPTURE_ARRIVAL_DATE] = "arrival_date",
    [CAPTURE_MESSAGE_ID] = "message_id",
    [CAPTURE_SUBJECT] = "subject",
    [CAPTURE_ANY] = "any",
};

/* One pattern while it is read. */
typedef struct {
  const PatternSource *source;
  guint line;
  GArray *items; /* of PatternItem */
  PatternTable *table;
  guint pick; /* which text of each list is taken: the digits of a number */
  guint n;    /* in how many ways texts may be taken */
} Compiler;

static gboolean
fail(const Compiler *compiler, const char *problem, const char *what)
{
  error_set_place(compiler->source->error, BOUNCE_ERROR_SYNTAX,
                  compiler->source->name, compiler->line, "%s%s", problem,
                  what);
  return FALSE;
}

/* A capture that ends where the next literal stands, and nowhere before. */
static gboolean
needs_literal(const PatternItem *item)
{
  return item->kind == ITEM_GAP ||
         (item->kind == ITEM_CAPTURE &&
          (item->capture == CAPTURE_TEXT || item->capture == CAPTURE_LINE ||
           item->capture == CAPTURE_ANY || item->capture == CAPTURE_SUBJECT ||
           (item->capture >= CAPTURE_COMMAND &&
            item->capture <= CAPTURE_ARRIVAL_DATE)));
}

static PatternItem *
last_item(const Compiler *compiler)
{
  guint n = compiler->items->len;
  return n ? &g_array_index(compiler->items, PatternItem, n - 1) : NULL;
}

static gboolean
add_item(Compiler *compiler, const PatternItem *item)
{
  const PatternItem *last = last_item(compiler);
  gboolean finds = item->kind == ITEM_LITERAL && item->length;
  if (last && needs_literal(last) && !finds)
    return fail(compiler,
                "a literal must follow a gap or an open capture, to tell "
                "where it ends",
                "");
  g_array_append_val(compiler->items, *item);
  return TRUE;
}

/* Leaves one blank where several stand, none before a colon. */
static char *
collapse(char *text)
{
  char *to = text;
  for (const char *from = text; *from; from++)
    if (*from != ' ' || !strchr(" :", from[1]))
      *to++ = *from;
  *to = '\0';
  return text;
}

static gboolean
add_literal(Compiler *compiler, GString *text, gboolean glued_before,
            gboolean glued_after)
{
  PatternItem item = {.kind = ITEM_LITERAL};
  if (!text->len)
    return TRUE;
  g_autofree char *folded = fold_literal(text->str, text->len);
  char *trimmed = collapse(g_strstrip(folded));
  item.space_before = g_ascii_isspace(text->str[0]);
  item.space_after = g_ascii_isspace(text->str[text->len - 1]);
  item.open_start = glued_before && !item.space_before;
  item.open_end = glued_after && !item.space_after;
  item.text = pattern_table_keep(compiler->table, trimmed);
  item.length = (guint)strlen(trimmed);
  const PatternItem *last = last_item(compiler);
  if (last && needs_literal(last))
    item.slot = compiler->table->n_slots++;
  g_string_truncate(text, 0);
  return add_item(compiler, &item);
}

static gboolean
add_capture(Compiler *compiler, const char *name)
{
  PatternItem item = {.kind = ITEM_CAPTURE};
  for (guint i = 1; i < G_N_ELEMENTS(capture_names); i++)
    if (strcmp(capture_names[i], name) == 0)
      item.capture = (Capture)i;
  if (!item.capture) {
    g_autofree char *braced = g_strdup_printf("'{%s}'", name);
    return fail(compiler, "unknown capture ", braced);
  }
  return add_item(compiler, &item);
}

/* One string: literals and captures. */
static gboolean
add_string(Compiler *compiler, const Token *token)
{
  g_autoptr(GString) text = g_string_new(NULL);
  gboolean glued = FALSE;
  for (gsize i = 0; i < token->length; i++) {
    char c = token->text[i];
    if (c != '{' && c != '}') {
      if (c == '\\' && i + 1 < token->length &&
          strchr("{}", token->text[i + 1]))
        c = token->text[++i];
      g_string_append_c(text, c);
      continue;
    }
    const char *end = strchr(token->text + i, '}');
    if (c == '}' || !end)
      return fail(compiler, "a brace without its other one", "");
    g_autofree char *name =
        g_strndup(token->text + i + 1, (gsize)(end - token->text) - i - 1);
    if (!add_literal(compiler, text, glued, TRUE) ||
        !add_capture(compiler, name))
      return FALSE;
    i = (gsize)(end - token->text);
    glued = TRUE;
  }
  return add_literal(compiler, text, glued, FALSE);
}

static const char *
text_of(const Compiler *compiler, const PatternItem *item)
{
  return compiler->table->words->str + item->text;
}

static gboolean
has_letter(const char *text)
{
  for (; *text; text++)
    if ((guchar)*text >= 0x80 || g_ascii_isalpha(*text))
      return TRUE;
  return FALSE;
}

static gboolean
has_capture(const Compiler *compiler, Capture first, Capture last)
{
  const PatternItem *items = (gconstpointer)compiler->items->data;
  for (guint i = 0; i < compiler->items->len; i++)
    if (items[i].kind == ITEM_CAPTURE && items[i].capture >= first &&
        items[i].capture <= last)
      return TRUE;
  return FALSE;
}

/* Whether a match must have an address in the line that it starts. */
static gboolean
has_address_in_line(const Compiler *compiler)
{
  const PatternItem *first = (gconstpointer)compiler->items->data;
  const PatternItem *second = first + 1;
  if (first->kind == ITEM_CAPTURE)
    return (first->capture <= CAPTURE_ADDRESSES ||
            first->capture == CAPTURE_ANY) &&
           has_capture(compiler, CAPTURE_ADDRESS, CAPTURE_ADDRESSES);
  return first->kind == ITEM_LITERAL && !first->space_after &&
         !strchr(text_of(compiler, first), ' ') && compiler->items->len > 1 &&
         second->kind == ITEM_CAPTURE && second->capture <= CAPTURE_NEW_ADDRESS;
}

/* What holds for a whole pattern. */
static gboolean
check(const Compiler *compiler, Pattern *pattern)
{
  const PatternItem *first = (gconstpointer)compiler->items->data;
  if (first->kind != ITEM_LITERAL || !first->length)
    pattern->at_line = TRUE;
  pattern->weak = TRUE;
  pattern->has_address = has_address_in_line(compiler);
  for (guint i = 0; i < compiler->items->len; i++)
    if (first[i].kind == ITEM_LITERAL &&
        has_letter(text_of(compiler, &first[i])))
      pattern->weak = FALSE;
  if (last_item(compiler)->kind == ITEM_GAP)
    return fail(compiler, "a pattern must not end in a gap", "");
  gboolean address = has_capture(compiler, CAPTURE_ADDRESS, CAPTURE_ADDRESSES);
  if (pattern->role == ROLE_RECIPIENT && !address &&
      !has_capture(compiler, CAPTURE_MAILBOX, CAPTURE_MAILBOX))
    return fail(compiler,
                "a recipient's pattern needs {address} or {addresses}", "");
  if (pattern->role == ROLE_CONTACT && !address)
    return fail(compiler, "a contact's pattern needs {address}", "");
  if (pattern->role == ROLE_READS &&
      !has_capture(compiler, CAPTURE_ADDRESS, CAPTURE_SUBJECT))
    return fail(compiler, "the pattern reads nothing: it has no capture", "");
  if (pattern->role >= ROLE_CLIENT && compiler->items->len != 1)
    return fail(compiler, "a literal is needed here, not a pattern", "");
  return TRUE;
}

/* The words that may stand before a pattern's first string. */
static guint
read_start(const Statement *statement, guint at, Pattern *pattern)
{
  for (; at < statement->n_tokens; at++) {
    const Token *token = &statement->tokens[at];
    if (token->type == TOKEN_GAP)
      pattern->at_line = FALSE;
    else if (token_is_word(token, "line"))
      pattern->at_line = TRUE;
    else
      break;
  }
  return at;
}

/* One of the texts that stand in place of each other; `*at` goes to the last
 * of them. */
static gboolean
read_texts(Compiler *compiler, const Statement *statement, guint *at)
{
  guint first = *at, n = 1;
  while (*at + 2 < statement->n_tokens &&
         statement->tokens[*at + 1].type == TOKEN_COMMA &&
         statement->tokens[*at + 2].type == TOKEN_STRING) {
    *at += 2;
    n++;
  }
  if (n > MAX_ALTERNATIVES / compiler->n)
    return fail(compiler, "too many patterns come of these lists of texts", "");
  guint pick = compiler->pick / compiler->n % n;
  compiler->n *= n;
  return add_string(compiler, &statement->tokens[first + 2 * pick]);
}

static gboolean
read_items(Compiler *compiler, const Statement *statement, guint *at,
           Pattern *pattern)
{
  for (; *at < statement->n_tokens; (*at)++) {
    const Token *token = &statement->tokens[*at];
    compiler->line = token->line;
    if (token->type == TOKEN_BAR)
      break;
    if (token->type == TOKEN_GAP) {
      if (!add_item(compiler, &(PatternItem){.kind = ITEM_GAP}))
        return FALSE;
    } else if (token_is_word(token, "end")) {
      pattern->at_end = TRUE;
    } else if (token->type == TOKEN_STRING && token->length) {
      if (!read_texts(compiler, statement, at))
        return FALSE;
    } else {
      return fail(compiler, "this is no part of a pattern: ", token->text);
    }
  }
  return TRUE;
}

/* One of the patterns that come of lists of texts; returns the place behind
 * it, 0 with an error. */
static guint
compile_one(Compiler *compiler, const Statement *statement, guint at,
            Pattern made)
{
  GArray *items = compiler->items;
  PatternTable *table = compiler->table;
  g_array_set_size(items, 0);
  compiler->n = 1;
  at = read_start(statement, at, &made);
  if (!read_items(compiler, statement, &at, &made))
    return 0;
  if (!items->len) {
    fail(compiler, "a pattern is missing", "");
    return 0;
  }
  g_array_index(items, PatternItem, 0).alone = items->len == 1;
  if (!check(compiler, &made))
    return 0;
  made.first_item = table->items->len;
  made.n_items = items->len;
  g_array_append_vals(table->items, items->data, items->len);
  g_array_append_val(table->patterns, made);
  return at;
}

guint
pattern_compile(const PatternSource *source, const Statement *statement,
                guint at, const Pattern *pattern, PatternTable *table)
{
  g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(PatternItem));
  Compiler compiler = {source, statement->line, items, table, 0, 1};
  guint end;
  do
    end = compile_one(&compiler, statement, at, *pattern);
  while (end && ++compiler.pick < compiler.n);
  return end;
}

guint
pattern_table_keep(PatternTable *table, const char *text)
{
  gsize at = table->words->len;
  g_string_append_len(table->words, text, (gssize)strlen(text) + 1);
  return (guint)at;
}

void
pattern_table_init(PatternTable *table)
{
  table->patterns = g_array_new(FALSE, FALSE, sizeof(Pattern));
  table->items = g_array_new(FALSE, FALSE, sizeof(PatternItem));
  table->words = g_string_new(NULL);
  g_string_append_c(table->words, '\0'); /* 0 is no word's place */
  table->keys = g_array_new(FALSE, FALSE, sizeof(PatternKey));
  table->at_lines = g_array_new(FALSE, FALSE, sizeof(LineStart));
  table->in_headers = g_array_new(FALSE, FALSE, sizeof(guint));
  table->starts = g_array_new(FALSE, TRUE, sizeof(guint));
  g_array_set_size(table->starts, PATTERN_STARTS / 32);
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

/* What a text may start with for a key. */
static void
note_start(PatternTable *table, const AutomatonPhrase *key)
{
  const guint8 *text = key->bytes;
  for (guint second = 0; second < 256; second++) {
    if (key->length > 1 && second != text[1] &&
        (text[1] != ' ' || second != '\n'))
      continue;
    guint bit = pattern_start(text[0], (guchar)second);
    g_array_index(table->starts, guint, bit / 32) |= 1u << bit % 32;
  }
}

/* What a line must have for a pattern that starts it. */
static LineNeeds
line_needs(const Pattern *pattern, Capture capture)
{
  LineNeeds needs = pattern->has_address ? LINE_ADDRESS : 0;
  if (capture == CAPTURE_CODE)
    needs |= LINE_CODE;
  if (capture == CAPTURE_REMOTE_MTA || capture == CAPTURE_HOST)
    needs |= LINE_HOST;
  return needs;
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
      LineStart start = {i, first->kind == ITEM_CAPTURE ? first->capture : 0};
      if (!pattern->header && !is_key(first) &&
          !(line_needs(pattern, start.capture) & ~has))
        g_array_append_val(table->at_lines, start);
    }
  }
  table->at_line[LINE_ALL + 1] = table->at_lines->len;
}

/* How many keys stand wherever a key does: those that it starts with. */
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
      n += keys[trie.outs[out].phrase].length == i + 1;
  }
  return n;
}

void
pattern_table_finish(PatternTable *table)
{
  g_autoptr(GArray) phrases =
      g_array_new(FALSE, FALSE, sizeof(AutomatonPhrase));
  for (guint i = 0; i < table->patterns->len; i++) {
    const Pattern *pattern = pattern_at(table, i);
    const PatternItem *first = pattern_items(table, pattern);
    PatternKey key = {first->length, i};
    AutomatonPhrase phrase = {(guint8 *)table->words->str + first->text,
                              first->length};
    if (pattern->header) {
      g_array_append_val(table->in_headers, i);
    } else if (is_key(first)) {
      g_array_append_val(table->keys, key);
      g_array_append_val(phrases, phrase);
      note_start(table, &phrase);
    }
  }
  list_line_starts(table);
  automaton_build((AutomatonPhrase *)(gpointer)phrases->data, phrases->len,
                  &table->trie);
  for (guint i = 0; i < phrases->len; i++)
    table->n_alike =
        MAX(table->n_alike,
            count_alike(table, &g_array_index(phrases, AutomatonPhrase, i)));
}
