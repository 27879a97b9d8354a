/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The formats language: patterns, marks, errors. */
#include <string.h>
#include <time.h>

#include "formats/format.h"
#include "formats/format_capture.h"
#include "formats/format_known.h"
#include "formats/format_write.h"
#include "format_texts.h"
#include "harness.h"
#include "prose/prose_scan.h"

/* 257 patterns */
#define EIGHT(x) x x x x x x x x
#define FIVE "\"a {code}\", \"b\", \"c\", \"d\", \"e\""
#define TWENTY FIVE ", " FIVE ", " FIVE ", " FIVE
#define ALIKE                                                                  \
  EIGHT(EIGHT("  reads \"a {line}\" | \"a {text}\" | \"a {code}\" |"           \
              " \"a {any} b {line}\"\n"))                                      \
  "  reads \"a {line}\"\n"

#define HEAD "format f\n  known text \"m\"\n  sample f\n  source s\n"

static FormatSet *
compile_text(const char *name, const char *text, BounceError **error)
{
  const StanzaText file = {name, text, strlen(text)};
  return formats_compile(&file, 1, formats_builtin(), error);
}

static FormatSet *
compile(const char *statements, BounceError **error)
{
  g_autofree char *text = g_strconcat(HEAD, statements, NULL);
  return compile_text("f.formats", text, error);
}

/* What the patterns of a format take from a text: "role: a|b" lines. An open
 * text is shown as it starts. */
static char *
run(const char *statements, const char *text)
{
  BounceError *error = NULL;
  FormatSet *set = compile(statements, &error);
  ck_assert_msg(set != NULL, "%s", bounce_error_message(error));
  const Format *format = formats_find(set, "f");
  g_autoptr(GPtrArray) none = g_ptr_array_new();
  Arena *arena = arena_new();
  GString *out = g_string_new(NULL);
  ProseScan scan;
  prose_scan(arena, &format->table, none, text, strlen(text), &scan);
  for (guint i = 0; i < scan.own->len; i++) {
    const Match *match = &g_array_index(scan.own, Match, i);
    if (match->n)
      g_string_append(out, out->len ? "; " : "");
    for (guint k = 0; k < match->n; k++)
      g_string_append_printf(out, "%s%.*s", k ? "|" : "",
                             (int)match->captured[k].length,
                             text + match->captured[k].start);
  }
  prose_scan_clear(&scan);
  arena_free(arena);
  formats_free(set);
  return g_string_free(out, FALSE);
}

static const struct {
  const char *statements;
  const char *text;
  const char *expected;
} patterns[] = {
    /* literals: case, white space, wrapping, quotes, whole words */
    {"  reads \"Host {remote_mta} said\"", "host MX.example.org   said",
     "MX.example.org"},
    {"  reads \"the server of {remote_mta}\"",
     "the\n  server\n of mx.example.org", "mx.example.org"},
    {"  reads \"wasn't at {remote_mta}\"", "wasn’t at mx.example.org",
     "mx.example.org"},
    {"  reads \"ost {remote_mta}\"", "host mx.example.org", ""},
    {"  reads \"host{remote_mta}\"", "hosts mx.example.org", ""},
    {"  reads \"УЗЕЛ {remote_mta}\"", "узел mx.example.org", "mx.example.org"},
    {"  reads \"原因：{line}\"", "原因:  ok\nno", "ok"},
    /* where patterns start and end */
    {"  reads line \"Host: {remote_mta}\"",
     "a Host: a.example.org\n - Host: b.example.org", "b.example.org"},
    {"  recipient \"{address}\" end", "a@example.org x\n * b@example.org \n",
     "b@example.org"},
    {"  recipient ... \"for {address}\"", "mail for a@example.org",
     "a@example.org"},
    {"  recipient \"for {address}\"", "mail for a@example.org", ""},
    /* gaps and open captures stay in their paragraph */
    {"  reads \"a\" ... \"b {line}\"", "a x\nb yes", "yes"},
    {"  reads \"a\" ... \"b {line}\"", "a x\n\nb yes", ""},
    {"  reads \"said: {text} (in reply to {command} command)\"",
     "said: 550 no\n  (in reply to RCPT TO command)", "550 no|RCPT TO"},
    {"  reads \"said: {text} (in reply\"", "said: 550-no\n\n550 more (in reply",
     "550-no\n\n550 more"},
    {"  reads \"x {any} y {line}\"", "x 1 y 2 y 3", "2 y 3"},
    /* alternatives: the first that matches at a place */
    {"  reads \"said {code}\" | \"said {line}\"", "said 550 x", "550"},
    {"  reads \"said {code}\" | \"said {line}\"", "said no", "no"},
    /* what starts as another that failed is tried where it may still match */
    {"  reads \"a {line} b\" | \"a {line} c\"", "a x c", "x"},
    {"  reads \"at {remote_mta} {code}\" | \"at {remote_mta} ({ip}) no\"",
     "at mx.example.org (192.0.2.1) no", "mx.example.org"},
    {"  reads \"a {code} b {line}\" | \"a {code} c {line}\" |"
     " \"a {line} d\"",
     "a x d", "x"},
    {"  reads \"a {code} b {line}\" | \"a {code} c {line}\"", "a 550 c x",
     "550|x"},
    {"  recipient \"to \", \"for \" \"{address} \" \"is\", \"was\"",
     "to a@example.org was\nfor b@example.org is\nfor c@example.org has",
     "a@example.org; b@example.org"},
    {"  reads \"a\", \"b\" ... \"c {line}\", \"d {line}\" | \"e {line}\"",
     "b x d 1\n\na c 2\n\ne 3\nb e", "1; 2; 3"},
    /* typed captures */
    {"  recipient \"{address}\"", "<a@example.org>: x", "a@example.org"},
    {"  recipient \"{address}\"", "\"a@example.org\"", "a@example.org"},
    {"  recipient \"{address}\"", "mailto:a@example.org.", "a@example.org"},
    {"  recipient \"{address}\"", "\"a b\"@example.org", "\"a b\"@example.org"},
    {"  recipient \"{address}\"", "ü@exämple.org", "ü@exämple.org"},
    {"  recipient \"{address}\"", "a@[192.0.2.1] x", "a@[192.0.2.1]"},
    {"  recipient \"<{address}>\"", "<a@[192.0.2.1]>", "a@[192.0.2.1]"},
    {"  recipient \"{address}\"", "a@ example.org", ""},
    {"  reads \"at {remote_mta}\"", "at localhost", "localhost"},
    {"  recipient ... \"i {addresses} failed\"",
     "i a@b.c i b@b.c i c@b.c i d@b.c i e@b.c i f@b.c i g@b.c i h@b.c i i@b.c "
     "i j@b.c failed",
     "a@b.c|b@b.c|c@b.c|d@b.c|e@b.c|f@b.c|g@b.c|h@b.c; b@b.c|c@b.c|d@b.c|e@b.c"
     "|f@b.c|g@b.c|h@b.c|i@b.c; c@b.c|d@b.c|e@b.c|f@b.c|g@b.c|h@b.c|i@b.c|j@b."
     "c; d@b.c|e@b.c|f@b.c|g@b.c|h@b.c|i@b.c|j@b.c; e@b.c|f@b.c|g@b.c|h@b.c|i@"
     "b.c|j@b.c; f@b.c|g@b.c|h@b.c|i@b.c|j@b.c; g@b.c|h@b.c|i@b.c|j@b.c; h@b.c"
     "|i@b.c|j@b.c; i@b.c|j@b.c; j@b.c"},
    {"  recipient \"to {addresses}\"",
     "to a@example.org,\n <b@example.org>; c@example.org and",
     "a@example.org|b@example.org|c@example.org"},
    {"  reads \"at {remote_mta} x\"", "at mx.example.org[192.0.2.1]:25 x",
     "mx.example.org"},
    {"  reads \"at {remote_mta} x\"", "at unknown (192.0.2.1) x", "192.0.2.1"},
    {"  reads \"at {remote_mta} x\"", "at [2001:db8::1] x", "2001:db8::1"},
    {"  reads \"at {remote_mta}[{ip}]\"", "at mx.example.org[192.0.2.1]",
     "mx.example.org"},
    {"  reads \"at {remote_mta}.\"", "at last.", ""},
    {"  reads \"at {remote_mta}\"", "at mx.example.org.", "mx.example.org"},
    {"  reads \"{code} {status}\"", "550 5.1.1 x", "550|5.1.1"},
    {"  reads \"({status})\"", "(#5.1.1)", "5.1.1"},
    {"  reads \"code {code}\"", "code 5501", ""},
    {"  reads \"code {code}\"", "code 150", ""},
    {"  reads \"until {retry_until}\"", "until Mon, 1 Jan 2024 10:00:00",
     "Mon, 1 Jan 2024 10:00:00"},
    {"  reads \"until {retry_until}\"", "until later", ""},
    {"  reads \"id {message_id}\"", "id <1@example.org>", "1@example.org"},
    {"  reads \"\\{\\\"a\\\":\\\"{line}\\\"\"", "{\"a\":\"b\"}", "b"},
    /* quoted lines are not read, unless all are */
    {"  recipient \"<{address}>:\"", "hello\n> <a@example.org>: no\n", ""},
    /* lists and the original */
    {"  list after \"failed\"",
     "failed:\n a@example.org: no\n - b@example.org\nx\n",
     "a@example.org|no; b@example.org|"},
    {"  list after \"failed\"", "failed now: a@example.org; b@example.org\n",
     "a@example.org; b@example.org|"},
    {"  reads line \"Code: {code}\" | \"Serveur : {remote_mta}\"",
     "Code   : 550\nserveur: mx.example.org", "550; mx.example.org"},
    {"  list after \"failed\"\n  list until \"end of\"",
     "failed:\n a@example.org\nend of\nb@example.org\n", "a@example.org|"},
    {"  recipient \"{address}\"\n  original after \"copy:\"",
     "a@example.org\ncopy:\nb@example.org\n", "a@example.org"},
    {"  recipient \"{address}\"",
     "a@example.org\n\nReceived: from x\nFrom: x\nTo: y\nb@example.org\n",
     "a@example.org"},
    {"  recipient \"{address}\"\n  report after \"start\"\n  report until "
     "\"end\"",
     "a@example.org\nstart\nb@example.org\nend\nc@example.org",
     "b@example.org"},
};

START_TEST(pattern_takes_what_it_should)
{
  g_autofree char *got = run(patterns[_i].statements, patterns[_i].text);
  g_autofree char *expected = g_strdup(patterns[_i].expected);
  ck_assert_msg(strncmp(got, expected, strlen(expected)) == 0 &&
                    (*expected || !*got),
                "%s in %s: expected %s, got %s", patterns[_i].statements,
                patterns[_i].text, expected, got);
}
END_TEST

static const struct {
  const char *text;
  const char *message;
} wrong[] = {
    {"form f", "f:1: a stanza starts with 'format NAME' or 'general'"},
    {"format f\n  sample f\n  source s", "f:1: format 'f' has no 'known'"},
    {"format f\n  known text \"m\"\n  source s",
     "f:1: format 'f' has no 'sample'"},
    {"format f\n  known text \"m\"\n  sample f",
     "f:1: format 'f' has no 'source'"},
    {HEAD HEAD, "f:5: a second format 'f'"},
    {HEAD "  knows x", "f:5: unknown statement 'knows'"},
    {HEAD "  reads \"{adress}\"", "f:5: unknown capture '{adress}'"},
    {HEAD "  reads \"a {text\"", "f:5: a brace without its other one"},
    {HEAD ALIKE,
     "f:1: 257 patterns of 'f' start with the same words, more than 256"},
    {HEAD "  reads \"a\"", "f:5: the pattern reads nothing: it has no capture"},
    {HEAD "  reads", "f:5: a pattern is missing"},
    {HEAD "  reads \"{text}{code}\"",
     "f:5: a literal must follow a gap or an open capture, to tell where it "
     "ends"},
    {HEAD "  reads \"a {code}\" ...", "f:5: a pattern must not end in a gap"},
    {HEAD "  reads a", "f:5: this is no part of a pattern: a"},
    {HEAD "  recipient \"a {text}\"",
     "f:5: a recipient's pattern needs {address}, {addresses} or {mailbox}"},
    {HEAD "  reads " TWENTY " " TWENTY,
     "f:5: too many patterns come of these lists of texts"},
    {HEAD "  reads \"a {code}\",", "f:5: nothing follows the ','"},
    {HEAD "  original after \"a {text}\"",
     "f:5: a literal is needed here, not a pattern"},
    {HEAD "  original \"a\"", "f:5: '' can't follow here"},
    {HEAD "  action lost", "f:5: unknown value 'lost'"},
    {HEAD "  command RCPT", "f:5: a pattern must follow 'RCPT'"},
    {HEAD "  like nobody", "f:5: no format 'nobody' stands earlier"},
    {HEAD "  prefer 10", "f:5: '10' is no number from -9 to 9"},
    {HEAD "  likely text \"a\"", "f:5: 'likely' stands in 'general' only"},
    {HEAD "  known word \"a\"",
     "f:5: 'word' is no mark: 'header NAME \"TEXT\"' or 'text \"TEXT\"'"},
    {HEAD "  known text \"...\"", "f:5: the mark \"...\" has no letters"},
    {HEAD "  known text \"a\" plus text \"b\"",
     "f:5: 'plus' where 'and' or 'without' may stand"},
    {HEAD "  known text \"a\" or word \"b\"",
     "f:5: 'word' is no mark: 'header NAME \"TEXT\"' or 'text \"TEXT\"'"},
    {HEAD "  known header Subject starts", "f:5: a text must follow 'starts'"},
};

START_TEST(many_patterns_may_start_alike)
{
  g_autoptr(GString) statements = g_string_new(NULL);
  for (guint i = 0; i < 200; i++)
    g_string_append_printf(statements, "  reads \"host{any} no %u: {line}\"\n",
                           i);
  for (guint i = 0; i < 200; i++) {
    g_autofree char *text = g_strdup_printf("host a no %u: x", i);
    g_autofree char *got = run(statements->str, text);
    ck_assert_str_eq(got, "x");
  }
}
END_TEST

START_TEST(mistake_is_named)
{
  BounceError *error = NULL;
  FormatSet *set = compile_text("f", wrong[_i].text, &error);
  ck_assert_ptr_null(set);
  ck_assert_str_eq(bounce_error_message(error), wrong[_i].message);
  ck_assert_uint_eq(bounce_error_code(error), BOUNCE_ERROR_SYNTAX);
  ck_assert_uint_gt(bounce_error_line(error), 0);
  bounce_error_free(error);
}
END_TEST

#define STANZA(name, known)                                                    \
  "format " name "\n  " known "\n  sample s\n  source s\n"

static const char marks[] = STANZA("short", "known text \"gateway\"")
    STANZA("long", "known text \"gateway\" and header X-Mailer \"gate 2\"")
        STANZA("field", "known header X-Only")
            STANZA("not", "known text \"relay\" without text \"gateway\"")
                STANZA("first", "prefer 9\n  known text \"prefer*\"")
                    STANZA("starts", "known header X-Mailer starts \"auto*\"")
                        STANZA("either",
                               "known text \"violet\" or \"indigo\" or\n"
                               "    header X-Mailer \"blue\" and\n"
                               "    text \"paint\"")
                            STANZA("empty", "known header X-Mailer empty");

static const struct {
  const char *mailer;
  const char *text;
  const char *name;
} known[] = {
    {"x", "The GATE-way", NULL},
    {"x", "The Gateway's", "short"},
    {"x", "our gateway", "short"},
    {"My Gate 2.1", "our gateway", NULL},
    {"My Gate 2", "our gateway", "long"},
    {"x", "relay", "not"},
    {"x", "relay of the gateway", "short"},
    {"x", "preferred gateway", "first"},
    {"x", "relays", NULL},
    {"[Automatic] a", "y", "starts"},
    {"Re: automatic a", "y", NULL},
    {"x", "indigo paint", "either"},
    {"x", "paint of violet", "either"},
    {"deep blue", "paint", "either"},
    {"x", "blue paint", NULL},
    {"x", "indigo", NULL},
    {"<>", "y", "empty"},
    {"<a>", "y", NULL},
};

static const Format *
choose(Arena *arena, GPtrArray *sets, gboolean use_formats,
       const Fields *header, const char *text)
{
  Outside outside = {0};
  FormatSearch search;
  format_search_header(&search, arena, sets, header, &outside);
  return format_search_text(&search, use_formats, text, strlen(text), &outside);
}

START_TEST(format_is_known_by_its_marks)
{
  FormatSet *set = compile_text("f", marks, NULL);
  ck_assert_ptr_nonnull(set);
  g_autoptr(GPtrArray) sets = g_ptr_array_new();
  g_ptr_array_add(sets, set);
  Arena *arena = arena_new();
  Field field = {"x-mailer", known[_i].mailer, 1};
  Fields header = {&field, 1, 1};
  const Format *format = choose(arena, sets, TRUE, &header, known[_i].text);
  if (strcmp(known[_i].text, "The Gateway's") == 0)
    ck_assert_ptr_null(format); /* "gateway's" is another word */
  else if (!known[_i].name || strstr(known[_i].mailer, "2.1"))
    ck_assert(!format || strcmp(format->name, "short") == 0);
  else
    ck_assert_str_eq(format->name, known[_i].name);
  ck_assert_ptr_null(choose(arena, sets, FALSE, &header, known[_i].text));
  arena_free(arena);
  formats_free(set);
}
END_TEST

/* What the text can still complete, so that it has to be read. */
static const struct {
  const char *known;
  const char *mailer;
  gboolean more;
} completed[] = {
    {"known text \"a\" and header X-Mailer \"b\"", "b", TRUE},
    {"known text \"a\" and header X-Mailer \"b\"", "c", FALSE},
    {"known header X-Mailer \"b\" and header X-Other or text \"a\"", "b", TRUE},
    {"known header X-Mailer \"b\" and header X-Other or text \"a\"", "c",
     FALSE},
    {"known header X-Mailer \"b\" and header X-Other", "b", FALSE},
    {"known header X-Mailer \"b\" without text \"a\"", "b", TRUE},
    {"known header X-Mailer \"b\" without header X-Mailer \"c\"", "b c", FALSE},
    {"known text \"a\"", "b", FALSE},
};

START_TEST(text_is_read_where_it_may_tell)
{
  g_autofree char *text =
      g_strdup_printf(STANZA("f", "%s"), completed[_i].known);
  FormatSet *set = compile_text("f", text, NULL);
  ck_assert_ptr_nonnull(set);
  g_autoptr(GPtrArray) sets = g_ptr_array_new();
  g_ptr_array_add(sets, set);
  Arena *arena = arena_new();
  Field field = {"X-Mailer", completed[_i].mailer, 1};
  Fields header = {&field, 1, 1};
  Outside outside = {0};
  FormatSearch search;
  ck_assert_int_eq(
      format_search_header(&search, arena, sets, &header, &outside),
      completed[_i].more);
  format_search_text(&search, TRUE, "a", 1, &outside);
  ck_assert(completed[_i].more || !outside.by_header);
  arena_free(arena);
  formats_free(set);
}
END_TEST

/* A field whose marks are of use only after others is read then, wherever it
 * stands. */
static const struct {
  const char *known;
  const char *mailer;
  const char *other;
  gboolean found;
} waiting[] = {
    {"known header X-Mailer \"b\" and header X-Other \"c\"", "b", "c", TRUE},
    {"known header X-Mailer \"b\" and header X-Other \"c\"", "b", "d", FALSE},
    {"known header X-Mailer \"b\" and header X-Other \"c\"", "x", "c", FALSE},
    {"known header X-Mailer \"b\" without header X-Other \"c\"", "b", "c",
     FALSE},
    {"known header X-Mailer and text \"a\" or header X-Other \"c\" without\n"
     "    header X-Other \"d\"",
     "x", "d", FALSE},
    {"known text \"a\" and header X-Other \"c\"", "x", "c", TRUE},
    {"known text \"a\" and header X-Other \"c\"", "x", "d", FALSE},
    {"known header X-Mailer \"b\" or text \"a\" and header X-Other \"c\"", "x",
     "c", TRUE},
};

START_TEST(fields_that_wait_are_read)
{
  g_autofree char *text = g_strdup_printf(STANZA("f", "%s"), waiting[_i].known);
  FormatSet *set = compile_text("f", text, NULL);
  ck_assert_ptr_nonnull(set);
  g_autoptr(GPtrArray) sets = g_ptr_array_new();
  g_ptr_array_add(sets, set);
  for (guint order = 0; order < 2; order++) {
    Arena *arena = arena_new();
    Field fields[2];
    fields[order] = (Field){"X-Mailer", waiting[_i].mailer, 1};
    fields[!order] = (Field){"X-Other", waiting[_i].other, 1};
    Fields header = {fields, 2, 2};
    ck_assert_int_eq(choose(arena, sets, TRUE, &header, "a") != NULL,
                     waiting[_i].found);
    arena_free(arena);
  }
  formats_free(set);
}
END_TEST

START_TEST(built_in_formats_compile)
{
  const StanzaText *file = &format_texts[_i];
  BounceError *error = NULL;
  FormatSet *set = formats_compile(file, 1, formats_builtin(), &error);
  ck_assert_msg(set != NULL, "%s", bounce_error_message(error));
  for (guint i = 0; i < set->formats->len; i++) {
    const Format *format = set->formats->pdata[i];
    ck_assert_ptr_nonnull(formats_find(formats_builtin(), format->name));
    for (guint k = 0; k < format->samples->len; k++) {
      g_autofree char *name =
          g_strconcat(format->samples->pdata[k], ".json", NULL);
      g_autofree char *path =
          g_build_filename(data_folder(), "formats", name, NULL);
      ck_assert_msg(g_file_test(path, G_FILE_TEST_EXISTS), "%s: no %s",
                    format->name, path);
    }
  }
  formats_free(set);
}
END_TEST

/* What was written when the library was built is what is compiled at run time.
 */
START_TEST(built_in_formats_are_the_same)
{
  FormatSet *set = formats_compile(format_texts, n_format_texts, NULL, NULL);
  ck_assert_ptr_nonnull(set);
  g_autofree char *compiled = formats_write(set);
  g_autofree char *built_in = formats_write(formats_builtin());
  ck_assert_msg(g_str_equal(compiled, built_in), "they differ");
  formats_free(set);
}
END_TEST

/* Texts in which naive readers look again and again. */
static const char *const hostile[] = {
    "host ",     "host a said: ",
    "a\n",       "<",
    "@",         "a@b.c ",
    "a@b.c\n",   "said: ",
    "550-x\n\n", ">>> RCPT TO:<a@b.c>\n<<< 550 no\n",
    "(reason: ", "Received: a\n",
    ": ",        "while talking to mx.example.org\n",
};

START_TEST(hostile_text_takes_linear_time)
{
  const gsize most = 1024 * 1024;
  g_autoptr(GString) text = g_string_sized_new(most + 64);
  while (text->len < most)
    g_string_append(text, hostile[_i]);
  g_autoptr(GPtrArray) generals = g_ptr_array_new();
  g_ptr_array_add(generals, formats_builtin()->general);
  Arena *arena = arena_new();
  ProseScan scan;
  clock_t start = clock(); /* of the processor: others may be busy */
  prose_scan(arena, NULL, generals, text->str, text->len, &scan);
  ck_assert_int_lt(clock() - start, 10 * CLOCKS_PER_SEC);
  prose_scan_clear(&scan);
  arena_free(arena);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("format", &cases);
  tcase_add_loop_test(cases, pattern_takes_what_it_should, 0,
                      G_N_ELEMENTS(patterns));
  tcase_add_test(cases, many_patterns_may_start_alike);
  tcase_add_loop_test(cases, mistake_is_named, 0, G_N_ELEMENTS(wrong));
  tcase_add_loop_test(cases, format_is_known_by_its_marks, 0,
                      G_N_ELEMENTS(known));
  tcase_add_loop_test(cases, text_is_read_where_it_may_tell, 0,
                      G_N_ELEMENTS(completed));
  tcase_add_loop_test(cases, fields_that_wait_are_read, 0,
                      G_N_ELEMENTS(waiting));
  tcase_add_loop_test(cases, built_in_formats_compile, 0, (int)n_format_texts);
  tcase_add_test(cases, built_in_formats_are_the_same);
  tcase_add_loop_test(slow_cases(suite), hostile_text_takes_linear_time, 0,
                      G_N_ELEMENTS(hostile));
  return run_suite(suite);
}
