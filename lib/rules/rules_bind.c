/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads what a match is bound to: code, status, command, host, format. */
#include <string.h>

#include "rules/rules_reader.h"

enum { BIND_CODE, BIND_STATUS, BIND_COMMAND, BIND_HOST, BIND_FORMAT };

static const char *const keywords[] = {"code", "status", "command", "host",
                                       "format"};

static int
keyword(const char *word)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS(keywords); i++) {
    if (g_str_equal(word, keywords[i]))
      return (int)i;
  }
  return -1;
}

gboolean
reader_is_binding(const char *word)
{
  return keyword(word) >= 0;
}

static void
add_values(Model *model, guint32 first, guint32 second)
{
  g_array_append_val(model->values, first);
  g_array_append_val(model->values, second);
}

/* "550", "5yz", "55z": the codes from first to last. */
static gboolean
add_code(RulesReader *reader, const Token *token)
{
  const char *text = token->text;
  guint32 first, count;

  if (token->length != 3 || text[0] < '2' || text[0] > '5')
    return reader_fail(reader, token->line, "'%s' is no reply code", text);
  if (g_ascii_isdigit(text[1]) && g_ascii_isdigit(text[2]))
    count = 1;
  else if (g_ascii_isdigit(text[1]) && text[2] == 'z')
    count = 10;
  else if (text[1] == 'y' && text[2] == 'z')
    count = 100;
  else
    return reader_fail(reader, token->line, "'%s' is no reply code", text);
  first = (guint32)(text[0] - '0') * 100;
  if (count < 100)
    first += (guint32)(text[1] - '0') * 10;
  if (count < 10)
    first += (guint32)(text[2] - '0');
  add_values(reader->model, first, first + count - 1);
  return TRUE;
}

/* Reads a number of at most three digits or a star. */
static gboolean
read_part(const char **at, guint *value, guint *mask)
{
  guint digits;

  *value = 0;
  *mask = 0;
  if (**at == '*') {
    ++*at;
    return TRUE;
  }
  *mask = 1023;
  for (digits = 0; g_ascii_isdigit(**at); digits++, ++*at)
    *value = *value * 10 + (guint)(**at - '0');
  return digits >= 1 && digits <= 3;
}

static gboolean
add_status(RulesReader *reader, const Token *token)
{
  guint value[3] = {0}, mask[3] = {0};
  const char *at = token->text;
  guint i;

  for (i = 0; i < 3; i++) {
    if (!read_part(&at, &value[i], &mask[i]) || *at != (i < 2 ? '.' : '\0'))
      break;
    at++;
  }
  if (i < 3 || (mask[0] != 0 && (value[0] < 2 || value[0] > 5)))
    return reader_fail(reader, token->line, "'%s' is no enhanced status",
                       token->text);
  add_values(reader->model, status_make(value[0], value[1], value[2]),
             mask[0] != 0 && mask[1] != 0 && mask[2] != 0
                 ? STATUS_EXACT
                 : status_make(mask[0], mask[1], mask[2]));
  return TRUE;
}

static gboolean
add_command(RulesReader *reader, BindingEntry *binding, const Token *token)
{
  BounceCommand command = bounce_command_from_string(token->text);

  if (command == 0)
    return reader_fail(reader, token->line, "unknown command '%s'",
                       token->text);
  binding->commands |= 1u << command;
  return TRUE;
}

static gboolean
add_host(RulesReader *reader, const Token *token)
{
  guint32 flag;

  if (token->length == 0 || strchr(token->text + 1, '*') != NULL ||
      g_str_equal(token->text, "*"))
    return reader_fail(reader, token->line,
                       "'%s' is no host name with '*' only at its start",
                       token->text);
  flag = model_host_flag(reader->model, token->text);
  g_array_append_val(reader->model->values, flag);
  return TRUE;
}

static gboolean
add_value(RulesReader *reader, BindingEntry *binding, int kind,
          const Token *token)
{
  guint32 string;

  switch (kind) {
  case BIND_CODE:
    binding->n_codes++;
    return add_code(reader, token);
  case BIND_STATUS:
    binding->n_statuses++;
    return add_status(reader, token);
  case BIND_COMMAND:
    return add_command(reader, binding, token);
  case BIND_HOST:
    binding->n_hosts++;
    return add_host(reader, token);
  default:
    string = model_table_string(reader->model, token->text);
    g_array_append_val(reader->model->values, string);
    binding->n_formats++;
    return TRUE;
  }
}

/* Reads VALUE [, VALUE ...]. */
static gboolean
read_values(RulesReader *reader, BindingEntry *binding, int kind)
{
  guint32 first = reader->model->values->len;

  do {
    const Token *token = cursor_next(reader, TOKEN_WORD);

    if (token == NULL && kind == BIND_HOST)
      token = cursor_next(reader, TOKEN_STRING);
    if (token == NULL)
      return reader_fail(reader, cursor_line(reader),
                         "a value is expected after '%s'", keywords[kind]);
    if (!add_value(reader, binding, kind, token))
      return FALSE;
  } while (cursor_next(reader, TOKEN_COMMA) != NULL);
  if (kind == BIND_CODE)
    binding->codes = first;
  else if (kind == BIND_STATUS)
    binding->statuses = first;
  else if (kind == BIND_HOST)
    binding->hosts = first;
  else if (kind == BIND_FORMAT)
    binding->formats = first;
  return TRUE;
}

gboolean
reader_bindings(RulesReader *reader, guint32 *index)
{
  BindingEntry binding = {0};
  guint given = 0;

  *index = 0;
  while (!cursor_at_end(reader) && cursor_peek(reader)->type == TOKEN_WORD) {
    const Token *token = cursor_next(reader, TOKEN_WORD);
    int kind = keyword(token->text);

    if (kind < 0)
      return reader_fail(reader, token->line, "unknown binding '%s'",
                         token->text);
    if ((given & 1u << kind) != 0)
      return reader_fail(reader, token->line, "'%s' stands twice", token->text);
    given |= 1u << kind;
    if (!read_values(reader, &binding, kind))
      return FALSE;
  }
  if (given != 0) {
    *index = reader->model->bindings->len;
    g_array_append_val(reader->model->bindings, binding);
  }
  return TRUE;
}
