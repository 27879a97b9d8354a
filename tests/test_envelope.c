/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/envelope.h"
#include "harness.h"

static const struct {
  const char *address, *scheme, *recipient, *sender, *token;
} rows[] = {
    {"list-bounces+user=example.org@lists.example.net", "verp",
     "user@example.org", NULL, "list-bounces"},
    {"bounce-123-user=example.org@lists.example.net", "verp",
     "user@example.org", NULL, "bounce-123"},
    {"b+user+tag=example.org@lists.example.net", "verp", "user+tag@example.org",
     NULL, "b"},
    {"b-a=b=example.org@lists.example.net", "verp", "a=b@example.org", NULL,
     "b"},
    {"prvs=1234abcdef=user@example.org", "batv", NULL, "user@example.org",
     "1234abcdef"},
    {"prvs=user/1234abcdef@example.org", "batv", NULL, "user@example.org",
     "1234abcdef"},
    {"SRS0=HHH=TT=example.org=user@fwd.example.net", "srs0", NULL,
     "user@example.org", "HHH=TT"},
    {"SRS0+HHH=TT=example.org=user@fwd.example.net", "srs0", NULL,
     "user@example.org", "HHH=TT"},
    {"SRS1=GGG=fwd.example.net==HHH=TT=example.org=user@f2.example.com", "srs1",
     NULL, "user@example.org", "HHH=TT"},
    {"srs0=hhh=tt=example.org=a=b@fwd.example.net", "srs0", NULL,
     "a=b@example.org", "hhh=tt"},
    {"user@example.org", NULL, NULL, NULL, NULL},
    {"a=b@example.org", NULL, NULL, NULL, NULL},
    {"list+user=nodomain@example.org", NULL, NULL, NULL, NULL},
    {"SRS0=HHH=TT=example.org@fwd.example.net", NULL, NULL, NULL, NULL},
    {"SRS1=GGG=fwd.example.net@f2.example.com", NULL, NULL, NULL, NULL},
    {"prvs=@example.org", NULL, NULL, NULL, NULL},
    {"prvs=tag=@example.org", NULL, NULL, NULL, NULL},
    {"SRS0xHHH=TT=example.org=user@fwd.example.net", NULL, NULL, NULL, NULL},
    {"SRS2=GGG=fwd.example.net==HHH=TT=example.org=user@f2.example.com", NULL,
     NULL, NULL, NULL},
    {"SRS1=GGG=fwd.example.net=xHHH=TT=example.org=user@f2.example.com", NULL,
     NULL, NULL, NULL},
    {"SRS1=GGG=fwd.example.net=@f2.example.com", NULL, NULL, NULL, NULL},
    {"SRS@", NULL, NULL, NULL, NULL},
    {"+user=example.org@lists.example.net", NULL, NULL, NULL, NULL},
    {"prvs=nothing", NULL, NULL, NULL, NULL},
    {"=@x", NULL, NULL, NULL, NULL},
    {"SRS", NULL, NULL, NULL, NULL},
    {"", NULL, NULL, NULL, NULL},
};

START_TEST(hidden_address_is_decoded)
{
  Arena *arena = arena_new();
  HiddenAddress hidden;
  gboolean found = envelope_decode(arena, rows[_i].address, "+-", &hidden);
  ck_assert_msg(found == (rows[_i].scheme != NULL), "%s", rows[_i].address);
  if (found) {
    ck_assert_pstr_eq(hidden.scheme, rows[_i].scheme);
    ck_assert_pstr_eq(hidden.recipient, rows[_i].recipient);
    ck_assert_pstr_eq(hidden.sender, rows[_i].sender);
    ck_assert_pstr_eq(hidden.token, rows[_i].token);
  }
  arena_free(arena);
}
END_TEST

START_TEST(delimiters_are_the_callers)
{
  Arena *arena = arena_new();
  HiddenAddress hidden;
  const char *address = "list#user=example.org@example.net";
  ck_assert(!envelope_decode(arena, address, "+-", &hidden));
  ck_assert(envelope_decode(arena, address, "#", &hidden));
  ck_assert_str_eq(hidden.recipient, "user@example.org");
  ck_assert(
      !envelope_decode(arena, "l+u=example.org@example.net", "", &hidden));
  arena_free(arena);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("envelope", &cases);
  tcase_add_loop_test(cases, hidden_address_is_decoded, 0, G_N_ELEMENTS(rows));
  tcase_add_test(cases, delimiters_are_the_callers);
  return run_suite(suite);
}
