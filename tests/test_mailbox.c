/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>

#include <bounce/bounce.h>

#include "harness.h"

static char *folder;

static void
set_up(void)
{
  folder = g_dir_make_tmp("bounce-XXXXXX", NULL);
}

static void
tear_down(void)
{
  const char *arguments[] = {"rm", "-rf", folder, NULL};
  g_spawn_sync(NULL, (char **)(guintptr)arguments, NULL, G_SPAWN_SEARCH_PATH,
               NULL, NULL, NULL, NULL, NULL, NULL);
  g_clear_pointer(&folder, g_free);
}

static char *
write_file(const char *name, const char *content)
{
  char *path = g_build_filename(folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname(path);
  g_mkdir_with_parents(parent, 0700);
  ck_assert(g_file_set_contents(path, content, -1, NULL));
  return path;
}

/* "name:length " of each message, without the folder's path. */
static char *
list(BounceMailbox *mailbox)
{
  GString *said = g_string_new(NULL);
  BounceMailboxMessage *message;
  BounceError *error = NULL;
  while ((message = bounce_mailbox_next(mailbox, &error))) {
    size_t length;
    bounce_mailbox_message_bytes(message, &length);
    const char *source = bounce_mailbox_message_source(message);
    if (g_str_has_prefix(source, folder))
      source += strlen(folder) + 1;
    g_string_append_printf(said, "%s:%zu ", source, length);
    bounce_mailbox_message_free(message);
  }
  if (error)
    g_string_append_printf(said, "error: %s",
                           strrchr(bounce_error_message(error), ':') + 2);
  bounce_error_free(error);
  bounce_mailbox_free(mailbox);
  return g_string_free(said, FALSE);
}

static char *
list_path(const char *path)
{
  return list(bounce_mailbox_open(path, NULL));
}

START_TEST(a_file_is_one_message)
{
  g_autofree char *path = write_file("m", "A: b\n\nFrom here\n");
  g_autofree char *said = list_path(path);
  ck_assert_str_eq(said, "m:16 ");
  g_autofree char *empty = write_file("e", "");
  g_autofree char *none = list_path(empty);
  ck_assert_str_eq(none, "e:0 ");
}
END_TEST

static const char mbox[] = "From a Mon Jan  1 00:00:00 2024\nA: 1\n\nx\n\n"
                           "From b Mon Jan  1 00:00:00 2024\nA: 2\n\n"
                           "text\nFrom inside\n\n"
                           "From c Mon Jan  1 00:00:00 2024\r\nA: 3\r\n\r\n"
                           "y\r\n\r\n"
                           "From d\nA: 4\n";

START_TEST(an_mbox_is_split)
{
  g_autofree char *path = write_file("box", mbox);
  g_autofree char *said = list_path(path);
  ck_assert_str_eq(said, "box:41 box#2:56 box#3:46 box#4:12 ");
}
END_TEST

/* Old Macs ended lines so. */
START_TEST(an_mbox_of_carriage_returns_is_split)
{
  g_autofree char *path =
      write_file("box", "From a Mon Jan  1 00:00:00 2024\rA: 1\r\rx\r\r"
                        "From b Mon Jan  1 00:00:00 2024\rA: 2\r\r"
                        "text\rFrom inside\r\r"
                        "From d\rA: 4\r");
  g_autofree char *said = list_path(path);
  ck_assert_str_eq(said, "box:41 box#2:56 box#3:12 ");
}
END_TEST

/* As `gzip >> FILE`. */
static void
append_compressed(const char *path, const char *text, gsize length)
{
  g_autoptr(GFile) file = g_file_new_for_path(path);
  GOutputStream *raw = G_OUTPUT_STREAM(g_file_append_to(file, 0, NULL, NULL));
  GConverter *gzip =
      G_CONVERTER(g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  GOutputStream *out = g_converter_output_stream_new(raw, gzip);
  g_output_stream_write_all(out, text, length, NULL, NULL, NULL);
  g_output_stream_close(out, NULL, NULL);
  g_object_unref(out);
  g_object_unref(gzip);
  g_object_unref(raw);
}

START_TEST(a_compressed_mbox_is_split)
{
  g_autofree char *path = g_build_filename(folder, "box.gz", NULL);
  append_compressed(path, mbox, sizeof mbox - 1);
  g_autofree char *said = list_path(path);
  ck_assert_str_eq(said, "box.gz:41 box.gz#2:56 box.gz#3:46 box.gz#4:12 ");
}
END_TEST

/* RFC 1952 section 2.2. A buffer may end inside a member, or between two. */
START_TEST(what_was_compressed_later_is_read)
{
  g_autofree char *path = g_build_filename(folder, "box.gz", NULL);
  g_autoptr(GString) want = g_string_new("box.gz:16 ");
  for (guint i = 1; i <= 3000; i++) {
    g_autofree char *text = g_strdup_printf("From a\nA: %04u\n\n", i);
    append_compressed(path, text, strlen(text));
    if (i > 1)
      g_string_append_printf(want, "box.gz#%u:16 ", i);
  }
  g_autofree char *said = list_path(path);
  ck_assert_str_eq(said, want->str);
}
END_TEST

/* A tape's zeros are no member; half of one is an error, after what is whole.
 */
START_TEST(the_end_of_a_compressed_mbox_is_judged)
{
  g_autofree char *path = g_build_filename(folder, "box.gz", NULL);
  append_compressed(path, mbox, sizeof mbox - 1);
  g_autofree char *bytes = NULL;
  gsize length;
  ck_assert(g_file_get_contents(path, &bytes, &length, NULL));
  g_autofree char *padded = g_malloc0(length + 512);
  memcpy(padded, bytes, length);
  ck_assert(g_file_set_contents(path, padded, (gssize)length + 512, NULL));
  g_autofree char *said = list_path(path);
  ck_assert_str_eq(said, "box.gz:41 box.gz#2:56 box.gz#3:46 box.gz#4:12 ");
  ck_assert(g_file_set_contents(path, bytes, (gssize)length - 4, NULL));
  g_autofree char *half = list_path(path);
  ck_assert_str_eq(half, "box.gz:41 box.gz#2:56 box.gz#3:46 "
                         "error: the compressed data ends too early");
}
END_TEST

/* GObject knows each name once in a process: a host may have this one. */
START_TEST(types_of_the_host_do_not_clash)
{
  bounce_mailbox_free(bounce_mailbox_open_fd(-1, NULL));
  ck_assert_uint_eq(g_type_from_name("FdStream"), 0);
}
END_TEST

/* What the library opens, it closes; what it was given, it does not. */
START_TEST(descriptors_belong_to_who_opened_them)
{
  g_autofree char *path = write_file("box", mbox);
  int own = open(path, O_RDONLY);
  int before = dup(own); /* the lowest that is free */
  close(before);
  for (int i = 0; i < 2; i++)
    g_free(list_path(path));
  bounce_mailbox_free(bounce_mailbox_open(path, NULL));
  BounceMailbox *half = bounce_mailbox_open(path, NULL);
  bounce_mailbox_message_free(bounce_mailbox_next(half, NULL));
  bounce_mailbox_free(half);
  g_autofree char *said = list(bounce_mailbox_open_fd(own, "fd"));
  ck_assert_ptr_nonnull(strstr(said, "fd#2:"));
  int after = dup(own);
  ck_assert_int_eq(after, before);
  close(after);
  close(own);
}
END_TEST

START_TEST(separators_at_buffer_ends_are_found)
{
  /* Around the buffer's size, so that a separator falls on its end. */
  for (gsize fill = 65536 - 60; fill < 65536 + 8; fill++) {
    g_autofree char *body = g_strnfill(fill, 'x');
    g_autofree char *text =
        g_strdup_printf("From a\nA: 1\n\n%s\n\nFrom b\nA: 2\n", body);
    g_autofree char *path = write_file("box", text);
    g_autofree char *said = list_path(path);
    g_autofree char *want = g_strdup_printf("box:%zu box#2:12 ", fill + 15);
    ck_assert_str_eq(said, want);
    g_autofree char *crlf = g_strdup_printf(
        "From a\r\nA: 1\r\n\r\n%s\r\n\r\nFrom b\r\nA: 2\r\n", body);
    g_autofree char *other = write_file("crlf", crlf);
    g_autofree char *read = list_path(other);
    g_free(want);
    want = g_strdup_printf("crlf:%zu crlf#2:14 ", fill + 20);
    ck_assert_str_eq(read, want);
  }
}
END_TEST

START_TEST(folders_are_read_in_the_order_of_names)
{
  g_free(write_file("d/b", "2"));
  g_free(write_file("d/a", "1"));
  g_free(write_file("d/c/x", "3"));
  g_free(write_file("d/.hidden", "no"));
  g_autofree char *path = g_build_filename(folder, "d", NULL);
  g_autofree char *said = list_path(path);
  ck_assert_str_eq(said, "d/a:1 d/b:1 d/c/x:1 ");
}
END_TEST

START_TEST(a_maildir_gives_cur_and_new)
{
  g_free(write_file("md/new/2", "22"));
  g_free(write_file("md/cur/1:2,S", "1"));
  g_free(write_file("md/tmp/3", "333"));
  g_free(write_file("md/dovecot-uidlist", "no"));
  g_free(write_file("md/.Sub/new/4", "4444"));
  g_free(write_file("md/.Sub/cur/5", "55555"));
  g_autofree char *path = g_build_filename(folder, "md", NULL);
  g_autofree char *said = list_path(path);
  ck_assert_str_eq(said, "md/.Sub/cur/5:5 md/.Sub/new/4:4 md/cur/1:2,S:1 "
                         "md/new/2:2 ");
}
END_TEST

START_TEST(links_that_go_round_are_read_once)
{
  static const char *const links[] = {"a", "b", "c", "d", "e"};
  g_free(write_file("d/m", "1"));
  for (gsize i = 0; i < G_N_ELEMENTS(links); i++) {
    g_autofree char *link = g_build_filename(folder, "d", links[i], NULL);
    ck_assert_int_eq(symlink("../d", link), 0);
  }
  g_autofree char *path = g_build_filename(folder, "d", NULL);
  g_autofree char *said = list_path(path);
  ck_assert_str_eq(said, "d/m:1 ");
}
END_TEST

START_TEST(what_is_no_file_is_not_waited_for)
{
  g_free(write_file("md/new/2", "22"));
  g_free(write_file("md/cur/x", ""));
  g_autofree char *fifo = g_build_filename(folder, "md/new/1", NULL);
  g_autofree char *device = g_build_filename(folder, "md/new/3", NULL);
  g_autofree char *local = g_build_filename(folder, "md/cur/s", NULL);
  g_autoptr(GSocketAddress) address = g_unix_socket_address_new(local);
  g_autoptr(GSocket) server =
      g_socket_new(G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, 0, NULL);
  ck_assert_int_eq(mkfifo(fifo, 0600), 0);
  ck_assert_int_eq(symlink("/dev/zero", device), 0);
  ck_assert(g_socket_bind(server, address, TRUE, NULL));
  g_autofree char *path = g_build_filename(folder, "md", NULL);
  g_autofree char *said = list_path(path);
  ck_assert_str_eq(said, "md/cur/x:0 md/new/2:2 ");
}
END_TEST

START_TEST(what_is_missing_is_named_and_the_rest_is_read)
{
  BounceError *error = NULL;
  ck_assert_ptr_null(bounce_mailbox_open("/no/such", &error));
  ck_assert_ptr_nonnull(strstr(bounce_error_message(error), "/no/such: "));
  bounce_error_free(error);
  error = NULL;
  ck_assert_ptr_null(bounce_mailbox_open("", &error));
  ck_assert_ptr_nonnull(strstr(bounce_error_message(error), "'': "));
  bounce_error_free(error);
  error = NULL;
  g_free(write_file("d/b", "2"));
  g_autofree char *path = g_build_filename(folder, "d", NULL);
  g_autofree char *gone = g_build_filename(path, "a", NULL);
  ck_assert_int_eq(symlink("/no/such", gone), 0);
  BounceMailbox *mailbox = bounce_mailbox_open(path, NULL);
  ck_assert_ptr_null(bounce_mailbox_next(mailbox, &error));
  ck_assert_ptr_nonnull(strstr(bounce_error_message(error), gone));
  bounce_error_free(error);
  error = NULL;
  BounceMailboxMessage *message = bounce_mailbox_next(mailbox, &error);
  ck_assert_ptr_nonnull(message);
  ck_assert_ptr_null(error);
  bounce_mailbox_message_free(message);
  bounce_mailbox_free(mailbox);
}
END_TEST

START_TEST(message_bytes_bound_what_is_kept)
{
  g_autofree char *path = write_file("box", mbox);
  BounceMailbox *mailbox = bounce_mailbox_open(path, NULL);
  bounce_mailbox_set_message_bytes(mailbox, 20);
  bounce_mailbox_set_message_bytes(mailbox, 0); /* is no limit */
  g_autofree char *said = list(mailbox);
  /* one byte more than the limit, so that the parser sees that it is more */
  ck_assert_str_eq(said, "box:21 box#2:21 box#3:21 box#4:12 ");
}
END_TEST

START_TEST(what_never_ends_is_read_up_to_the_limit)
{
  BounceMailbox *mailbox = bounce_mailbox_open("/dev/zero", NULL);
  bounce_mailbox_set_message_bytes(mailbox, 100000);
  g_autofree char *said = list(mailbox);
  ck_assert_str_eq(said, "/dev/zero:100001 ");
}
END_TEST

START_TEST(null_is_defined)
{
  ck_assert_ptr_null(bounce_mailbox_open(NULL, NULL));
  ck_assert_ptr_null(bounce_mailbox_next(NULL, NULL));
  ck_assert_ptr_null(bounce_mailbox_message_source(NULL));
  ck_assert_ptr_null(bounce_mailbox_message_bytes(NULL, NULL));
  bounce_mailbox_set_message_bytes(NULL, 1);
  bounce_mailbox_free(NULL);
  bounce_mailbox_message_free(NULL);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("mailbox", &cases);
  tcase_add_checked_fixture(cases, set_up, tear_down);
  tcase_add_test(cases, a_file_is_one_message);
  tcase_add_test(cases, an_mbox_is_split);
  tcase_add_test(cases, an_mbox_of_carriage_returns_is_split);
  tcase_add_test(cases, a_compressed_mbox_is_split);
  tcase_add_test(cases, what_was_compressed_later_is_read);
  tcase_add_test(cases, the_end_of_a_compressed_mbox_is_judged);
  tcase_add_test(cases, types_of_the_host_do_not_clash);
  tcase_add_test(cases, descriptors_belong_to_who_opened_them);
  tcase_add_test(cases, separators_at_buffer_ends_are_found);
  tcase_add_test(cases, folders_are_read_in_the_order_of_names);
  tcase_add_test(cases, a_maildir_gives_cur_and_new);
  tcase_add_test(cases, links_that_go_round_are_read_once);
  tcase_add_test(cases, what_is_no_file_is_not_waited_for);
  tcase_add_test(cases, what_is_missing_is_named_and_the_rest_is_read);
  tcase_add_test(cases, message_bytes_bound_what_is_kept);
  tcase_add_test(cases, what_never_ends_is_read_up_to_the_limit);
  tcase_add_test(cases, null_is_defined);
  return run_suite(suite);
}
