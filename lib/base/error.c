/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/error.h"

struct BounceError {
  BounceErrorCode code;
  guint line;
  char *message;
};

/* Takes the message. */
static void
error_take(BounceError **error, BounceErrorCode code, guint line, char *message)
{
  BounceError *made;
  char *at;

  if (!g_utf8_validate(message, -1, NULL)) {
    char *valid = g_utf8_make_valid(message, -1);

    g_free(message);
    message = valid;
  }
  for (at = message; *at != '\0'; at++) {
    if (g_ascii_iscntrl(*at))
      *at = '?';
  }
  made = g_new(BounceError, 1);
  made->code = code;
  made->line = line;
  made->message = message;
  *error = made;
}

void
error_set(BounceError **error, BounceErrorCode code, guint line,
          const char *format, ...)
{
  va_list arguments;

  if (error == NULL)
    return;
  va_start(arguments, format);
  error_take(error, code, line, g_strdup_vprintf(format, arguments));
  va_end(arguments);
}

void
error_set_io(BounceError **error, const char *name, const char *problem)
{
  error_set(error, BOUNCE_ERROR_IO, 0, "%s: %s", *name ? name : "''", problem);
}

void
error_set_place(BounceError **error, BounceErrorCode code, const char *name,
                guint line, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  if (error == NULL)
    return;
  va_start(arguments, format);
  text = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  error_take(error, code, line, g_strdup_printf("%s:%u: %s", name, line, text));
}

BounceErrorCode
bounce_error_code(const BounceError *error)
{
  return error == NULL ? 0 : error->code;
}

const char *
bounce_error_message(const BounceError *error)
{
  return error == NULL ? "no error" : error->message;
}

uint32_t
bounce_error_line(const BounceError *error)
{
  return error == NULL ? 0 : error->line;
}

void
bounce_error_free(BounceError *error)
{
  if (error == NULL)
    return;
  g_free(error->message);
  g_free(error);
}
