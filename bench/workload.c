/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "workload.h"

#include <stdio.h>
#include <string.h>

#define MEGABYTE (1024 * 1024)

static gboolean
add_file(Workload *workload, const char *path)
{
  char *bytes;
  gsize length;
  if (!g_file_get_contents(path, &bytes, &length, NULL))
    return FALSE;
  g_ptr_array_add(workload->messages,
                  g_byte_array_new_take((guint8 *)bytes, length));
  workload->bytes += length;
  return TRUE;
}

static void
add_folder(Workload *workload, const char *folder, gboolean ordinary)
{
  GDir *directory = g_dir_open(folder, 0, NULL);
  const char *name;
  while (directory && (name = g_dir_read_name(directory))) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    if (g_file_test(path, G_FILE_TEST_IS_DIR))
      add_folder(workload, path, ordinary);
    else if (g_str_has_suffix(name, ".eml") &&
             ordinary == (strstr(path, "/ordinary/") != NULL))
      add_file(workload, path);
  }
  if (directory)
    g_dir_close(directory);
}

/* A bounce whose returned original has this many bytes: half text, half an
 * attachment. */
static void
add_large(Workload *workload, gsize size)
{
  GString *text = g_string_sized_new(size + 4096);
  g_string_append(
      text,
      "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.net\n"
      "To: sender@example.net\nSubject: Undelivered Mail Returned to Sender\n"
      "MIME-Version: 1.0\nContent-Type: multipart/report;\n"
      "\treport-type=delivery-status; boundary=\"outer\"\n\n--outer\n"
      "Content-Type: text/plain; charset=us-ascii\n\n"
      "<user@example.org>: host mx.example.org[192.0.2.1] said: 552 5.2.2\n"
      "    Mailbox full (in reply to RCPT TO command)\n\n--outer\n"
      "Content-Type: message/delivery-status\n\n"
      "Reporting-MTA: dns; mx.example.net\n\n"
      "Final-Recipient: rfc822; user@example.org\nAction: failed\n"
      "Status: 5.2.2\nRemote-MTA: dns; mx.example.org\n"
      "Diagnostic-Code: smtp; 552 5.2.2 Mailbox full\n\n--outer\n"
      "Content-Type: message/rfc822\n\nFrom: sender@example.net\n"
      "To: user@example.org\nSubject: Photos\nMessage-ID: <1@example.net>\n"
      "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=inner\n\n"
      "--inner\nContent-Type: text/plain\n\n");
  while (text->len < size / 2)
    g_string_append(text, "The quick brown fox jumps over the lazy dog; then "
                          "it rests.\n");
  g_string_append(text, "--inner\nContent-Type: application/octet-stream\n"
                        "Content-Transfer-Encoding: base64\n\n");
  while (text->len < size)
    g_string_append(text, "TG9yZW0gaXBzdW0gZG9sb3Igc2l0IGFtZXQsIGNvbnNlY3RldHV"
                          "yIGFkaXBpc2NpbmcgZWxp\n");
  g_string_append(text, "--inner--\n\n--outer--\n");
  gsize length = text->len;
  g_ptr_array_add(
      workload->messages,
      g_byte_array_new_take((guint8 *)g_string_free(text, FALSE), length));
  workload->bytes += length;
}

static void
add_replies(Workload *workload)
{
  static const char *const replies[] = {
      "550 5.1.1 <user@example.org>: Recipient address rejected: User unknown "
      "in virtual mailbox table",
      "552 5.2.2 The email account that you tried to reach is over quota and "
      "inactive. Please try later",
      "554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using "
      "zen.spamhaus.org; see www",
      "421 4.7.0 Try again later, closing connection. This is a temporary "
      "problem of our own servers",
  };
  for (guint i = 0; i < 1000; i++)
    g_ptr_array_add(workload->replies,
                    g_strdup(replies[i % G_N_ELEMENTS(replies)]));
}

static Workload *
workload_empty(const char *name)
{
  Workload *workload = g_new0(Workload, 1);
  workload->name = name;
  workload->messages =
      g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
  workload->replies = g_ptr_array_new_with_free_func(g_free);
  add_replies(workload);
  return workload;
}

Workload *
workload_new(WorkloadKind kind, const char *folder)
{
  static const char *const names[] = {"bounces", "original 1 MB",
                                      "original 10 MB", "ordinary mail"};
  Workload *workload = workload_empty(names[kind]);
  if (kind == WORKLOAD_ORIGINAL_1)
    for (guint i = 0; i < 10; i++)
      add_large(workload, MEGABYTE);
  else if (kind == WORKLOAD_ORIGINAL_10)
    for (guint i = 0; i < 2; i++)
      add_large(workload, 10 * MEGABYTE);
  else
    add_folder(workload, folder, kind == WORKLOAD_ORDINARY);
  return workload;
}

Workload *
workload_of_size(gsize size)
{
  Workload *workload = workload_empty("size");
  guint n = (guint)CLAMP(10 * MEGABYTE / size, 1, 1000);
  for (guint i = 0; i < n; i++)
    add_large(workload, size);
  return workload;
}

Workload *
workload_from_list(const char *list, const char *folder)
{
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  Workload *workload = workload_empty(list);
  gboolean good = g_file_get_contents(list, &text, NULL, &error);
  if (!good)
    fprintf(stderr, "%s\n", error->message);
  g_auto(GStrv) names = g_strsplit(good ? text : "", "\n", -1);
  for (char **name = names; good && *name && **name; name++) {
    g_autofree char *path = g_build_filename(folder, *name, NULL);
    good = add_file(workload, path);
    if (!good)
      fprintf(stderr, "%s: can't be read\n", path);
  }
  if (good)
    return workload;
  workload_free(workload);
  return NULL;
}

void
workload_free(Workload *workload)
{
  g_ptr_array_unref(workload->messages);
  g_ptr_array_unref(workload->replies);
  g_free(workload);
}
