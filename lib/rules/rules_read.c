/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads rules files into a model. */
#include <string.h>

#include "base/error.h"
#include "rules/rules_model.h"
#include "rules/rules_reader.h"

#define MAX_PREFER 9

static const char *const raw_words[] = {"source", NULL};
static const StanzaDialect dialect = {raw_words, "", NULL};

gboolean
reader_fail(RulesReader *reader, guint line, const char *format, ...)
{
  g_autofree char *problem = NULL;
  va_list arguments;

  va_start(arguments, format);
  problem = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  error_set_place(reader->error, BOUNCE_ERROR_SYNTAX, reader->file->name, line,
                  "%s", problem);
  return FALSE;
}

static gboolean
at_alternative_end(RulesReader *reader)
{
  return cursor_at_end(reader) || cursor_peek(reader)->type == TOKEN_BAR;
}

/* Reads what follows `without`: texts, with or without commas. */
static gboolean
read_without(RulesReader *reader, Alternative *alternative)
{
  Model *model = reader->model;

  do {
    guint32 node = reader_texts(reader);
    guint32 flag;

    if (node == 0)
      return FALSE;
    flag = model_node_flag(model, node);
    g_array_append_val(model->withouts, flag);
    alternative->n_without++;
    cursor_next(reader, TOKEN_COMMA);
  } while (!at_alternative_end(reader));
  return TRUE;
}

/* What an alternative rests on. */
static guint
kind_of(const Model *model, const Alternative *alternative, gboolean vague)
{
  const BindingEntry *binding =
      &g_array_index(model->bindings, BindingEntry, alternative->binding);
  guint32 i;

  if (alternative->node != 0)
    return vague ? 2 : 0;
  if (binding->n_statuses == 0)
    return binding->n_codes != 0 && binding->commands != 0 ? 4 : 5;
  for (i = 0; i < binding->n_statuses; i++) {
    guint32 mask =
        g_array_index(model->values, guint32, binding->statuses + 2 * i + 1);

    vague = vague || mask != STATUS_EXACT;
  }
  return vague ? 3 : 1;
}

static guint
binding_letters(const BindingEntry *binding)
{
  return (binding->n_statuses != 0 ? 20 : 0) + (binding->n_hosts != 0 ? 8 : 0) +
         (binding->n_formats != 0 ? 8 : 0) + (binding->n_codes != 0 ? 5 : 0) +
         (binding->commands != 0 ? 4 : 0);
}

/* Kind and letters are filled when the whole stanza is known. */
static void
add_alternative(RulesReader *reader, const Alternative *alternative)
{
  g_array_append_val(reader->model->alternatives, *alternative);
}

/* Reads TEXTS [without ...]. */
static gboolean
read_alternatives(RulesReader *reader, guint32 binding)
{
  g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(guint32));
  Alternative alternative = {reader->rule,
                             cursor_line(reader),
                             0,
                             binding,
                             reader->model->withouts->len,
                             0,
                             0,
                             0};
  guint i;

  if (!reader_choices(reader, nodes))
    return FALSE;
  if (!cursor_at_end(reader) && token_is_word(cursor_peek(reader), "without")) {
    reader->at++;
    if (!read_without(reader, &alternative))
      return FALSE;
  }
  for (i = 0; i < nodes->len; i++) {
    alternative.node = g_array_index(nodes, guint32, i);
    add_alternative(reader, &alternative);
  }
  return TRUE;
}

/* Reads [BINDING ...] [TEXTS [without ...] | ...]. */
static gboolean
read_match(RulesReader *reader)
{
  guint32 binding;

  if (!reader_bindings(reader, &binding))
    return FALSE;
  if (cursor_at_end(reader)) {
    Alternative bare = {
        reader->rule, cursor_line(reader), 0, binding, 0, 0, 0, 0};

    add_alternative(reader, &bare);
    return TRUE;
  }
  do {
    if (!read_alternatives(reader, binding))
      return FALSE;
    if (cursor_at_end(reader))
      return TRUE;
  } while (cursor_next(reader, TOKEN_BAR) != NULL);
  return reader_fail(reader, cursor_line(reader),
                     "'|', '...' or 'without' is expected before '%s'",
                     cursor_peek(reader)->text);
}

gboolean
reader_end(RulesReader *reader)
{
  if (cursor_at_end(reader))
    return TRUE;
  return reader_fail(reader, cursor_line(reader), "'%s' is too much here",
                     cursor_peek(reader)->text);
}

gboolean
reader_sample(RulesReader *reader, Sample *sample)
{
  Model *model = reader->model;
  const Token *token = cursor_next(reader, TOKEN_STRING);

  if (token == NULL)
    return reader_fail(reader, cursor_line(reader),
                       "a reply in quotes is expected after 'sample'");
  sample->file = reader->file_index;
  sample->line = token->line;
  sample->reply = model_string(model, token->text);
  while (!cursor_at_end(reader)) {
    const Token *word = cursor_peek(reader);
    const Token *value = word + 1;

    if (word->type != TOKEN_WORD ||
        reader->at + 1 == reader->statement->n_tokens ||
        (value->type != TOKEN_WORD && value->type != TOKEN_STRING))
      return reader_fail(reader, word->line, "'%s' is too much here",
                         word->text);
    reader->at += 2;
    if (g_str_equal(word->text, "host"))
      sample->host = model_string(model, value->text);
    else if (g_str_equal(word->text, "format"))
      sample->format = model_string(model, value->text);
    else if (g_str_equal(word->text, "command"))
      sample->command = bounce_command_from_string(value->text);
    else
      return reader_fail(reader, word->line, "unknown word '%s' in a sample",
                         word->text);
    if (g_str_equal(word->text, "command") && sample->command == 0)
      return reader_fail(reader, value->line, "unknown command '%s'",
                         value->text);
  }
  g_array_append_val(model->samples, *sample);
  return TRUE;
}

static gboolean
read_prefer(RulesReader *reader, Rule *rule)
{
  const Token *token = cursor_next(reader, TOKEN_WORD);
  gint64 value;

  if (token == NULL || !g_ascii_string_to_signed(token->text, 10, -MAX_PREFER,
                                                 MAX_PREFER, &value, NULL))
    return reader_fail(reader, cursor_line(reader),
                       "a number from -9 to 9 is expected after 'prefer'");
  rule->prefer = (gint)value;
  return reader_end(reader);
}

gboolean
reader_source(RulesReader *reader, guint *n_sources)
{
  const Token *token = cursor_next(reader, TOKEN_STRING);

  if (token == NULL || token->length == 0)
    return reader_fail(reader, reader->statement->line,
                       "'source' needs a text");
  ++*n_sources;
  return TRUE;
}

static gboolean
read_name(RulesReader *reader)
{
  const Token *token = cursor_next(reader, TOKEN_WORD);
  const char *at;

  if (token == NULL)
    return reader_fail(reader, reader->statement->line,
                       "a word is expected after 'name'");
  if (reader->name != NULL)
    return reader_fail(reader, token->line, "a rule has one name");
  for (at = token->text; *at != '\0'; at++) {
    if (!g_ascii_isalnum(*at) && strchr("-_.", *at) == NULL)
      return reader_fail(reader, token->line,
                         "the name '%s' is not made of letters, digits, "
                         "'-', '_' and '.'",
                         token->text);
  }
  reader->name = token->text;
  return reader_end(reader);
}

/* One statement of a `class` stanza. */
static gboolean
read_rule_statement(RulesReader *reader, Rule *rule)
{
  const Token *first = cursor_peek(reader);

  if (first->type != TOKEN_WORD)
    return read_match(reader);
  reader->at++;
  if (g_str_equal(first->text, "name"))
    return read_name(reader);
  if (g_str_equal(first->text, "vague")) {
    rule->vague = TRUE;
    return reader_end(reader);
  }
  if (g_str_equal(first->text, "prefer"))
    return read_prefer(reader, rule);
  if (g_str_equal(first->text, "source"))
    return reader_source(reader, &rule->n_sources);
  if (g_str_equal(first->text, "sample")) {
    Sample sample = {.rule = reader->rule};

    rule->n_samples++;
    return reader_sample(reader, &sample);
  }
  reader->at--;
  if (reader_is_binding(first->text))
    return read_match(reader);
  return reader_fail(reader, first->line, "unknown statement '%s'",
                     first->text);
}

/* Names the rule and knows now what its alternatives rest on. */
static gboolean
finish_rule(RulesReader *reader, Rule *rule, guint first_alternative)
{
  Model *model = reader->model;
  g_autofree char *id = NULL, *place = NULL;
  g_autofree char *base = g_path_get_basename(reader->file->name);
  const char *class_name = bounce_class_to_string(rule->class_);
  char *key;
  guint i;

  id = g_strconcat(reader->provider_name == NULL ? "" : reader->provider_name,
                   reader->provider_name == NULL ? "" : ":", class_name,
                   reader->name == NULL ? "" : "/",
                   reader->name == NULL ? "" : reader->name, NULL);
  place = g_strdup_printf("%s:%u", base, rule->line);
  if (g_hash_table_contains(model->ids, id))
    return reader_fail(reader, rule->line, "there is a rule '%s' already", id);
  if (first_alternative == model->alternatives->len)
    return reader_fail(reader, rule->line, "the rule '%s' has no match", id);
  if (reader->complete && (rule->n_samples == 0 || rule->n_sources == 0))
    return reader_fail(reader, rule->line, "the rule '%s' has no %s", id,
                       rule->n_samples == 0 ? "sample" : "source");
  key = model_string(model, id);
  rule->id = key;
  rule->place = model_string(model, place);
  g_hash_table_insert(model->ids, key, GUINT_TO_POINTER(reader->rule + 1));
  for (i = first_alternative; i < model->alternatives->len; i++) {
    Alternative *one = &g_array_index(model->alternatives, Alternative, i);
    const BindingEntry *binding =
        &g_array_index(model->bindings, BindingEntry, one->binding);

    one->kind = kind_of(model, one, rule->vague);
    one->letters = binding_letters(binding) +
                   g_array_index(model->nodes, ModelNode, one->node).letters;
  }
  g_array_append_val(model->rules, *rule);
  return TRUE;
}

static gboolean
read_class(RulesReader *reader, const Stanza *stanza)
{
  guint first_alternative = reader->model->alternatives->len;
  const Token *name = cursor_next(reader, TOKEN_WORD);
  Rule rule = {0};
  guint i;

  if (name == NULL)
    return reader_fail(reader, stanza->header.line,
                       "a class is expected after 'class'");
  rule.class_ = bounce_class_from_string(name->text);
  if (rule.class_ == 0)
    return reader_fail(reader, name->line, "unknown class '%s'", name->text);
  if (!reader_end(reader))
    return FALSE;
  rule.line = stanza->header.line;
  rule.file = reader->file_index;
  rule.provider = reader->provider;
  reader->rule = reader->model->rules->len;
  reader->name = NULL;
  for (i = 0; i < stanza->n_statements; i++) {
    cursor_start(reader, &stanza->statements[i], 0);
    if (!read_rule_statement(reader, &rule))
      return FALSE;
  }
  return finish_rule(reader, &rule, first_alternative);
}

static gboolean
read_stanza(RulesReader *reader, const Stanza *stanza)
{
  const Token *first = &stanza->header.tokens[0];

  cursor_start(reader, &stanza->header, 1);
  if (token_is_word(first, "class"))
    return read_class(reader, stanza);
  if (token_is_word(first, "provider"))
    return read_provider(reader, stanza);
  if (token_is_word(first, "blocklist"))
    return read_blocklist(reader, stanza);
  if (token_is_word(first, "after"))
    return read_after(reader, stanza);
  if (token_is_word(first, "unit"))
    return read_units(reader, stanza);
  return reader_fail(reader, first->line, "unknown stanza '%s'", first->text);
}

gboolean
rules_read(Model *model, const StanzaText *text, gboolean complete,
           BounceError **error)
{
  g_autoptr(StanzaFile) file =
      stanza_file_read(text->name, text->text, text->length, &dialect, error);
  RulesReader reader = {.model = model, .file = file, .error = error};
  guint i;

  if (file == NULL)
    return FALSE;
  reader.complete = complete;
  reader.file_index = model->files->len;
  g_ptr_array_add(model->files, model_string(model, text->name));
  for (i = 0; i < file->n_stanzas; i++) {
    if (!read_stanza(&reader, &file->stanzas[i]))
      return FALSE;
  }
  return TRUE;
}
