/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A message from bytes to JSON. */
#include "check.h"
#include "mutate_mime.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most,
                               unsigned seed);

/* Half of the changes know MIME, half know bytes. */
size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
  return seed & 1 ? mutate_mime(data, size, most, seed >> 1)
                  : LLVMFuzzerMutate(data, size, most);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  check_report(bounce_parser_parse(shared_parser(), data, size, NULL));
  return 0;
}
