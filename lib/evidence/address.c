/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/address.h"

#include <string.h>

const char *
field_skip_type(const char *value, const char **type, gsize *type_length)
{
  gsize i = 0;
  while (g_ascii_isspace(value[i]))
    i++;
  gsize start = i;
  while (g_ascii_isalnum(value[i]) || value[i] == '-')
    i++;
  gsize end = i;
  while (g_ascii_isspace(value[i]))
    i++;
  *type = value[i] == ';' ? value + start : NULL;
  *type_length = *type ? end - start : 0;
  if (!*type)
    return value + start;
  for (i++; g_ascii_isspace(value[i]); i++)
    ;
  return value + i;
}

/* Decodes "\x{20AC}" (RFC 6533 section 3); returns NULL when there is none. */
static const char *
decode_embedded_unicode(Arena *arena, const char *text)
{
  if (!strstr(text, "\\x{"))
    return NULL;
  g_autoptr(GString) out = g_string_new(NULL);
  while (*text) {
    char *end = NULL;
    guint64 code = g_str_has_prefix(text, "\\x{")
                       ? g_ascii_strtoull(text + 3, &end, 16)
                       : 0;
    if (end && end != text + 3 && *end == '}' && code > 31 &&
        g_unichar_validate((gunichar)MIN(code, G_MAXUINT32))) {
      g_string_append_unichar(out, (gunichar)code);
      text = end + 1;
    } else {
      g_string_append_c(out, *text++);
    }
  }
  return arena_strndup(arena, out->str, out->len);
}

gboolean
address_is_valid(const char *text, gsize length)
{
  /* RFC 5321 section 4.5.3.1.3 bounds a path; be generous by four. */
  if (length < 3 || length > 1024)
    return FALSE;
  const char *at = memrchr(text, '@', length);
  if (!at || at == text || at == text + length - 1)
    return FALSE;
  gboolean quoted = text[0] == '"';
  for (const char *p = text; p < text + length; p++)
    if ((guchar)*p < 32 || *p == 127 ||
        (strchr(" <>,;()", *p) && !(quoted && p < at)))
      return FALSE;
  if (at[1] == '[')
    return text[length - 1] == ']';
  /* '#' starts a number of RFC 821, and what was mistyped so. */
  return g_ascii_isalnum(at[1]) || at[1] == '#' || (guchar)at[1] >= 0x80;
}

/* The span of a bare address at the start of a text: up to white space or
 * closing punctuation; a quoted local part may hold both. */
static gsize
bare_length(const char *text)
{
  gsize i = 0;
  if (text[0] == '"') {
    for (i = 1; text[i] && text[i] != '"'; i++)
      if (text[i] == '\\' && text[i + 1])
        i++;
    i += text[i] == '"';
  }
  while (text[i] && !g_ascii_isspace(text[i]) && !strchr("<>(),;\"", text[i]))
    i++;
  while (i && strchr(".:'", text[i - 1]))
    i--;
  return i;
}

/* "@relay.example.net,@other.example.net:user@example.org" (RFC 5321
 * section 4.1.1.3): the mailbox stands after the colon. */
static const char *
skip_source_route(const char *value)
{
  if (*value != '@')
    return value;
  gsize length = strcspn(value, ":<> \t");
  return value[length] == ':' ? value + length + 1 : value;
}

const char *
address_read(Arena *arena, const char *value)
{
  const char *type;
  gsize type_length;
  if (!value)
    return NULL;
  value = field_skip_type(value, &type, &type_length);
  const char *decoded = decode_embedded_unicode(arena, value);
  if (decoded)
    value = decoded;
  const char *open = strchr(value, '<');
  if (open && value[0] != '"')
    value = open;
  while (*value == '<' || *value == '\'' || g_ascii_isspace(*value))
    value++;
  if (g_ascii_strncasecmp(value, "mailto:", 7) == 0)
    value += 7;
  value = skip_source_route(value);
  gsize length = bare_length(value);
  if (!address_is_valid(value, length))
    return NULL;
  return arena_strndup(arena, value, length);
}

const char *
address_of_mailbox(Arena *arena, const char *value)
{
  if (!value)
    return NULL;
  const char *open = strrchr(value, '<');
  if (open)
    return address_read(arena, open);
  const char *at = strchr(value, '@');
  if (!at)
    return NULL;
  const char *start = at;
  while (start > value && !g_ascii_isspace(start[-1]) &&
         !strchr("<>(),;:\"", start[-1]))
    start--;
  return address_read(arena, start);
}

static gboolean
is_ipv4(const char *text, gsize length)
{
  guint dots = 0, digits = 0;
  for (gsize i = 0; i < length; i++) {
    if (text[i] == '.') {
      if (!digits || ++dots > 3)
        return FALSE;
      digits = 0;
    } else if (!g_ascii_isdigit(text[i]) || ++digits > 3) {
      return FALSE;
    }
  }
  return dots == 3 && digits;
}

static gboolean
is_ipv6(const char *text, gsize length)
{
  guint colons = 0;
  for (gsize i = 0; i < length; i++) {
    colons += text[i] == ':';
    if (!g_ascii_isxdigit(text[i]) && text[i] != ':' && text[i] != '.')
      return FALSE;
  }
  return colons >= 2 && colons <= 7 && length <= 45;
}

gboolean
host_is_valid(const char *text, gsize length)
{
  if (is_ipv4(text, length) || is_ipv6(text, length))
    return TRUE;
  gboolean dot = FALSE, letter = FALSE;
  if (length > 253)
    return FALSE;
  for (gsize i = 0; i < length; i++) {
    guchar c = (guchar)text[i];
    if (!g_ascii_isalnum(c) && c < 0x80 && c != '-' && c != '.' && c != '_')
      return FALSE;
    letter |= g_ascii_isalpha(c) || c >= 0x80;
    if (c == '.') {
      if (i == 0 || i + 1 == length || text[i - 1] == '.')
        return FALSE;
      dot = TRUE;
    }
  }
  return dot && letter;
}

const char *
host_read(Arena *arena, const char *value)
{
  const char *type;
  gsize type_length, length = 0;
  if (!value)
    return NULL;
  value = field_skip_type(value, &type, &type_length);
  while (*value && strchr("[(<' \t", *value))
    value++;
  if (g_ascii_strncasecmp(value, "ipv6:", 5) == 0)
    value += 5; /* RFC 5321 section 4.1.3 */
  while (value[length] && !g_ascii_isspace(value[length]) &&
         !strchr("[](),;<>'/|", value[length]))
    length++;
  while (length && (value[length - 1] == '.' || value[length - 1] == ':'))
    length--;
  if (!host_is_valid(value, length))
    return NULL;
  return arena_strndup(arena, value, length);
}
