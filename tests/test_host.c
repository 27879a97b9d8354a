/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a host program keeps: its standard error, locale, signals, environment,
 * files and GMime. All fixtures are parsed by 16 threads, which are the first
 * to use the library; then the host must be as it was. */
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <bounce/bounce.h>
#include <gmime/gmime.h>

#include "fixtures.h"
#include "harness.h"

#define N_THREADS 16
#define N_SIGNALS 64
#define SET_BY_LIBC 0x04000000u /* SA_RESTORER: says that it was ever set */

extern char **environ;

/* What a process has, as one text. */
static char *
state_of_process(void)
{
  GString *state = g_string_new(NULL);
  for (int i = 1; i <= N_SIGNALS; i++) {
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigaction(i, NULL, &action);
    g_string_append_printf(state, "signal %d %p %x\n", i,
                           (void *)(guintptr)action.sa_handler,
                           (unsigned)action.sa_flags & ~SET_BY_LIBC);
  }
  sigset_t blocked;
  pthread_sigmask(SIG_BLOCK, NULL, &blocked);
  for (int i = 1; i <= N_SIGNALS; i++)
    g_string_append_c(state, sigismember(&blocked, i) == 1 ? '1' : '0');
  g_string_append_printf(state, "\nlocale %s\n", setlocale(LC_ALL, NULL));
  for (char **entry = environ; *entry; entry++)
    g_string_append_printf(state, "%s\n", *entry);
  mode_t mask = umask(0);
  umask(mask);
  g_autofree char *folder = g_get_current_dir();
  g_string_append_printf(state, "umask %o in %s\n", (unsigned)mask, folder);
  return g_string_free(state, FALSE);
}

static guint
open_files(void)
{
  guint count = 0;
  g_autoptr(GDir) folder = g_dir_open("/proc/self/fd", 0, NULL);
  while (g_dir_read_name(folder))
    count++;
  return count;
}

static gpointer
parse_all(gpointer data)
{
  GPtrArray *paths = data;
  BounceParser *parser = bounce_parser_new();
  for (guint i = 0; i < paths->len; i++) {
    BounceReport *report =
        bounce_parser_parse_file(parser, paths->pdata[i], NULL);
    bounce_string_free(bounce_report_to_json(report, paths->pdata[i]));
    bounce_report_free(report);
  }
  bounce_parser_unref(parser);
  return NULL;
}

/* Also what can't be read: its errors are the caller's to print. */
static void
use_wrongly(void)
{
  BounceParser *parser = bounce_parser_new();
  bounce_parser_add_rules(parser, "r", "class \xFF\n", 8, NULL);
  bounce_parser_add_rules_file(parser, "/no/such/file", NULL);
  bounce_report_free(bounce_parser_parse_file(parser, "/", NULL));
  bounce_report_free(bounce_parser_parse_fd(parser, -1, NULL));
  bounce_report_free(bounce_parser_parse(NULL, NULL, 1, NULL));
  bounce_mailbox_free(bounce_mailbox_open("/no/such/file", NULL));
  BounceMailbox *mailbox = bounce_mailbox_open_fd(-1, "closed");
  bounce_mailbox_message_free(bounce_mailbox_next(mailbox, NULL));
  bounce_mailbox_free(mailbox);
  bounce_parser_unref(parser);
}

/* What is written to standard error while the library works; GLib's own
 * handlers are in place, as in a host that sets none. */
static char *
standard_error_of(GPtrArray *paths)
{
  GThread *threads[N_THREADS];
  g_autofree char *path =
      g_build_filename(g_get_tmp_dir(), "bounce-XXXXXX", NULL);
  int file = g_mkstemp(path), kept = dup(STDERR_FILENO);
  dup2(file, STDERR_FILENO);
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new(NULL, parse_all, paths);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join(threads[i]);
  use_wrongly();
  dup2(kept, STDERR_FILENO);
  close(kept);
  close(file);
  char *written = NULL;
  g_file_get_contents(path, &written, NULL, NULL);
  unlink(path);
  return written;
}

/* Names the first line that differs. */
static void
ck_same(const char *before, const char *after)
{
  g_auto(GStrv) had = g_strsplit(before, "\n", -1);
  g_auto(GStrv) has = g_strsplit(after, "\n", -1);
  for (guint i = 0; had[i] && has[i]; i++)
    ck_assert_msg(strcmp(had[i], has[i]) == 0, "was %.500s, is %.500s", had[i],
                  has[i]);
  ck_assert_uint_eq(g_strv_length(has), g_strv_length(had));
}

START_TEST(the_host_stays_as_it_was)
{
  g_autoptr(GPtrArray) all = fixtures_find(data_folder());
  g_autoptr(GPtrArray) paths = g_ptr_array_new();
  for (guint i = 0; i < all->len; i += N_THREADS)
    g_ptr_array_add(paths, all->pdata[i]);
  g_autofree char *before = state_of_process();
  guint files = open_files();
  g_autofree char *written = standard_error_of(paths);
  ck_assert_msg(!*written, "on standard error: %.500s", written);
  g_autofree char *after = state_of_process();
  ck_same(before, after);
  ck_assert_uint_eq(open_files(), files);
}
END_TEST

/* With one descriptor left a mailbox is read, with none it is an error; neither
 * ends the program. */
START_TEST(few_descriptors_are_enough)
{
  g_autofree char *path =
      g_build_filename(g_get_tmp_dir(), "bounce-XXXXXX", NULL);
  close(g_mkstemp(path));
  struct rlimit limit, few;
  getrlimit(RLIMIT_NOFILE, &limit);
  few = limit;
  few.rlim_cur = 64;
  setrlimit(RLIMIT_NOFILE, &few);
  g_autoptr(GArray) taken = g_array_new(FALSE, FALSE, sizeof(int));
  for (int fd; (fd = dup(STDOUT_FILENO)) >= 0;)
    g_array_append_val(taken, fd);
  BounceError *error = NULL;
  BounceMailbox *mailbox = bounce_mailbox_open(path, NULL);
  ck_assert_ptr_null(bounce_mailbox_next(mailbox, &error));
  ck_assert_uint_eq(bounce_error_code(error), BOUNCE_ERROR_IO);
  bounce_error_free(error);
  bounce_mailbox_free(mailbox);
  close(g_array_index(taken, int, taken->len - 1));
  g_array_set_size(taken, taken->len - 1);
  mailbox = bounce_mailbox_open(path, NULL);
  BounceMailboxMessage *message = bounce_mailbox_next(mailbox, NULL);
  ck_assert_ptr_nonnull(message);
  bounce_mailbox_message_free(message);
  bounce_mailbox_free(mailbox);
  for (guint i = 0; i < taken->len; i++)
    close(g_array_index(taken, int, i));
  setrlimit(RLIMIT_NOFILE, &limit);
  unlink(path);
}
END_TEST

static const char latin1[] = "Subject: =?iso-8859-1?q?Gr=FC=DFe?=\n\nx\n";

static void
ck_parses(void)
{
  BounceParser *parser = bounce_parser_new();
  BounceReport *report =
      bounce_parser_parse(parser, latin1, sizeof latin1 - 1, NULL);
  ck_assert_str_eq(bounce_report_subject(report), "Gr\xC3\xBC\xC3\x9F"
                                                  "e");
  bounce_report_free(report);
  bounce_parser_unref(parser);
}

/* GMime counts its users: a host that comes before and goes before us leaves
 * our share, and we never take the host's. */
START_TEST(gmime_is_shared_with_the_host)
{
  g_mime_init();
  ck_parses();
  GMimeObject *part = GMIME_OBJECT(g_mime_part_new());
  ck_assert(GMIME_IS_PART(part));
  g_object_unref(part);
  g_mime_shutdown();
  ck_parses();
  g_mime_init();
  ck_parses();
  g_mime_shutdown();
  ck_parses();
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("host", &cases);
  tcase_set_timeout(cases, 120);
  tcase_add_test(cases, the_host_stays_as_it_was);
  tcase_add_test(cases, few_descriptors_are_enough);
  tcase_add_test(cases, gmime_is_shared_with_the_host);
  return run_suite(suite);
}
