/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "harness.h"

#include <stdlib.h>

Suite *
suite_of(const char *name, TCase **cases)
{
  Suite *suite = suite_create(name);
  *cases = tcase_create(name);
  tcase_set_timeout(*cases, 120);
  suite_add_tcase(suite, *cases);
  return suite;
}

TCase *
slow_cases(Suite *suite)
{
  TCase *cases = tcase_create("slow");
  tcase_set_tags(cases, "slow");
  tcase_set_timeout(cases, 120);
  suite_add_tcase(suite, cases);
  return cases;
}

int
run_suite(Suite *suite)
{
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

const char *
data_folder(void)
{
  const char *folder = g_getenv("BOUNCE_TEST_DATA");
  return folder ? folder : "tests/data";
}
