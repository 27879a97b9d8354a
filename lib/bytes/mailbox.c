/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files, mailboxes and folders as one sequence of messages. */
#include <bounce/mailbox.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bounds.h"
#include "base/error.h"
#include "bytes/mbox.h"

struct BounceMailbox {
  GQueue paths;           /* char *, what is still to be read, in order */
  gboolean inside;        /* they were found in a directory, not named */
  GHashTable *read_paths; /* char *, directories by device and number */
  Mbox *mbox;             /* the file that is being read, or NULL */
  char *name;             /* its name */
  guint count;            /* of its messages so far */
  guint64 message_bytes;
};

struct BounceMailboxMessage {
  char *source;
  GByteArray *bytes;
};

static BounceMailbox *
mailbox_new(void)
{
  BounceMailbox *mailbox = g_new0(BounceMailbox, 1);
  g_queue_init(&mailbox->paths);
  mailbox->read_paths =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  mailbox->message_bytes = limits_default.message_bytes;
  return mailbox;
}

BounceMailbox *
bounce_mailbox_open(const char *path, BounceError **error)
{
  struct stat info;
  if (!path) {
    error_set(error, BOUNCE_ERROR_ARGUMENT, 0, "the path is NULL");
    return NULL;
  }
  if (stat(path, &info) != 0) {
    error_set_io(error, path, g_strerror(errno));
    return NULL;
  }
  BounceMailbox *mailbox = mailbox_new();
  g_queue_push_tail(&mailbox->paths, g_strdup(path));
  return mailbox;
}

BounceMailbox *
bounce_mailbox_open_fd(int fd, const char *name)
{
  BounceMailbox *mailbox = mailbox_new();
  mailbox->name = g_strdup(name ? name : "-");
  mailbox->mbox = mbox_new(fd, FALSE);
  return mailbox;
}

void
bounce_mailbox_set_message_bytes(BounceMailbox *mailbox, uint64_t bytes)
{
  if (mailbox && bytes)
    mailbox->message_bytes = bytes;
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static gboolean
is_maildir(GPtrArray *names)
{
  guint found = 0;
  for (guint i = 0; i < names->len; i++)
    found += g_str_equal(names->pdata[i], "cur") ||
             g_str_equal(names->pdata[i], "new");
  return found == 2;
}

/* Puts a directory's entries before what is still to be read. A Maildir's tmp
 * holds what is not delivered yet; hidden files are no mail. */
static void
open_directory(BounceMailbox *mailbox, const char *path, BounceError **error)
{
  g_autoptr(GError) problem = NULL;
  g_autoptr(GDir) directory = g_dir_open(path, 0, &problem);
  if (!directory) {
    error_set_io(error, path, problem->message);
    return;
  }
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  const char *name;
  while ((name = g_dir_read_name(directory)))
    g_ptr_array_add(names, g_strdup(name));
  g_ptr_array_sort(names, compare_names);
  gboolean maildir = is_maildir(names);
  for (guint i = names->len; i-- > 0;) {
    name = names->pdata[i];
    if (maildir ? g_str_equal(name, "cur") || g_str_equal(name, "new") ||
                      (name[0] == '.' && name[1])
                : name[0] != '.')
      g_queue_push_head(&mailbox->paths, g_build_filename(path, name, NULL));
  }
}

/* Each directory once: links may lead back, or in many ways to one place. */
static gboolean
is_first_visit(BounceMailbox *mailbox, const struct stat *info)
{
  return g_hash_table_add(mailbox->read_paths,
                          g_strdup_printf("%llu:%llu",
                                          (unsigned long long)info->st_dev,
                                          (unsigned long long)info->st_ino));
}

/* In a directory only files are mail: a FIFO would be waited for. */
static void
open_file(BounceMailbox *mailbox, const char *path, BounceError **error)
{
  struct stat info;
  int wait = mailbox->inside ? O_NONBLOCK : 0;
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | wait);
  if (fd < 0 && mailbox->inside && errno == ENXIO) /* a socket */
    return;
  if (fd < 0 || fstat(fd, &info) != 0) {
    error_set_io(error, path, g_strerror(errno));
    if (fd >= 0)
      close(fd);
    return;
  }
  if (S_ISDIR(info.st_mode)) {
    close(fd);
    if (is_first_visit(mailbox, &info))
      open_directory(mailbox, path, error);
    mailbox->inside = TRUE;
    return;
  }
  if (mailbox->inside && !S_ISREG(info.st_mode)) {
    close(fd);
    return;
  }
  g_free(mailbox->name);
  mailbox->name = g_strdup(path);
  mailbox->count = 0;
  mailbox->mbox = mbox_new(fd, TRUE);
}

static BounceMailboxMessage *
message_new(BounceMailbox *mailbox, GByteArray *bytes)
{
  BounceMailboxMessage *message = g_new0(BounceMailboxMessage, 1);
  mailbox->count++;
  message->bytes = bytes;
  message->source =
      mailbox->count == 1
          ? g_strdup(mailbox->name)
          : g_strdup_printf("%s#%u", mailbox->name, mailbox->count);
  return message;
}

BounceMailboxMessage *
bounce_mailbox_next(BounceMailbox *mailbox, BounceError **error)
{
  BounceError *problem = NULL;
  while (mailbox && !problem) {
    if (mailbox->mbox) {
      GByteArray *bytes = mbox_next(mailbox->mbox, mailbox->name,
                                    mailbox->message_bytes, &problem);
      if (bytes)
        return message_new(mailbox, bytes);
      g_clear_pointer(&mailbox->mbox, mbox_free);
      continue;
    }
    g_autofree char *path = g_queue_pop_head(&mailbox->paths);
    if (!path)
      return NULL;
    open_file(mailbox, path, &problem);
  }
  if (error)
    *error = problem;
  else
    bounce_error_free(problem);
  return NULL;
}

void
bounce_mailbox_free(BounceMailbox *mailbox)
{
  if (!mailbox)
    return;
  g_queue_clear_full(&mailbox->paths, g_free);
  g_hash_table_unref(mailbox->read_paths);
  mbox_free(mailbox->mbox);
  g_free(mailbox->name);
  g_free(mailbox);
}

const char *
bounce_mailbox_message_source(const BounceMailboxMessage *message)
{
  return message ? message->source : NULL;
}

const void *
bounce_mailbox_message_bytes(const BounceMailboxMessage *message,
                             size_t *length)
{
  if (length)
    *length = message ? message->bytes->len : 0;
  return message ? message->bytes->data : NULL;
}

BounceReport *
bounce_parser_parse_mailbox_message(const BounceParser *parser,
                                    const BounceMailboxMessage *message,
                                    BounceError **error)
{
  if (!message) {
    error_set(error, BOUNCE_ERROR_ARGUMENT, 0, "the message is NULL");
    return NULL;
  }
  return bounce_parser_parse(parser, message->bytes->data, message->bytes->len,
                             error);
}

void
bounce_mailbox_message_free(BounceMailboxMessage *message)
{
  if (!message)
    return;
  g_byte_array_unref(message->bytes);
  g_free(message->source);
  g_free(message);
}
