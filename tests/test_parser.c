/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Wrong use and bad input: defined, told, never a crash. */
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <bounce/bounce.h>
#include <bounce/gmime.h>

#include "harness.h"
#include "parser.h"

static BounceParser *parser;

static const char bounce[] =
    "Return-Path: <>\nFrom: MAILER-DAEMON@a.example.net\n"
    "MIME-Version: 1.0\nAuto-Submitted: auto-replied\n"
    "Content-Type: multipart/report; report-type=delivery-status;\n"
    "\tboundary=\"b\"\n\n--b\nContent-Type: text/plain\n\n"
    "Your mail failed.\n\n--b\nContent-Type: message/delivery-status\n\n"
    "Reporting-MTA: dns; a.example.net\n\n"
    "Final-Recipient: rfc822; u@example.org\nAction: failed\n"
    "Status: 5.1.1\nRemote-MTA: dns; mx.example.org\n"
    "Diagnostic-Code: smtp; 550 5.1.1 No such user\n\n--b\n"
    "Content-Type: message/rfc822\n\nMessage-ID: <1@example.net>\n"
    "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\nX-Campaign-Id: spring\n"
    "From: a@example.net\n\nbody\n--b--\n";

static void
set_up(void)
{
  parser = bounce_parser_new();
}

static void
tear_down(void)
{
  bounce_parser_unref(parser);
}

static char *
json_of(const void *bytes, size_t length)
{
  BounceReport *report = bounce_parser_parse(parser, bytes, length, NULL);
  char *json = bounce_report_to_json(report, NULL);
  bounce_report_free(report);
  return json;
}

/* The line of a text, from 1. */
static char *
line_of(const char *text, guint32 line)
{
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  ck_assert_uint_ge(g_strv_length(lines), line);
  return g_strdup(lines[line - 1]);
}

START_TEST(parts_are_kept_when_asked_for)
{
  static const char *const paths[] = {"0", "1", "2", "3"};
  bounce_parser_keep_parts(parser, true);
  BounceReport *report =
      bounce_parser_parse(parser, bounce, sizeof bounce - 1, NULL);
  ck_assert_uint_eq(bounce_report_n_parts(report), G_N_ELEMENTS(paths));
  for (guint i = 0; i < G_N_ELEMENTS(paths); i++)
    ck_assert_str_eq(bounce_part_path(bounce_report_part(report, i)), paths[i]);
  ck_assert_ptr_null(bounce_report_part(report, G_N_ELEMENTS(paths)));
  const BouncePart *status = bounce_report_part(report, 2);
  ck_assert_str_eq(bounce_part_type(status), "message/delivery-status");
  const BounceRecipient *r = bounce_report_recipient(report, 0);
  ck_assert_str_eq(r->part, "2");
  g_autofree char *line = line_of(bounce_part_text(status), r->line);
  ck_assert_str_eq(line, "Final-Recipient: rfc822; u@example.org");
  char *json = bounce_report_to_json(report, NULL);
  ck_assert_ptr_nonnull(strstr(json, "\"parts\":[{\"path\":\"0\""));
  bounce_string_free(json);
  bounce_report_free(report);
  bounce_parser_keep_parts(parser, false);
  report = bounce_parser_parse(parser, bounce, sizeof bounce - 1, NULL);
  ck_assert_uint_eq(bounce_report_n_parts(report), 0);
  ck_assert_ptr_null(bounce_report_part(report, 0));
  ck_assert_ptr_null(report->parts);
  bounce_report_free(report);
}
END_TEST

START_TEST(the_header_is_a_part_where_there_is_one)
{
  static const char mail[] = "From: a@example.net\n\nHi\n";
  static const char bare[] = "550 5.1.1 <u@example.org>: no such user\n";
  bounce_parser_keep_parts(parser, true);
  BounceReport *report =
      bounce_parser_parse(parser, mail, sizeof mail - 1, NULL);
  ck_assert_uint_eq(report->n_parts, 2);
  ck_assert_str_eq(report->parts[0]->path, "0");
  ck_assert_str_eq(report->parts[0]->type, "text/rfc822-headers");
  ck_assert_ptr_nonnull(
      strstr(report->parts[0]->text, "From: a@example.net\n"));
  bounce_report_free(report);
  report = bounce_parser_parse(parser, bare, sizeof bare - 1, NULL);
  ck_assert_uint_eq(report->n_parts, 1);
  ck_assert_str_eq(report->parts[0]->path, "1");
  ck_assert_str_eq(report->parts[0]->type, "text/plain");
  ck_assert_str_eq(report->parts[0]->text, bare);
  bounce_report_free(report);
}
END_TEST

START_TEST(kept_html_is_the_text_that_was_read)
{
  static const char html[] =
      "From: MAILER-DAEMON@a.example.net\nReturn-Path: <>\n"
      "Subject: Undelivered\nMIME-Version: 1.0\nContent-Type: text/html\n\n"
      "<p>Your mail failed.</p>\n<p>&lt;u@example.org&gt;:\n"
      "550 5.1.1 No such user</p>\n";
  bounce_parser_keep_parts(parser, true);
  BounceReport *report =
      bounce_parser_parse(parser, html, sizeof html - 1, NULL);
  ck_assert_uint_eq(report->n_parts, 2);
  const BounceRecipient *r = bounce_report_recipient(report, 0);
  ck_assert_str_eq(bounce_recipient_part(r), "1");
  g_autofree char *line =
      line_of(bounce_part_text(bounce_report_part(report, 1)), r->line);
  ck_assert_str_eq(line, "<u@example.org>: 550 5.1.1 No such user");
  bounce_report_free(report);
}
END_TEST

/* A boundary that is not the declared one. */
START_TEST(a_part_that_was_split_is_kept_without_the_rest)
{
  static const char mail[] =
      "From: MAILER-DAEMON@a.example.net\nSubject: Undelivered\n\n"
      "Your mail failed.\n\n--other\nContent-Type: message/delivery-status\n\n"
      "Final-Recipient: rfc822; u@example.org\nAction: failed\n--other--\n";
  bounce_parser_keep_parts(parser, true);
  BounceReport *report =
      bounce_parser_parse(parser, mail, sizeof mail - 1, NULL);
  ck_assert_uint_eq(report->n_parts, 3);
  ck_assert_str_eq(report->parts[1]->text, "Your mail failed.\n\n");
  ck_assert_str_eq(report->parts[2]->type, "message/delivery-status");
  bounce_report_free(report);
}
END_TEST

START_TEST(a_header_field_is_named_once)
{
  ck_assert(bounce_parser_keep_header(parser, "X-A"));
  ck_assert(bounce_parser_keep_header(parser, "x-a"));
  ck_assert(bounce_parser_keep_header(parser, "X-B"));
  ck_assert_uint_eq(parser->config.keep_headers->len, 2);
}
END_TEST

START_TEST(null_arguments_are_errors)
{
  BounceError *error = NULL;
  ck_assert_ptr_null(bounce_parser_parse(NULL, "", 0, &error));
  ck_assert_uint_eq(bounce_error_code(error), BOUNCE_ERROR_ARGUMENT);
  bounce_error_free(error);
  error = NULL;
  ck_assert_ptr_null(bounce_parser_parse(parser, NULL, 1, &error));
  ck_assert_uint_eq(bounce_error_code(error), BOUNCE_ERROR_ARGUMENT);
  bounce_error_free(error);
  ck_assert_ptr_null(bounce_parser_parse(NULL, NULL, 1, NULL));
  ck_assert_ptr_null(bounce_parser_parse_file(parser, NULL, NULL));
  ck_assert_ptr_null(bounce_parser_parse_message(parser, NULL, NULL));
  ck_assert_ptr_null(bounce_parser_classify_reply(NULL, "", 0, NULL, NULL));
  ck_assert(!bounce_parser_add_rules(NULL, NULL, "", 0, NULL));
  ck_assert(!bounce_parser_add_rules_file(parser, NULL, NULL));
  ck_assert(!bounce_parser_add_formats(NULL, NULL, "", 0, NULL));
  ck_assert(!bounce_parser_keep_header(parser, "a b"));
  ck_assert(!bounce_parser_keep_header(parser, ""));
  ck_assert(!bounce_parser_keep_header(NULL, "X"));
  ck_assert_ptr_null(bounce_parser_ref(NULL));
  bounce_parser_unref(NULL);
  bounce_report_free(NULL);
  bounce_string_free(NULL);
  bounce_error_free(NULL);
}
END_TEST

START_TEST(empty_input_is_no_bounce)
{
  BounceReport *report = bounce_parser_parse(parser, NULL, 0, NULL);
  ck_assert_uint_eq(bounce_report_kind(report), BOUNCE_KIND_OTHER);
  ck_assert_uint_eq(bounce_report_n_recipients(report), 0);
  ck_assert_ptr_nonnull(bounce_report_original(report));
  bounce_report_free(report);
}
END_TEST

START_TEST(a_missing_file_is_named)
{
  BounceError *error = NULL;
  ck_assert_ptr_null(
      bounce_parser_parse_file(parser, "/no/such/file.eml", &error));
  ck_assert_uint_eq(bounce_error_code(error), BOUNCE_ERROR_IO);
  ck_assert_ptr_nonnull(
      strstr(bounce_error_message(error), "/no/such/file.eml: "));
  bounce_error_free(error);
  error = NULL;
  ck_assert_ptr_null(bounce_parser_parse_file(parser, "/", &error));
  ck_assert_uint_eq(bounce_error_code(error), BOUNCE_ERROR_IO);
  bounce_error_free(error);
}
END_TEST

START_TEST(a_bad_descriptor_is_named)
{
  BounceError *error = NULL;
  ck_assert_ptr_null(bounce_parser_parse_fd(parser, -1, &error));
  ck_assert_uint_eq(bounce_error_code(error), BOUNCE_ERROR_IO);
  ck_assert_ptr_nonnull(
      strstr(bounce_error_message(error), "file descriptor -1: "));
  bounce_error_free(error);
}
END_TEST

/* As much as may be read, one byte more, and much more; from a file, whose size
 * is known, and from a pipe. */
START_TEST(files_are_read_up_to_the_limit)
{
  static const size_t sizes[] = {1000, 1001, 5000};
  bounce_parser_set_limit(parser, BOUNCE_LIMIT_MESSAGE_BYTES, 1000);
  for (guint i = 0; i < 2 * G_N_ELEMENTS(sizes); i++) {
    size_t size = sizes[i / 2];
    g_autofree char *path =
        g_build_filename(g_get_tmp_dir(), "bounce-XXXXXX", NULL);
    g_autofree char *bytes = g_strnfill(size, 'x');
    int fds[2] = {g_mkstemp(path), -1};
    if (i % 2)
      ck_assert_int_eq(pipe(fds), 0);
    int out = i % 2 ? fds[1] : fds[0];
    memcpy(bytes, "From: a@example.org\n\n", 21);
    ck_assert_int_eq(write(out, bytes, size), size);
    if (i % 2)
      close(out);
    else
      lseek(out, 0, SEEK_SET);
    BounceReport *report = bounce_parser_parse_fd(parser, fds[0], NULL);
    ck_assert_str_eq(report->from, "a@example.org");
    ck_assert_uint_eq(bounce_report_limits_reached(report),
                      size > 1000 ? BOUNCE_LIMIT_MESSAGE_BYTES : 0);
    bounce_report_free(report);
    ck_assert_int_eq(close(fds[0]), 0); /* it is still open */
    unlink(path);
  }
}
END_TEST

static guint
open_files(void)
{
  guint n = 0;
  for (int fd = 0; fd < 256; fd++)
    n += fcntl(fd, F_GETFD) >= 0;
  return n;
}

/* Each read gives one of them; none is the end. */
START_TEST(what_comes_in_pieces_is_read_to_its_end)
{
  static const char *const pieces[] = {"From: a@exa", "mple.org\nSubj",
                                       "ect: Hi\n\nHi\n"};
  for (int limited = 0; limited < 2; limited++) {
    int fds[2];
    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fds), 0);
    for (guint i = 0; i < G_N_ELEMENTS(pieces); i++)
      ck_assert_int_eq(write(fds[1], pieces[i], strlen(pieces[i])),
                       strlen(pieces[i]));
    close(fds[1]);
    if (limited) /* to the end of a piece, behind which there is more */
      bounce_parser_set_limit(parser, BOUNCE_LIMIT_MESSAGE_BYTES,
                              strlen(pieces[0]) + strlen(pieces[1]));
    BounceReport *report = bounce_parser_parse_fd(parser, fds[0], NULL);
    ck_assert_pstr_eq(report->from, "a@example.org");
    ck_assert_pstr_eq(report->subject, limited ? NULL : "Hi");
    ck_assert_uint_eq(report->limits_reached,
                      limited ? BOUNCE_LIMIT_MESSAGE_BYTES : 0);
    bounce_report_free(report);
    close(fds[0]);
  }
}
END_TEST

START_TEST(files_are_closed)
{
  guint before = open_files();
  for (int i = 0; i < 3; i++) {
    bounce_report_free(bounce_parser_parse_file(parser, "/dev/null", NULL));
    bounce_parser_parse_file(parser, "/", NULL);
    bounce_parser_add_rules_file(parser, "/dev/null", NULL);
  }
  ck_assert_uint_eq(open_files(), before);
}
END_TEST

START_TEST(every_way_in_gives_the_same)
{
  g_autofree char *path =
      g_build_filename(g_get_tmp_dir(), "bounce-XXXXXX", NULL);
  char *memory = json_of(bounce, sizeof bounce - 1);
  int fd = g_mkstemp(path);
  ck_assert_int_eq(write(fd, bounce, sizeof bounce - 1), sizeof bounce - 1);
  lseek(fd, 0, SEEK_SET);
  BounceReport *by_fd = bounce_parser_parse_fd(parser, fd, NULL);
  BounceReport *by_path = bounce_parser_parse_file(parser, path, NULL);
  char *json = bounce_report_to_json(by_fd, NULL);
  ck_assert_str_eq(json, memory);
  bounce_string_free(json);
  json = bounce_report_to_json(by_path, NULL);
  ck_assert_str_eq(json, memory);
  bounce_string_free(json);
  bounce_report_free(by_fd);
  bounce_report_free(by_path);
  bounce_string_free(memory);
  close(fd);
  unlink(path);
}
END_TEST

START_TEST(a_gmime_message_gives_the_same)
{
  g_mime_init(); /* as a host program does */
  char *memory = json_of(bounce, sizeof bounce - 1);
  GMimeStream *stream =
      g_mime_stream_mem_new_with_buffer(bounce, sizeof bounce - 1);
  GMimeParser *gmime = g_mime_parser_new_with_stream(stream);
  GMimeMessage *message = g_mime_parser_construct_message(gmime, NULL);
  BounceReport *report = bounce_parser_parse_message(parser, message, NULL);
  char *json = bounce_report_to_json(report, NULL);
  ck_assert_str_eq(json, memory);
  bounce_string_free(json);
  bounce_string_free(memory);
  bounce_report_free(report);
  g_object_unref(message);
  g_object_unref(gmime);
  g_object_unref(stream);
}
END_TEST

/* The same message with other line ends. */
static GString *
with_line_ends(const char *end)
{
  GString *text = g_string_new(bounce);
  g_string_replace(text, "\n", end, 0);
  return text;
}

START_TEST(line_ends_do_not_matter)
{
  static const char *const ends[] = {"\r\n", "\r"};
  char *lf = json_of(bounce, sizeof bounce - 1);
  for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
    GString *text = with_line_ends(ends[i]);
    char *json = json_of(text->str, text->len);
    ck_assert_str_eq(json, lf);
    bounce_string_free(json);
    g_string_free(text, TRUE);
  }
  bounce_string_free(lf);
}
END_TEST

START_TEST(every_cut_is_read)
{
  for (size_t n = 0; n < sizeof bounce; n++) {
    g_autofree char *cut = g_memdup2(bounce, n); /* no byte more: ASan sees */
    BounceReport *report = bounce_parser_parse(parser, cut, n, NULL);
    ck_assert_ptr_nonnull(report);
    bounce_report_free(report);
  }
}
END_TEST

START_TEST(every_byte_may_be_broken)
{
  static const char bytes[] = {'\0', '\n', '\r', '\x80', '<', '"', ':'};
  for (size_t i = 0; i < sizeof bounce - 1; i++)
    for (size_t k = 0; k < sizeof bytes; k++) {
      g_autofree char *copy = g_memdup2(bounce, sizeof bounce - 1);
      copy[i] = bytes[k];
      char *json = json_of(copy, sizeof bounce - 1);
      ck_assert(g_utf8_validate(json, -1, NULL));
      bounce_string_free(json);
    }
}
END_TEST

START_TEST(kept_headers_are_in_the_report)
{
  ck_assert(bounce_parser_keep_header(parser, "x-campaign-id"));
  ck_assert(bounce_parser_keep_header(parser, "X-Campaign-ID"));
  BounceReport *report =
      bounce_parser_parse(parser, bounce, sizeof bounce - 1, NULL);
  const BounceOriginal *original = bounce_report_original(report);
  ck_assert_uint_eq(bounce_original_n_headers(original), 1);
  ck_assert_str_eq(bounce_header_name(bounce_original_header(original, 0)),
                   "X-Campaign-Id");
  ck_assert_ptr_null(bounce_original_header(original, 1));
  ck_assert_str_eq(bounce_original_header_value(original, "X-CAMPAIGN-ID"),
                   "spring");
  ck_assert_ptr_null(bounce_original_header_value(original, "Subject"));
  ck_assert_ptr_null(bounce_original_header_value(NULL, "X"));
  bounce_report_free(report);
}
END_TEST

/* The recipient that VERP hides in the address that a bounce came to. */
static char *
verp_recipient(const char *delimiters)
{
  static const char mail[] =
      "Return-Path: <>\nFrom: MAILER-DAEMON@a.example.net\n"
      "To: list#u=example.org@example.net\n"
      "Subject: Returned mail\n\nYour message could not be delivered.\n";
  bounce_parser_set_verp_delimiters(parser, delimiters);
  BounceReport *report =
      bounce_parser_parse(parser, mail, sizeof mail - 1, NULL);
  char *recipient =
      g_strdup(bounce_original_recipient(bounce_report_original(report)));
  bounce_report_free(report);
  return recipient;
}

START_TEST(verp_delimiters_are_the_callers)
{
  g_autofree char *with_default = verp_recipient(NULL);
  ck_assert_ptr_null(with_default);
  g_autofree char *with_own = verp_recipient("#");
  ck_assert_pstr_eq(with_own, "u@example.org");
  g_autofree char *switched_off = verp_recipient("");
  ck_assert_ptr_null(switched_off);
  bounce_parser_set_verp_delimiters(NULL, "#");
}
END_TEST

/* Rules and formats that can't be read leave the parser as it was. */
START_TEST(bad_knowledge_names_its_place)
{
  static const char rules[] = "class user_unknown\n  name own\n"
                              "  \"no zebra\"\n  sample \"550 no zebra\"\n"
                              "  source own\n\nclass fulll\n";
  BounceError *error = NULL;
  ck_assert(!bounce_parser_add_rules(parser, "local.rules", rules,
                                     sizeof rules - 1, &error));
  ck_assert_str_eq(bounce_error_message(error),
                   "local.rules:7: unknown class 'fulll'");
  ck_assert_uint_eq(bounce_error_line(error), 7);
  bounce_error_free(error);
  BounceReport *report =
      bounce_parser_classify_reply(parser, "550 no zebra", 12, NULL, NULL);
  ck_assert_uint_ne(report->recipients[0]->class_, BOUNCE_CLASS_USER_UNKNOWN);
  bounce_report_free(report);
  error = NULL;
  ck_assert(
      !bounce_parser_add_formats(parser, "my.formats", "format\n", 7, &error));
  ck_assert_ptr_nonnull(strstr(bounce_error_message(error), "my.formats:1:"));
  bounce_error_free(error);
  error = NULL;
  ck_assert(!bounce_parser_add_formats(parser, NULL, "format\n", 7, &error));
  ck_assert_ptr_eq(strstr(bounce_error_message(error), "formats:1:"),
                   bounce_error_message(error));
  bounce_error_free(error);
}
END_TEST

START_TEST(reports_outlive_the_parser)
{
  BounceParser *other = bounce_parser_new();
  ck_assert_ptr_eq(bounce_parser_ref(other), other);
  bounce_parser_unref(other);
  BounceReport *report =
      bounce_parser_parse(other, bounce, sizeof bounce - 1, NULL);
  bounce_parser_unref(other);
  ck_assert_str_eq(report->recipients[0]->address, "u@example.org");
  ck_assert_str_eq(report->original->subject, "Gr\xc3\xbc\xc3\x9f"
                                              "e");
  bounce_report_free(report);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("parser", &cases);
  tcase_add_checked_fixture(cases, set_up, tear_down);
  tcase_add_test(cases, null_arguments_are_errors);
  tcase_add_test(cases, empty_input_is_no_bounce);
  tcase_add_test(cases, a_missing_file_is_named);
  tcase_add_test(cases, a_bad_descriptor_is_named);
  tcase_add_test(cases, files_are_read_up_to_the_limit);
  tcase_add_test(cases, what_comes_in_pieces_is_read_to_its_end);
  tcase_add_test(cases, files_are_closed);
  tcase_add_test(cases, every_way_in_gives_the_same);
  tcase_add_test(cases, a_gmime_message_gives_the_same);
  tcase_add_test(cases, line_ends_do_not_matter);
  tcase_add_test(cases, every_cut_is_read);
  tcase_add_test(cases, every_byte_may_be_broken);
  tcase_add_test(cases, kept_headers_are_in_the_report);
  tcase_add_test(cases, parts_are_kept_when_asked_for);
  tcase_add_test(cases, the_header_is_a_part_where_there_is_one);
  tcase_add_test(cases, kept_html_is_the_text_that_was_read);
  tcase_add_test(cases, a_part_that_was_split_is_kept_without_the_rest);
  tcase_add_test(cases, a_header_field_is_named_once);
  tcase_add_test(cases, verp_delimiters_are_the_callers);
  tcase_add_test(cases, bad_knowledge_names_its_place);
  tcase_add_test(cases, reports_outlive_the_parser);
  return run_suite(suite);
}
