/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Changes a message as MIME is built: its parts, boundaries, types,
 * encodings and line ends. The same seed gives the same change. */
#ifndef FUZZ_MUTATE_MIME_H
#define FUZZ_MUTATE_MIME_H

#include <stddef.h>
#include <stdint.h>

/* In place; returns the new size, at most `most`. */
size_t mutate_mime(uint8_t *data, size_t size, size_t most, unsigned seed);

#endif
