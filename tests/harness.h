/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What every test program needs beside Check. */
#ifndef TESTS_HARNESS_H
#define TESTS_HARNESS_H

#include <check.h>
#include <glib.h>

/* Runs a suite; the result is main()'s. */
int run_suite(Suite *suite);

/* A suite with one test case. */
Suite *suite_of(const char *name, TCase **cases);

/* One more, of what takes long and is not run under valgrind. */
TCase *slow_cases(Suite *suite);

/* Path of the tests' data folder. */
const char *data_folder(void);

#endif
