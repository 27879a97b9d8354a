/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The messages under tests/data. */
#ifndef TESTS_FIXTURES_H
#define TESTS_FIXTURES_H

#include <glib.h>

/* Paths of all *.eml below a folder, sorted. */
GPtrArray *fixtures_find(const char *folder);

#endif
