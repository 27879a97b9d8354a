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
  guint left; /* in how many those may be that are not read yet */
} Compiler;

static gboolean
fail(const Compiler *compiler, const char *problem, const char *what)
{
  error_set_place(compiler->source->error, BOUNCE_ERROR_SYNTAX,
                  compiler->source->name, compiler->line, "%s%s", problem,
                  what);
  return FALSE;
}

/* What ends where the next literal stands, and nowhere before. */
static gboolean
needs_literal(const PatternItem *item)
{
  return item->kind == ITEM_GAP ||
         (item->kind == ITEM_CAPTURE && capture_is_open(item->capture));
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
  item.text = texts_keep(compiler->table->words, trimmed);
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
    return fail(
        compiler,
        "a recipient's pattern needs {address}, {addresses} or {mailbox}", "");
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
  compiler->n *= n;
  compiler->left = MAX(compiler->left / n, 1);
  guint pick = compiler->pick / compiler->left % n;
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
  compiler->left = compiler->n; /* known from the first one on */
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
  Compiler compiler = {source, statement->line, items, table, 0, 1, 1};
  guint end;
  do
    end = compile_one(&compiler, statement, at, *pattern);
  while (end && ++compiler.pick < compiler.n);
  return end;
}
