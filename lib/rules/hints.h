/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Details that stand in the text of a refusal. All are linear in the bytes
 * that they look at, and those that start at an offset look at few. */
#ifndef LIB_HINTS_H
#define LIB_HINTS_H

#include <glib.h>

#include "classification/classify.h"

/* The duration that follows the offset, in seconds; 0: none. The set has the
 * units. */
guint32 hint_duration(const RuleSet *set, const char *text, gsize length,
                      gsize at);

/* The size that follows the offset, in bytes; 0: none. Units are powers of
 * 1024, as mail servers count. */
guint64 hint_size(const RuleSet *set, const char *text, gsize length, gsize at);

/* The address that follows the offset. */
Span hint_address(const char *text, gsize length, gsize at);

/* The first http or https URL. */
Span hint_url(const char *text, gsize length);

/* The address or host that a blocklist lists: an IP address, else what stands
 * in square brackets. */
Span hint_listed(const char *text, gsize length);

#endif
