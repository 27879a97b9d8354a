/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/json_writer.h"

#include <string.h>

/* As g_string_append_len(), which asks more of what is mostly a few bytes. */
static void
append(GString *out, const char *text, gsize length)
{
  if (length >= out->allocated_len - out->len) {
    g_string_append_len(out, text, (gssize)length);
    return;
  }
  memcpy(out->str + out->len, text, length);
  out->len += length;
  out->str[out->len] = '\0';
}

/* What stands before a value: a comma behind another one, its name. */
static void
append_key(GString *out, const char *key)
{
  char last = out->len ? out->str[out->len - 1] : '[';
  if (last != '[' && last != '{')
    g_string_append_c(out, ',');
  if (!key)
    return;
  g_string_append_c(out, '"');
  append(out, key, strlen(key));
  append(out, "\":", 2);
}

void
json_open(GString *out, const char *key, char bracket)
{
  append_key(out, key);
  g_string_append_c(out, bracket);
}

void
json_close(GString *out, char bracket)
{
  g_string_append_c(out, bracket);
}

/* How many bytes must be escaped: RFC 8259 section 7, and the controls that it
 * lets through, DEL and C1, which terminals act on. */
static guint
must_escape(const char *text)
{
  guchar c = (guchar)*text, next = c ? (guchar)text[1] : 0;
  if (c == 0xC2 && next < 0xA0)
    return 2;
  return (c && c < 0x20) || c == '"' || c == '\\' || c == 0x7F;
}

/* What most of text is. */
static inline gboolean
is_plain(char c)
{
  return c >= ' ' && c < 0x7F && c != '"' && c != '\\';
}

static void
append_escape(GString *out, guchar c)
{
  static const char names[] = "btn\0fr"; /* of U+0008 to U+000D */
  static const char digits[] = "0123456789ABCDEF";
  char escape[] = {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]};
  gsize length = 2;
  if (c == '"' || c == '\\')
    escape[1] = (char)c;
  else if (c >= '\b' && c <= '\r' && names[c - '\b'])
    escape[1] = names[c - '\b'];
  else
    length = sizeof escape;
  append(out, escape, length);
}

static void
append_escaped(GString *out, const char *value)
{
  while (*value) {
    const char *end = value;
    guint n = 0;
    while (is_plain(*end) || (*end && !(n = must_escape(end))))
      end++;
    append(out, value, (gsize)(end - value));
    if (n) /* U+0080 to U+009F: the second byte is the number */
      append_escape(out, (guchar)end[n - 1]);
    value = end + n;
  }
}

void
json_text(GString *out, const char *key, const char *value)
{
  append_key(out, key);
  if (!value) {
    append(out, "null", 4);
    return;
  }
  g_autofree char *made_valid =
      g_utf8_validate(value, -1, NULL) ? NULL : g_utf8_make_valid(value, -1);
  g_string_append_c(out, '"');
  append_escaped(out, made_valid ? made_valid : value);
  g_string_append_c(out, '"');
}

void
json_number(GString *out, const char *key, guint64 value)
{
  char digits[20]; /* of 2^64 - 1 */
  char *first = digits + sizeof digits;
  append_key(out, key);
  if (!value) {
    append(out, "null", 4);
    return;
  }
  for (; value; value /= 10)
    *--first = (char)('0' + value % 10);
  append(out, first, (gsize)(digits + sizeof digits - first));
}

void
json_boolean(GString *out, const char *key, gboolean value)
{
  append_key(out, key);
  append(out, value ? "true" : "false", value ? 4 : 5);
}
