/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "harness.h"
#include "evidence/status.h"

static const struct {
  const char *text;
  gsize length; /* read, 0: no status */
  const char *status;
} rows[] = {
    {"5.1.1", 5, "5.1.1"},
    {"5.1.1 rest", 5, "5.1.1"},
    {"4.10.123", 8, "4.10.123"},
    {"2.0.0.", 5, "2.0.0"},
    {"5.1.1)", 5, "5.1.1"},
    {"5.1.1-", 5, "5.1.1"},
    {"5.100.10", 8, "5.100.10"},
    {"5.1.1_2", 0, NULL},
    {"5.1.1.2", 0, NULL},   /* an address */
    {"5.1.1-2", 0, NULL},   /* a version */
    {"5.1.1beta", 0, NULL}, /* a version */
    {"5.1.1234", 0, NULL},  /* RFC 3463: three digits at most */
    {"5.1234.1", 0, NULL},
    {"3.1.1", 0, NULL},
    {"1.1.1", 0, NULL},
    {"5.1", 0, NULL},
    {"5..1", 0, NULL},
    {"5.1.", 0, NULL},
    {"x5.1.1", 0, NULL},
    {"", 0, NULL},
    {"5", 0, NULL},
};

static const struct {
  const char *text;
  guint32 code; /* of the reply, 0: none */
  const char *status;
} found[] = {
    {"550 5.1.1 Unknown", 550, "5.1.1"},
    {"550-5.1.1 Unknown", 550, "5.1.1"},
    {"Unknown (#5.1.1)", 0, "5.1.1"},
    {"Fehler 5.1.1", 0, "5.1.1"},
    {"SMTP 5.1.1", 0, "5.1.1"},
    {"from 192.5.1.1: 5.2.2", 0, "5.2.2"},
    {"SomeMTA 5.1.2: 5.2.2", 0, "5.2.2"},
    {"451 is no 5.1.1, but 4.2.1", 451, "4.2.1"},
    {"SomeMTA 5.1.2", 0, NULL},
    {"(IceWarp 5.1.2)", 0, NULL},
    {"version 5.1.2", 0, NULL},
    {"V. 5.1.2", 0, NULL},
    {"file-5.1.2", 0, NULL},
    {"5x1-5.1.2", 0, NULL},
    {"51y-5.1.2", 0, NULL},
    {"354 go on, 5.1.1", 354, "5.1.1"},
    {"user@5.1.2", 0, NULL},
    {"", 0, NULL},
};

START_TEST(status_is_found)
{
  char buffer[STATUS_STRING_SIZE];
  Status status =
      status_find(found[_i].text, strlen(found[_i].text), found[_i].code);
  ck_assert_msg(!status == !found[_i].status, "'%s'", found[_i].text);
  if (status)
    ck_assert_str_eq(status_format(status, buffer), found[_i].status);
}
END_TEST

START_TEST(status_is_read_from_the_start)
{
  Status status = 0;
  char buffer[STATUS_STRING_SIZE];
  gsize n = status_read(rows[_i].text, strlen(rows[_i].text), &status);
  ck_assert_msg(n == rows[_i].length, "'%s': read %zu", rows[_i].text, n);
  if (n)
    ck_assert_str_eq(status_format(status, buffer), rows[_i].status);
}
END_TEST

START_TEST(status_is_not_read_beyond_the_span)
{
  Status status = 0;
  ck_assert_uint_eq(status_read("5.1.123", 5, &status), 5);
  ck_assert_uint_eq(status_detail(status), 1);
  ck_assert_uint_eq(status_read("5.1.1", 4, &status), 0);
  ck_assert_uint_eq(status_read("5.1.1.2", 6, &status), 5);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("status", &cases);
  tcase_add_loop_test(cases, status_is_read_from_the_start, 0,
                      G_N_ELEMENTS(rows));
  tcase_add_loop_test(cases, status_is_found, 0, G_N_ELEMENTS(found));
  tcase_add_test(cases, status_is_not_read_beyond_the_span);
  return run_suite(suite);
}
