/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "harness.h"
#include "evidence/reply.h"

/* Input, and the code, status and words that it states. */
static const struct {
  const char *input;
  guint32 code;
  const char *status;
  const char *text;
} rows[] = {
    {"550 5.1.1 User unknown", 550, "5.1.1", "550 5.1.1 User unknown"},
    {"smtp; 550 5.1.1 User unknown", 550, "5.1.1", "550 5.1.1 User unknown"},
    {"SMTP;550 no", 550, NULL, "550 no"},
    {"smtp;\n  550 no", 550, NULL, "550 no"},
    {"x-unix; unknown user", 0, NULL, "unknown user"},
    {"X-Postfix; host mx.example.org[192.0.2.1] said: 550 5.1.1 no", 550,
     "5.1.1", "550 5.1.1 no"},
    {"host mx.example.org said: 550-5.1.1 line one 550 5.1.1 line two", 550,
     "5.1.1", "550 5.1.1 line one line two"},
    {"550-5.1.1 The account\n550-5.1.1 does not\n550 5.1.1 exist", 550, "5.1.1",
     "550 5.1.1 The account does not exist"},
    {"550-one\r\n550-two\r\n550 three", 550, NULL, "550 one two three"},
    {"550-5.7.1 a 550 5.7.1 b", 550, "5.7.1", "550 5.7.1 a b"},
    {"550 we saw 550 errors", 550, NULL, "550 we saw 550 errors"},
    {"421-4.7.0 [192.0.2.1      15] Our system\n421 4.7.0 has detected", 421,
     "4.7.0", "421 4.7.0 [192.0.2.1 15] Our system has detected"},
    {"550 sorry, no mailbox here by that name (#5.1.1 - chkusr)", 550, "5.1.1",
     "550 sorry, no mailbox here by that name (#5.1.1 - chkusr)"},
    {"SMTP error from remote server: 552 #5.2.2 over quota", 552, "5.2.2",
     "552 #5.2.2 over quota"},
    {"(550 5.1.1 no)", 550, "5.1.1", "550 5.1.1 no)"},
    {"<550> no", 550, NULL, "550> no"},
    {"Error code 550: no such user", 550, NULL, "550: no such user"},
    {"554 Denied by 5.1.1.9", 554, NULL, "554 Denied by 5.1.1.9"},
    {"450 4.2.1 later; 5.1.1 is another", 450, "4.2.1",
     "450 4.2.1 later; 5.1.1 is another"},
    {"550 see 4.2.1 for help", 550, NULL, "550 see 4.2.1 for help"},
    {"connect to mx.example.org[192.0.2.1]:25: Connection refused", 0, NULL,
     "connect to mx.example.org[192.0.2.1]:25: Connection refused"},
    {"listening on port 587 and 465", 0, NULL, "listening on port 587 and 465"},
    {"message size 500 exceeds", 0, NULL, "message size 500 exceeds"},
    {"5.1.1 unknown", 0, "5.1.1", "5.1.1 unknown"},
    {"550 JunkMail rejected", 550, NULL, "550 JunkMail rejected"},
    {"571 Delivery not authorized", 571, NULL, "571 Delivery not authorized"},
    {"there are 571 of them", 0, NULL, "there are 571 of them"},
    {"999 no reply", 0, NULL, "999 no reply"},
    {"5501 no", 0, NULL, "5501 no"},
    {"250 2.0.0 Ok: queued", 250, "2.0.0", "250 2.0.0 Ok: queued"},
    {"", 0, NULL, NULL},
    {" \r\n\t", 0, NULL, NULL},
    {"550", 550, NULL, "550"},
    {"55", 0, NULL, "55"},
    {"550-", 550, NULL, "550"},
    {"smtp;", 0, NULL, NULL},
    {"550; no such user", 550, NULL, "550; no such user"},
    /* of several numbers the likeliest, of equals the first */
    {"it said; 571 Delivery not authorized", 571, NULL,
     "571 Delivery not authorized"},
    {"it said\n571 Delivery not authorized", 571, NULL,
     "571 Delivery not authorized"},
    {"it came to the port\n550 no such user", 550, NULL, "550 no such user"},
    {"we saw 450 and 550 of them", 450, NULL, "450 and 550 of them"},
    {"we saw 450 of them, error 550 no", 550, NULL, "550 no"},
    {"we saw 450 of them (550 no)", 550, NULL, "550 no)"},
    {"we saw 450 of them: 550 no", 550, NULL, "550 no"},
    {"we saw 450 of them, 550-no", 550, NULL, "550 no"},
    {"we saw 450 of them, 550 5.1.1 no", 550, "5.1.1", "550 5.1.1 no"},
    {"550 no\n450-4.2.2 later", 550, NULL, "550 no 450-4.2.2 later"},
    /* white space */
    {"550 no  such user", 550, NULL, "550 no such user"},
    {"550 no such user ", 550, NULL, "550 no such user"},
    {"550 we  saw 550 errors", 550, NULL, "550 we saw 550 errors"},
    {"550 5.1.1 one\n550 5.1.1 two", 550, "5.1.1", "550 5.1.1 one two"},
    {"sub-folder  is full", 0, NULL, "sub-folder is full"},
    /* words that are repeated are no code */
    {"The mailbox is full.\nThe user was told.", 0, NULL,
     "The mailbox is full. The user was told."},
};

START_TEST(reply_states_what_it_states)
{
  Arena *arena = arena_new();
  char status[STATUS_STRING_SIZE];
  Reply reply;
  reply_read(arena, rows[_i].input, strlen(rows[_i].input), &reply);
  ck_assert_msg(reply.code == rows[_i].code, "'%s': code %u", rows[_i].input,
                reply.code);
  const char *got = reply.status ? status_format(reply.status, status) : NULL;
  ck_assert_msg(g_strcmp0(got, rows[_i].status) == 0, "'%s': status %s",
                rows[_i].input, got);
  ck_assert_msg(g_strcmp0(reply.text, rows[_i].text) == 0, "'%s': text '%s'",
                rows[_i].input, reply.text);
  arena_free(arena);
}
END_TEST

START_TEST(a_nul_is_white_space)
{
  Arena *arena = arena_new();
  Reply reply;
  reply_read(arena, "550 no\0user", 11, &reply);
  ck_assert_str_eq(reply.text, "550 no user");
  reply_read(arena, "\0 no user", 9, &reply);
  ck_assert_str_eq(reply.text, "no user");
  arena_free(arena);
}
END_TEST

START_TEST(every_cut_of_a_reply_is_read)
{
  static const char input[] =
      "smtp; 550-5.1.1 The account\r\n550-5.1.1 does not\r\n550 5.1.1 exist";
  for (gsize n = 0; n < sizeof input; n++) {
    g_autofree char *cut = g_memdup2(input, n); /* no byte more: ASan sees */
    Arena *arena = arena_new();
    Reply reply;
    reply_read(arena, cut, n, &reply);
    ck_assert(reply.code == 0 || reply.code == 550);
    arena_free(arena);
  }
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("reply", &cases);
  tcase_add_loop_test(cases, reply_states_what_it_states, 0,
                      G_N_ELEMENTS(rows));
  tcase_add_test(cases, a_nul_is_white_space);
  tcase_add_test(cases, every_cut_of_a_reply_is_read);
  return run_suite(suite);
}
