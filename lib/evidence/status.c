/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/status.h"

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

const char *
status_format(Status status, char buffer[STATUS_STRING_SIZE])
{
  g_snprintf(buffer, STATUS_STRING_SIZE, "%u.%u.%u", status_class(status),
             status_subject(status), status_detail(status));
  return buffer;
}
