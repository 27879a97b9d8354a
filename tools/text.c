/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "text.h"

#include <string.h>

const char *
text_domain(const char *address)
{
  const char *at = address ? strrchr(address, '@') : NULL;
  return at && at[1] ? at + 1 : NULL;
}

char *
text_bare_address(const char *field)
{
  if (!field)
    return NULL;
  const char *start = strrchr(field, '<');
  const char *end = start ? strchr(start, '>') : NULL;
  char *address =
      end ? g_strndup(start + 1, (gsize)(end - start) - 1) : g_strdup(field);
  g_strstrip(address);
  if (strchr(address, '@') && !strpbrk(address, " \t,;\"<>"))
    return address;
  g_free(address);
  return NULL;
}

char *
text_path_problem(const char *path, const char *problem)
{
  return g_strdup_printf("%s: %s", *path ? path : "''", problem);
}

char *
text_of_argument(const char *argument)
{
  return g_utf8_validate(argument, -1, NULL)
             ? g_strdup(argument)
             : g_locale_to_utf8(argument, -1, NULL, NULL, NULL);
}

char *
text_class_meaning(BounceClass class_)
{
  /* Translators: a title and its explanation, as two sentences. */
  return g_strdup_printf(_("%s. %s"), bounce_class_title(class_),
                         bounce_class_explanation(class_));
}
