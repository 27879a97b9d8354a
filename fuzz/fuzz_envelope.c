/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* VERP, BATV and SRS: delimiters, a NUL, an address. */
#include "check.h"
#include "evidence/address.h"
#include "evidence/envelope.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  Arena *arena = arena_new();
  HiddenAddress hidden;
  g_autofree char *text = g_strndup((const char *)data, size);
  gsize n = strlen(text);
  g_autofree char *address =
      n < size ? g_strndup((const char *)data + n + 1, size - n - 1)
               : g_strdup(text);
  if (envelope_decode(arena, address, text, &hidden)) {
    const char *found = hidden.recipient ? hidden.recipient : hidden.sender;
    demand(hidden.scheme && hidden.token && found);
    demand(address_is_valid(found, strlen(found)));
  }
  arena_free(arena);
  return 0;
}
