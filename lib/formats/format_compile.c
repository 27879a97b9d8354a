/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From a formats file (docs/formats.md) to tables. */
#include "formats/format_compile.h"

#include <string.h>

#include <bounce/types.h>

#include "base/error.h"
#include "formats/fold.h"
#include "formats/format_pattern.h"
#include "rules/normalize.h"

/* One file while it is read. */
typedef struct {
  FormatSet *set;
  const char *name;
  Format *format; /* the stanza's */
  const Format *like;
  guint statement; /* number of the statement in its stanza */
  BounceError **error;
} Reader;

typedef struct {
  const char *word;
  gboolean (*read)(Reader *reader, const Statement *statement);
} Verb;

static gboolean fail(const Reader *reader, guint line, const char *problem, ...)
    G_GNUC_PRINTF(3, 4);

static gboolean
fail(const Reader *reader, guint line, const char *problem, ...)
{
  va_list arguments;
  va_start(arguments, problem);
  g_autofree char *message = g_strdup_vprintf(problem, arguments);
  va_end(arguments);
  error_set_place(reader->error, BOUNCE_ERROR_SYNTAX, reader->name, line, "%s",
                  message);
  return FALSE;
}

static const char *
keep(const Reader *reader, const char *text)
{
  return g_string_chunk_insert(reader->set->strings, text);
}

/* The text of a token at a place, if it is of a type. */
static const char *
text_at(const Statement *statement, guint at, TokenType type)
{
  return at < statement->n_tokens && statement->tokens[at].type == type
             ? statement->tokens[at].text
             : NULL;
}

/* The pattern alternatives from token `at` on. */
static gboolean
read_patterns(Reader *reader, const Statement *statement, guint at,
              Pattern pattern)
{
  PatternSource source = {reader->name, reader->error};
  pattern.statement = reader->statement;
  if (at + 2 < statement->n_tokens &&
      token_is_word(&statement->tokens[at], "in") &&
      token_is_word(&statement->tokens[at + 1], "header")) {
    pattern.header =
        texts_keep(reader->format->table.words, statement->tokens[at + 2].text);
    at += 3;
  }
  for (;; at++) {
    at = pattern_compile(&source, statement, at, &pattern,
                         &reader->format->table);
    if (!at)
      return FALSE;
    if (at >= statement->n_tokens)
      return TRUE;
  }
}

static gboolean
read_recipient(Reader *reader, const Statement *statement)
{
  return read_patterns(reader, statement, 1,
                       (Pattern){.role = ROLE_RECIPIENT, .at_line = TRUE});
}

static gboolean
read_reads(Reader *reader, const Statement *statement)
{
  return read_patterns(reader, statement, 1, (Pattern){.role = ROLE_READS});
}

static gboolean
read_contact(Reader *reader, const Statement *statement)
{
  return read_patterns(reader, statement, 1, (Pattern){.role = ROLE_CONTACT});
}

/* A statement with a value of an enumeration before its pattern. */
static gboolean
read_value(Reader *reader, const Statement *statement, PatternRole role,
           guint32 (*from_string)(const char *), guint32 *whole)
{
  const char *name = text_at(statement, 1, TOKEN_WORD);
  guint32 value = name ? from_string(name) : 0;
  if (!value)
    return fail(reader, statement->line, "unknown value '%s'",
                name ? name : "");
  if (statement->n_tokens > 2)
    return read_patterns(reader, statement, 2,
                         (Pattern){.role = role, .value = value});
  if (!whole)
    return fail(reader, statement->line, "a pattern must follow '%s'", name);
  *whole = value;
  return TRUE;
}

static gboolean
read_action(Reader *reader, const Statement *statement)
{
  return read_value(reader, statement, ROLE_ACTION, bounce_action_from_string,
                    &reader->format->action);
}

static gboolean
read_command(Reader *reader, const Statement *statement)
{
  return read_value(reader, statement, ROLE_COMMAND, bounce_command_from_string,
                    NULL);
}

static gboolean
read_class(Reader *reader, const Statement *statement)
{
  return read_value(reader, statement, ROLE_CLASS, bounce_class_from_string,
                    NULL);
}

static gboolean
read_kind(Reader *reader, const Statement *statement)
{
  return read_value(reader, statement, ROLE_KIND, bounce_kind_from_string,
                    &reader->format->kind);
}

static gboolean
read_prompt(Reader *reader, const Statement *statement)
{
  gboolean client = token_is_word(&statement->tokens[0], "client");
  return read_patterns(
      reader, statement, 1,
      (Pattern){.role = client ? ROLE_CLIENT : ROLE_SERVER, .at_line = TRUE});
}

/* "report", "original" and "list", and where they start or end. */
static gboolean
read_place(Reader *reader, const Statement *statement)
{
  static const struct {
    const char *thing;
    const char *word;
    PatternRole role;
  } places[] = {
      {"report", "after", ROLE_REPORT_AFTER},
      {"report", "from", ROLE_REPORT_FROM},
      {"report", "until", ROLE_REPORT_UNTIL},
      {"original", "after", ROLE_ORIGINAL_AFTER},
      {"original", "from", ROLE_ORIGINAL_FROM},
      {"list", "after", ROLE_LIST_AFTER},
      {"list", "until", ROLE_LIST_UNTIL},
  };
  const char *word = text_at(statement, 1, TOKEN_WORD);
  gboolean list = token_is_word(&statement->tokens[0], "list");
  guint32 action = list && word ? bounce_action_from_string(word) : 0;
  guint at = action ? 2 : 1;
  word = text_at(statement, at, TOKEN_WORD);
  for (gsize i = 0; word && i < G_N_ELEMENTS(places); i++)
    if (token_is_word(&statement->tokens[0], places[i].thing) &&
        strcmp(word, places[i].word) == 0)
      return read_patterns(reader, statement, at + 1,
                           (Pattern){.role = places[i].role, .value = action});
  return fail(reader, statement->line, "'%s' can't follow here",
              word ? word : "");
}

/* The text of a mark: it must be a phrase of the automaton. */
static gboolean
keep_mark_text(Reader *reader, guint line, const char *text, Mark *mark)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  mark->letters = phrase_append(bytes, text, strlen(text), 0);
  if (!mark->letters)
    return fail(reader, line, "the mark \"%s\" has no letters", text);
  if (bytes->len >= NORMAL_HISTORY)
    return fail(reader, line, "the mark \"%s\" is too long", text);
  mark->text = texts_keep(reader->set->texts, text);
  return TRUE;
}

/* Where a mark is looked for and how; returns the place behind it, 0 with an
 * error. */
static guint
read_mark_place(Reader *reader, const Statement *statement, guint at,
                Mark *mark)
{
  const char *word = text_at(statement, at, TOKEN_WORD);
  const char *name = text_at(statement, at + 1, TOKEN_WORD);
  if (word && strcmp(word, "header") == 0 && name) {
    mark->field = format_add_header(reader->set, name);
    at += 2;
  } else if (word && strcmp(word, "text") == 0) {
    at++;
  } else {
    fail(reader, statement->line,
         "'%s' is no mark: 'header NAME \"TEXT\"' or 'text \"TEXT\"'",
         word ? word : "");
    return 0;
  }
  word = text_at(statement, at, TOKEN_WORD);
  mark->starts = word && strcmp(word, "starts") == 0;
  mark->empty = word && strcmp(word, "empty") == 0 && mark->field;
  return at + (mark->starts || mark->empty);
}

/* The text of a mark and the mark itself; returns the place behind it, 0 with
 * an error. */
static guint
read_mark_text(Reader *reader, const Statement *statement, guint at, Mark mark)
{
  const char *text = text_at(statement, at, TOKEN_STRING);
  if (text && !keep_mark_text(reader, statement->line, text, &mark))
    return 0;
  if (!text && (!mark.field || mark.starts)) {
    fail(reader, statement->line, "a text must follow '%s'",
         mark.starts ? "starts" : "text");
    return 0;
  }
  g_array_append_val(reader->set->marks, mark);
  return text ? at + 1 : at;
}

/* A mark and those that stand for it as well ("or"); returns the place behind
 * them, 0 with an error. */
static guint
read_mark(Reader *reader, const Statement *statement, guint at,
          gboolean negated)
{
  KnownMark known = {reader->set->marks->len, negated};
  Mark mark = {.group = known.mark};
  at = read_mark_place(reader, statement, at, &mark);
  at = at ? read_mark_text(reader, statement, at, mark) : 0;
  while (at && at < statement->n_tokens &&
         token_is_word(&statement->tokens[at], "or")) {
    at++;
    if (!text_at(statement, at, TOKEN_STRING)) {
      mark = (Mark){.group = known.mark};
      at = read_mark_place(reader, statement, at, &mark);
    }
    at = at ? read_mark_text(reader, statement, at, mark) : 0;
  }
  g_array_append_val(reader->set->known_marks, known);
  return at;
}

/* One alternative of a `known` line; returns the place behind it, 0 with an
 * error. */
static guint
read_alternative(Reader *reader, const Statement *statement, guint at,
                 AlternativeList list)
{
  FormatSet *set = reader->set;
  Alternative made = {.format = reader->format == set->general
                                    ? GENERAL
                                    : set->formats->len - 1,
                      .list = list,
                      .first = set->known_marks->len};
  gboolean negated = FALSE;
  for (;; at++) {
    guint mark = set->marks->len;
    at = read_mark(reader, statement, at, negated);
    if (!at)
      return 0;
    made.n++;
    if (!negated)
      made.letters += g_array_index(set->marks, Mark, mark).letters;
    if (at >= statement->n_tokens || statement->tokens[at].type == TOKEN_BAR)
      break;
    const Token *token = &statement->tokens[at];
    if (token_is_word(token, "without")) {
      negated = TRUE;
    } else if (!token_is_word(token, "and")) {
      fail(reader, token->line, "'%s' where 'and' or 'without' may stand",
           token->text);
      return 0;
    }
  }
  g_array_append_val(set->alternatives, made);
  return at;
}

static gboolean
read_known(Reader *reader, const Statement *statement)
{
  static const char *const lists[] = {
      [LIST_KNOWN] = "known",
      [LIST_LIKELY] = "likely",
      [LIST_UNLIKELY] = "unlikely",
      [LIST_AUTOMATIC] = "automatic",
  };
  const Token *word = &statement->tokens[0];
  AlternativeList list = LIST_KNOWN;
  while (!token_is_word(word, lists[list]))
    list++;
  if (list != LIST_KNOWN && reader->format != reader->set->general)
    return fail(reader, statement->line, "'%s' stands in 'general' only",
                word->text);
  for (guint at = 1; at < statement->n_tokens; at++) {
    at = read_alternative(reader, statement, at, list);
    if (!at)
      return FALSE;
    reader->format->is_known = TRUE;
  }
  return TRUE;
}

static gboolean
read_like(Reader *reader, const Statement *statement)
{
  const char *name = text_at(statement, 1, TOKEN_WORD);
  const Format *like = name ? formats_find(reader->set, name) : NULL;
  if (!like && name && reader->set->base)
    like = formats_find(reader->set->base, name);
  if (!like || like == reader->format)
    return fail(reader, statement->line, "no format '%s' stands earlier",
                name ? name : "");
  if (reader->like)
    return fail(reader, statement->line, "a second 'like'");
  reader->like = like;
  return TRUE;
}

static gboolean
read_prefer(Reader *reader, const Statement *statement)
{
  const char *text = text_at(statement, 1, TOKEN_WORD);
  char *end = NULL;
  gint64 value = text ? g_ascii_strtoll(text, &end, 10) : 0;
  if (!text || *end || value < -9 || value > 9)
    return fail(reader, statement->line, "'%s' is no number from -9 to 9",
                text ? text : "");
  reader->format->prefer = (int)value;
  return TRUE;
}

static gboolean
read_sample(Reader *reader, const Statement *statement)
{
  const char *name = text_at(statement, 1, TOKEN_WORD);
  if (!name || statement->n_tokens > 2)
    return fail(reader, statement->line, "'sample' needs one name");
  g_ptr_array_add(reader->format->samples, (gpointer)keep(reader, name));
  return TRUE;
}

static gboolean
read_source(Reader *reader, const Statement *statement)
{
  if (statement->n_tokens < 2 || !statement->tokens[1].length)
    return fail(reader, statement->line, "'source' needs a text");
  reader->format->has_source = TRUE;
  return TRUE;
}

static const Verb verbs[] = {
    {"known", read_known},     {"like", read_like},
    {"likely", read_known},    {"unlikely", read_known},
    {"automatic", read_known}, {"prefer", read_prefer},
    {"report", read_place},    {"original", read_place},
    {"list", read_place},      {"recipient", read_recipient},
    {"reads", read_reads},     {"action", read_action},
    {"command", read_command}, {"class", read_class},
    {"kind", read_kind},       {"client", read_prompt},
    {"server", read_prompt},   {"contact", read_contact},
    {"sample", read_sample},   {"source", read_source},
};

static gboolean
read_statement(Reader *reader, const Statement *statement)
{
  const Token *first = &statement->tokens[0];
  for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++)
    if (token_is_word(first, verbs[i].word)) {
      reader->statement++;
      return verbs[i].read(reader, statement);
    }
  return fail(reader, statement->line, "unknown statement '%s'", first->text);
}

static Format *
format_new(const Reader *reader, const char *name, guint line)
{
  Format *format = g_new0(Format, 1);
  format->name = name ? keep(reader, name) : NULL;
  format->line = line;
  pattern_table_init(&format->table);
  format->samples = g_ptr_array_new();
  return format;
}

void
format_free(Format *format)
{
  if (!format)
    return;
  pattern_table_clear(&format->table);
  g_ptr_array_unref(format->samples);
  g_free(format);
}

static gboolean
finish_format(Reader *reader, guint line)
{
  Format *format = reader->format;
  if (reader->like) {
    pattern_table_append(&format->table, &reader->like->table);
    if (!format->action)
      format->action = reader->like->action;
    if (!format->kind)
      format->kind = reader->like->kind;
  }
  if (format == reader->set->general)
    return TRUE;
  if (!format->is_known)
    return fail(reader, line, "format '%s' has no 'known'", format->name);
  if (!format->samples->len)
    return fail(reader, line, "format '%s' has no 'sample'", format->name);
  if (!format->has_source)
    return fail(reader, line, "format '%s' has no 'source'", format->name);
  return TRUE;
}

/* "format NAME", or "general", which may come often; NULL after an error. */
static Format *
start_format(Reader *reader, const Statement *header)
{
  const char *name = text_at(header, 1, TOKEN_WORD);
  reader->like = NULL;
  reader->statement = 0;
  if (token_is_word(&header->tokens[0], "general") && header->n_tokens == 1) {
    if (!reader->set->general)
      reader->set->general = format_new(reader, NULL, header->line);
    const GArray *made = reader->set->general->table.patterns;
    if (made->len)
      reader->statement = g_array_index(made, Pattern, made->len - 1).statement;
    return reader->set->general;
  }
  Format *format = NULL;
  if (!token_is_word(&header->tokens[0], "format") || !name ||
      header->n_tokens != 2)
    fail(reader, header->line,
         "a stanza starts with 'format NAME' or 'general'");
  else if (formats_find(reader->set, name))
    fail(reader, header->line, "a second format '%s'", name);
  else
    format = format_new(reader, name, header->line);
  if (format)
    g_ptr_array_add(reader->set->formats, format);
  return format;
}

gboolean
format_compile_file(FormatSet *set, const char *name, const char *text,
                    gsize length, BounceError **error)
{
  static const char *const raw_words[] = {"source", NULL};
  static const char *const join_words[] = {"and", "or", "without", NULL};
  static const StanzaDialect dialect = {raw_words, "{}", join_words};
  g_autoptr(StanzaFile) file =
      stanza_file_read(name, text, length, &dialect, error);
  Reader reader = {.set = set, .name = name, .error = error};
  if (!file)
    return FALSE;
  for (guint i = 0; i < file->n_stanzas; i++) {
    const Stanza *stanza = &file->stanzas[i];
    reader.format = start_format(&reader, &stanza->header);
    if (!reader.format)
      return FALSE;
    for (guint k = 0; k < stanza->n_statements; k++)
      if (!read_statement(&reader, &stanza->statements[k]))
        return FALSE;
    if (!finish_format(&reader, stanza->header.line))
      return FALSE;
  }
  return TRUE;
}
