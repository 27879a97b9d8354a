/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Making and configuring a parser; lib/parse.c uses it. */
#include "parser.h"

#include <string.h>

#include "base/error.h"
#include "evidence/fields.h"
#include "formats/format.h"
#include "bytes/input.h"
#include "rules/rules.h"

#define VERP_DELIMITERS "+-"

BounceParser *
bounce_parser_new(void)
{
  BounceParser *parser = g_new0(BounceParser, 1);
  Config *config = &parser->config;
  g_atomic_ref_count_init(&parser->references);
  config->limits = limits_default;
  config->keep_headers = g_ptr_array_new_with_free_func(g_free);
  config->verp_delimiters = g_strdup(VERP_DELIMITERS);
  config->use_formats = TRUE;
  config->rule_sets =
      g_ptr_array_new_with_free_func((GDestroyNotify)rules_free);
  g_ptr_array_add(config->rule_sets, rules_builtin());
  config->format_sets =
      g_ptr_array_new_with_free_func((GDestroyNotify)formats_free);
  g_ptr_array_add(config->format_sets, formats_builtin());
  return parser;
}

BounceParser *
bounce_parser_ref(BounceParser *parser)
{
  if (parser)
    g_atomic_ref_count_inc(&parser->references);
  return parser;
}

void
bounce_parser_unref(BounceParser *parser)
{
  if (!parser || !g_atomic_ref_count_dec(&parser->references))
    return;
  g_ptr_array_unref(parser->config.keep_headers);
  g_ptr_array_unref(parser->config.rule_sets);
  g_ptr_array_unref(parser->config.format_sets);
  g_free(parser->config.trusted_server);
  g_free(parser->config.verp_delimiters);
  g_free(parser);
}

bool
bounce_parser_set_limit(BounceParser *parser, BounceLimit limit, uint64_t value)
{
  guint64 *place = parser ? limits_at(&parser->config.limits, limit) : NULL;
  if (!place || !value)
    return false;
  if (limit == BOUNCE_LIMIT_MESSAGE_BYTES)
    value = MIN(value, G_MAXINT32); /* as much as a GByteArray holds */
  *place = value;
  return true;
}

uint64_t
bounce_parser_limit(const BounceParser *parser, BounceLimit limit)
{
  if (!parser)
    return 0;
  Limits limits = parser->config.limits;
  guint64 *place = limits_at(&limits, limit);
  return place ? *place : 0;
}

static gboolean
is_same_name(gconstpointer a, gconstpointer b)
{
  return g_ascii_strcasecmp(a, b) == 0;
}

bool
bounce_parser_keep_header(BounceParser *parser, const char *name)
{
  if (!parser || !name || !*name)
    return false;
  g_autofree char *field = g_strconcat(name, ":", NULL);
  if (fields_name_length(field, strlen(field)) != strlen(name))
    return false;
  GPtrArray *names = parser->config.keep_headers;
  if (!g_ptr_array_find_with_equal_func(names, name, is_same_name, NULL))
    g_ptr_array_add(names, g_strdup(name));
  return true;
}

void
bounce_parser_trust_server(BounceParser *parser, const char *host)
{
  if (!parser)
    return;
  g_free(parser->config.trusted_server);
  parser->config.trusted_server = g_strdup(host);
}

void
bounce_parser_set_verp_delimiters(BounceParser *parser, const char *delimiters)
{
  if (!parser)
    return;
  g_free(parser->config.verp_delimiters);
  parser->config.verp_delimiters =
      g_strdup(delimiters ? delimiters : VERP_DELIMITERS);
}

void
bounce_parser_use_formats(BounceParser *parser, bool use)
{
  if (parser)
    parser->config.use_formats = use;
}

void
bounce_parser_keep_parts(BounceParser *parser, bool keep)
{
  if (parser)
    parser->config.keep_parts = keep;
}

/* A user's set stands before the built-in one, after those added earlier. */
static bool
add_set(GPtrArray *sets, void *set)
{
  if (!set)
    return false;
  g_ptr_array_insert(sets, (gint)sets->len - 1, set);
  return true;
}

static bool
check_text(const BounceParser *parser, const char *text, size_t length,
           BounceError **error)
{
  if (!parser)
    error_set(error, BOUNCE_ERROR_ARGUMENT, 0, "the parser is NULL");
  else if (!text && length)
    error_set(error, BOUNCE_ERROR_ARGUMENT, 0, "the text is NULL");
  return parser && (text || !length);
}

bool
bounce_parser_add_rules(BounceParser *parser, const char *name,
                        const char *text, size_t length, BounceError **error)
{
  if (!check_text(parser, text, length, error))
    return false;
  if (!length)
    return true;
  return add_set(
      parser->config.rule_sets,
      rules_new_from_text(name ? name : "rules", text, length, error));
}

bool
bounce_parser_add_formats(BounceParser *parser, const char *name,
                          const char *text, size_t length, BounceError **error)
{
  if (!check_text(parser, text, length, error))
    return false;
  if (!length)
    return true;
  const StanzaText file = {name ? name : "formats", text, length};
  return add_set(parser->config.format_sets,
                 formats_compile(&file, 1, formats_builtin(), error));
}

bool
bounce_parser_add_rules_file(BounceParser *parser, const char *path,
                             BounceError **error)
{
  g_autoptr(GByteArray) bytes = input_read_file(path, G_MAXINT32, error);
  return bytes && bounce_parser_add_rules(parser, path, (char *)bytes->data,
                                          bytes->len, error);
}

bool
bounce_parser_add_formats_file(BounceParser *parser, const char *path,
                               BounceError **error)
{
  g_autoptr(GByteArray) bytes = input_read_file(path, G_MAXINT32, error);
  return bytes && bounce_parser_add_formats(parser, path, (char *)bytes->data,
                                            bytes->len, error);
}
