/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/status.h"

#include <string.h>

/* One to three digits (RFC 3463 section 2); returns how many, 0 for none. */
static gsize
read_number(const char *text, gsize length, guint *number)
{
  gsize i = 0;
  for (*number = 0; i < length && g_ascii_isdigit(text[i]); i++) {
    if (i == 3)
      return 0;
    *number = *number * 10 + (guint)(text[i] - '0');
  }
  return i;
}

gsize
status_read(const char *text, gsize length, Status *status)
{
  guint subject, detail;
  if (length < 5 || text[1] != '.' ||
      (text[0] != '2' && text[0] != '4' && text[0] != '5'))
    return 0;
  gsize i = 2, n = read_number(text + i, length - i, &subject);
  i += n;
  if (!n || i >= length || text[i] != '.')
    return 0;
  i++;
  n = read_number(text + i, length - i, &detail);
  i += n;
  if (!n)
    return 0;
  /* "5.1.1.2" is an address or a version, "5.1.1-beta" a version. */
  if (i < length && (g_ascii_isalnum(text[i]) || text[i] == '_' ||
                     (i + 1 < length && (text[i] == '.' || text[i] == '-') &&
                      g_ascii_isdigit(text[i + 1]))))
    return 0;
  *status = status_make((guint)(text[0] - '0'), subject, detail);
  return i;
}

/* "Version 5.1.2", "SomeMTA 5.1.2": words of which a number tells the version
 * are called so or have capitals inside. */
static gboolean
is_version(const char *text, gsize at)
{
  static const char *const names[] = {"version", "ver", "v", "release", "rev"};
  gsize end = at, inner = 0, small = 0;
  while (end && strchr(" .", text[end - 1]))
    end--;
  gsize start = end;
  for (; start && g_ascii_isalpha(text[start - 1]); start--) {
    inner += g_ascii_isupper(text[start - 1]) != 0;
    small += g_ascii_islower(text[start - 1]) != 0;
  }
  if (start == end)
    return FALSE;
  for (gsize k = 0; k < G_N_ELEMENTS(names); k++)
    if (strlen(names[k]) == end - start &&
        g_ascii_strncasecmp(text + start, names[k], end - start) == 0)
      return TRUE;
  inner -= g_ascii_isupper(text[start]) != 0;
  return inner && small;
}

/* Whether a status may start here: "550-5.1.1" is one, "x5.1.1" is none. */
static gboolean
may_start(const char *text, gsize at)
{
  if (!at)
    return TRUE;
  char before = text[at - 1];
  if (before == '-')
    return at >= 4 && g_ascii_isdigit(text[at - 2]) &&
           g_ascii_isdigit(text[at - 3]) && text[at - 4] >= '2' &&
           text[at - 4] <= '5';
  return !g_ascii_isalnum(before) && !strchr("._@/", before) &&
         !is_version(text, at);
}

Status
status_find(const char *text, gsize length, guint32 code)
{
  Status status = 0;
  for (gsize i = 0; i + 5 <= length; i++) {
    const char *dot = memchr(text + i, '.', length - i);
    if (!dot)
      return 0;
    gsize at = (gsize)(dot - text);
    if (at)
      at--;
    if (status_read(text + at, length - at, &status) &&
        (!code || code / 100 == status_class(status) || code / 100 == 3) &&
        may_start(text, at))
      return status;
    i = (gsize)(dot - text);
  }
  return 0;
}

/* Writes a number of up to three digits; returns what follows. */
static char *
put_number(char *at, guint number)
{
  if (number >= 100)
    *at++ = (char)('0' + number / 100 % 10);
  if (number >= 10)
    *at++ = (char)('0' + number / 10 % 10);
  *at++ = (char)('0' + number % 10);
  return at;
}

const char *
status_format(Status status, char buffer[STATUS_STRING_SIZE])
{
  char *at = put_number(buffer, status_class(status));
  *at++ = '.';
  at = put_number(at, status_subject(status));
  *at++ = '.';
  *put_number(at, status_detail(status)) = '\0';
  return buffer;
}
