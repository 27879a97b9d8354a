/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Comparing a report with what a test expects of it. */
#ifndef TESTS_EXPECT_H
#define TESTS_EXPECT_H

#include <glib.h>
#include <jansson.h>

#include <bounce/bounce.h>

/* Compares the keys that `expected` has: objects key by key, arrays item by
 * item and of the same length. A null means: null or absent. A key
 * "NAME_contains" wants a part of the string NAME. Appends a line for each
 * difference, with its path ("recipients[0].class: ..."). */
void expect_subset(const json_t *expected, const json_t *got, GString *said);

/* Fails unless a report, or that of a message, holds this: JSON with ' for ",
 * compared as by expect_subset(). */
void expect_in_report(const BounceReport *report, const char *expected);
void expect_report(const char *message, const char *expected);

#endif
