/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "walk/entity.h"

#include <string.h>

#include "base/ascii.h"
#include "walk/parts.h"

const char *
entity_field(const Fields *fields, const char *name)
{
  for (guint i = fields->n; i-- > 0;)
    if (field_is(&fields->items[i], name))
      return fields->items[i].value;
  return NULL;
}

/* The parameters that somebody reads. */
static const char **
parameter_of(Entity *entity, const char *name, gsize length)
{
  if (length == 8 && g_ascii_strncasecmp(name, "boundary", 8) == 0)
    return &entity->boundary;
  if (length == 7 && g_ascii_strncasecmp(name, "charset", 7) == 0)
    return &entity->charset;
  if (length == 11 && g_ascii_strncasecmp(name, "report-type", 11) == 0)
    return &entity->report_type;
  return NULL;
}

/* Length of a token (RFC 2045 section 5.1); RFC 2231's marks belong to none. */
static gsize
token_length(const char *text)
{
  gsize n = 0;
  while (text[n] > ' ' && text[n] < 127 &&
         !strchr("()<>@,;:\\\"/[]?=*'%", text[n]))
    n++;
  return n;
}

/* Reads "; name=value" with nothing to decode; NULL for what is not so plain,
 * else what follows. */
static const char *
read_plain_parameter(Walk *walk, const char *text, Entity *entity)
{
  text += 1 + strspn(text + 1, " \t");
  gsize name = token_length(text);
  const char *value = text + name;
  if (!name || *value++ != '=')
    return NULL;
  gboolean quoted = *value == '"';
  value += quoted;
  gsize length = quoted ? strcspn(value, "\"\\") : token_length(value);
  if (!length || (quoted && value[length] != '"') || !is_ascii(value, length) ||
      g_strstr_len(value, (gssize)length, "=?"))
    return NULL;
  const char **place = parameter_of(entity, text, name);
  if (place && *place)
    return NULL;
  if (place)
    *place = arena_strndup(walk->arena, value, length);
  return value + length + quoted + strspn(value + length + quoted, " \t");
}

/* Most types are plain: GMime makes three objects and more of each. */
static gboolean
read_plain_type(Walk *walk, const char *value, Entity *entity)
{
  gsize type = token_length(value);
  if (!type || value[type] != '/')
    return FALSE;
  gsize subtype = token_length(value + type + 1);
  const char *rest = value + type + 1 + subtype;
  if (!subtype)
    return FALSE;
  entity->type = arena_strndup(walk->arena, value, (gsize)(rest - value));
  rest += strspn(rest, " \t");
  while (rest && *rest == ';')
    rest = read_plain_parameter(walk, rest, entity);
  return rest && !*rest;
}

static void
read_any_type(Walk *walk, const char *value, Entity *entity)
{
  GMimeContentType *type = g_mime_content_type_parse(NULL, value);
  g_autofree char *name = g_mime_content_type_get_mime_type(type);
  entity->type = arena_strdup(walk->arena, name);
  entity->boundary = arena_strdup(
      walk->arena, g_mime_content_type_get_parameter(type, "boundary"));
  entity->charset = arena_strdup(
      walk->arena, g_mime_content_type_get_parameter(type, "charset"));
  entity->report_type = arena_strdup(
      walk->arena, g_mime_content_type_get_parameter(type, "report-type"));
  g_object_unref(type);
}

static void
read_type(Walk *walk, const char *value, Entity *entity)
{
  if (!read_plain_type(walk, value, entity))
    read_any_type(walk, value, entity);
  for (char *c = (char *)(guintptr)entity->type; *c; c++)
    *c = g_ascii_tolower(*c);
}

void
entity_read(Walk *walk, const char *default_type, Entity *entity)
{
  const char *type = entity_field(&entity->fields, "Content-Type");
  const char *encoding =
      entity_field(&entity->fields, "Content-Transfer-Encoding");
  read_type(walk, type ? type : default_type, entity);
  entity->kind = parts_kind_of_type(entity->type);
  if (encoding)
    entity->encoding = g_mime_content_encoding_from_string(encoding);
}
