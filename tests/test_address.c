/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "evidence/address.h"
#include "harness.h"

static const struct {
  const char *value, *address;
} addresses[] = {
    {"rfc822; user@example.org", "user@example.org"},
    {"RFC822;user@example.org", "user@example.org"},
    {"user@example.org", "user@example.org"},
    {"rfc822; <user@example.org>", "user@example.org"},
    {"<user@example.org>:", "user@example.org"},
    {"rfc822; user@example.org (a comment)", "user@example.org"},
    {"rfc822; mailto:user@example.org", "user@example.org"},
    {"rfc822; \"a b\"@example.org", "\"a b\"@example.org"},
    {"rfc822; \"a>b\"@example.org", "\"a>b\"@example.org"},
    {"rfc822; @relay.example.net:user@example.org", "user@example.org"},
    {"utf-8; \\x{7528}\\x{6237}@example.org", "用户@example.org"},
    {"utf-8; 用户@例え.jp", "用户@例え.jp"},
    {"rfc822; user@[192.0.2.1]", "user@[192.0.2.1]"},
    {"rfc822; user@#example.net", "user@#example.net"},
    {"rfc822; |/usr/bin/prog", NULL},
    {"rfc822; user", NULL},
    {"rfc822; @example.org", NULL},
    {"rfc822; user@", NULL},
    {"rfc822;", NULL},
    {"", NULL},
    {"rfc822; \\x{110000}@example.org", "\\x{110000}@example.org"},
    {"utf-8; a\\x{a}b@example.org", "a\\x{a}b@example.org"},
    {"rfc822; user@[192.0.2.1", NULL},
    {"rfc822; \"a\\\"b\"@example.org", "\"a\\\"b\"@example.org"},
    {"rfc822; \"a<b\"@example.org", "\"a<b\"@example.org"},
    {"rfc822; 'user@example.org'", "user@example.org"},
    {"user@example.org.", "user@example.org"},
    {"user@example.org:", "user@example.org"},
    {"rfc822; us\x7F"
     "er@example.org",
     NULL},
    {"; user@example.org", "user@example.org"},
};

START_TEST(address_is_read)
{
  Arena *arena = arena_new();
  const char *got = address_read(arena, addresses[_i].value);
  ck_assert_msg(g_strcmp0(got, addresses[_i].address) == 0, "'%s': %s",
                addresses[_i].value, got);
  arena_free(arena);
}
END_TEST

static const struct {
  const char *value, *host;
} hosts[] = {
    {"dns; mx.example.org", "mx.example.org"},
    {"DNS;mx.example.org (192.0.2.1)", "mx.example.org"},
    {"mx.example.org.", "mx.example.org"},
    {"dns; [192.0.2.1]", "192.0.2.1"},
    {"dns;192.0.2.1", "192.0.2.1"},
    {"dns; [IPv6:2001:db8::1]", "2001:db8::1"},
    {"x-unix; mx.example.org", "mx.example.org"},
    {"dns; mx.example.org (the server for the domain)", "mx.example.org"},
    {"dns; xn--r8jz45g.example", "xn--r8jz45g.example"},
    {"dns; localhost", NULL},
    {"dns; unknown", NULL},
    {"dns; 1.2.3", NULL},
    {"dns;", NULL},
    {"dns; a..b", NULL},
    {"dns; 1..3.4", NULL},
    {"dns; 1922.0.2.1", NULL},
    {"dns; ab:25", NULL},
    {"dns; 2001:db8:1:2:3:4:5:6:7", NULL},
    {"dns; mx.example.org:", "mx.example.org"},
    {"", NULL},
};

START_TEST(host_is_read)
{
  Arena *arena = arena_new();
  const char *got = host_read(arena, hosts[_i].value);
  ck_assert_msg(g_strcmp0(got, hosts[_i].host) == 0, "'%s': %s",
                hosts[_i].value, got);
  arena_free(arena);
}
END_TEST

static const struct {
  const char *value, *address;
} mailboxes[] = {
    {"User <user@example.org>", "user@example.org"},
    {"user@example.org (User)", "user@example.org"},
    {"\"a <b>\" <user@example.org>", "user@example.org"},
    {"user@example.org, other@example.org", "user@example.org"},
    {"User", NULL},
    {"<>", NULL},
    {"", NULL},
};

START_TEST(mailbox_is_read)
{
  Arena *arena = arena_new();
  const char *got = address_of_mailbox(arena, mailboxes[_i].value);
  ck_assert_msg(g_strcmp0(got, mailboxes[_i].address) == 0, "'%s': %s",
                mailboxes[_i].value, got);
  arena_free(arena);
}
END_TEST

/* What a caller cut out of a text is judged as it stands. */
START_TEST(spans_are_judged_whole)
{
  g_autofree char *label = g_strnfill(250, 'a');
  g_autofree char *longest = g_strconcat(label, ".aa", NULL);
  g_autofree char *over = g_strconcat(label, ".aaa", NULL);
  ck_assert(host_is_valid(longest, strlen(longest)));
  ck_assert(!host_is_valid(over, strlen(over)));
  ck_assert(!host_is_valid("192.0.2.", 8));
  ck_assert(address_is_valid("\"a, b\"@example.org", 18));
  ck_assert(!address_is_valid("\"a, b\"@example,org", 18));
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("address", &cases);
  tcase_add_loop_test(cases, address_is_read, 0, G_N_ELEMENTS(addresses));
  tcase_add_loop_test(cases, host_is_read, 0, G_N_ELEMENTS(hosts));
  tcase_add_loop_test(cases, mailbox_is_read, 0, G_N_ELEMENTS(mailboxes));
  tcase_add_test(cases, spans_are_judged_whole);
  return run_suite(suite);
}
